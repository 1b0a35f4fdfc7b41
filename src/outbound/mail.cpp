#include "outbound/mail.h"

#include <algorithm>
#include <fmt/format.h>

#include "lib/curl/url.h"
#include "outbound/address_kind.h"
#include "outbound/host_check.h"
#include "outbound/ip_address.h"
#include "outbound/policy.h"

namespace stint::outbound {
namespace {

// What EHLO says: the domain of the sender, which every sender has.
std::string greeting_name(std::string_view from) {
  const std::size_t at = from.rfind('@');
  std::string name{at == std::string_view::npos ? "" : from.substr(at + 1)};
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return plain && !name.empty() ? name : "localhost";
}

bool is_here(std::string_view host) {
  const auto address = parse_ip_address(host);
  return is_localhost_name(host) || (address && kind_of(*address) == AddressKind::loopback);
}

std::string shown(const MailServer& server) {
  return fmt::format("{}:{}", server.host, server.port);
}

}  // namespace

std::optional<Refusal> check_mail_server(const MailServer& server) {
  // The host's rules are those for URLs, so it is looked at as one.
  const std::string host = server.host.contains(':') ? "[" + server.host + "]" : server.host;
  const auto url = curl::parse_url(fmt::format("https://{}:{}", host, server.port));
  if (!url || url->path != "/") {
    return Refusal{RefusalReason::unreadable, "a mail server that is no host and port",
                   "write its host alone, such as smtp.example.com, and its port beside it"};
  }
  if (auto refusal = check_host(*url)) return refusal;
  if (!server.user.empty() && server.security == curl::MailSecurity::none && !is_here(url->host)) {
    return Refusal{RefusalReason::credentials, "a password for " + shown(server) + " without TLS",
                   "use starttls or tls, or no user and password"};
  }
  return std::nullopt;
}

std::expected<int, Failure> send_mail(const Mail& mail, const curl::TransportOptions& options,
                                      const std::stop_token& stop) {
  if (auto refusal = check_mail_server(mail.server)) return std::unexpected(refused(std::move(*refusal)));
  curl::MailTransfer transfer;
  transfer.host = mail.server.host;
  transfer.port = mail.server.port;
  transfer.security = mail.server.security;
  transfer.user = mail.server.user;
  transfer.password = std::string{mail.server.password.reveal()};
  transfer.greeting_name = greeting_name(mail.from);
  transfer.from = mail.from;
  transfer.to = mail.to;
  transfer.text = mail.text;
  transfer.limits = mail.limits;
  transfer.stop = stop;
  std::optional<Refusal> refusal;
  transfer.may_connect = [&](std::string_view address, std::uint16_t port) {
    refusal = check_address(mail.server.host, address, Reach::own_network);
    return !refusal && port == mail.server.port;
  };
  auto answer = curl::perform(options, transfer);
  if (answer) return *answer;
  const curl::TransferFault& fault = answer.error();
  if (fault.kind == curl::FaultKind::address_refused && refusal)
    return std::unexpected(refused(std::move(*refusal)));
  return std::unexpected(failure_of(fault, shown(mail.server)));
}

Error error_of_mail_status(int status, std::string_view host) {
  const std::string message = fmt::format("{} answered {}", host, status);
  constexpr int kFinal = 500;
  if (status == 530 || status == 534 || status == 535)
    return {ErrorCode::authentication, message, "", "look at the user and the password for the mail server"};
  if (status < kFinal) return {ErrorCode::throttled, message, "", "the server asks to try again later"};
  return {ErrorCode::failure, message, "", "look at the addresses of the sender and the receivers"};
}

}  // namespace stint::outbound
