#include "lib/curl/mail.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <optional>

#include "lib/curl/library.h"
#include "lib/curl/session.h"

namespace stint::curl {
namespace {

constexpr int kTaken = 250;
constexpr int kLeastRefusal = 400;

// A line of SMTP must not become two, and an address not two either.
bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7f && c != '<' && c != '>' && c != ',';
  });
}

std::optional<std::string> complaint(const MailTransfer& mail) {
  if (!is_word(mail.from)) return "the sender's address is none";
  if (mail.to.empty()) return "there is nobody to send it to";
  if (!std::ranges::all_of(mail.to, is_word)) return "a receiver's address is none";
  if (!is_word(mail.host) || mail.host.find_first_of("/?#@") != std::string::npos) return "the host is none";
  const bool plain_name = std::ranges::all_of(mail.greeting_name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (!plain_name) return "the name for the greeting is none";
  return std::nullopt;
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  // As for HTTP: a libcurl without the option would do something else than what was asked for.
  if (curl_easy_setopt(easy, option, value) != CURLE_OK) std::abort();
}

std::string url_of(const MailTransfer& mail) {
  const std::string host = mail.host.contains(':') ? "[" + mail.host + "]" : mail.host;
  return fmt::format("{}://{}:{}/{}", mail.security == MailSecurity::tls ? "smtps" : "smtp", host, mail.port,
                     mail.greeting_name);
}

}  // namespace

void Session::set_mail(const MailTransfer& mail) {
  CURL* const easy = easy_.get();
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_URL, url_of(mail).c_str());
  set(easy, CURLOPT_USE_SSL,
      static_cast<long>(mail.security == MailSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!mail.user.empty()) {
    set(easy, CURLOPT_USERNAME, mail.user.c_str());
    set(easy, CURLOPT_PASSWORD, mail.password.c_str());
  }
  set(easy, CURLOPT_FRESH_CONNECT, 1L);
  set(easy, CURLOPT_FORBID_REUSE, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(std::max<std::int64_t>(1, mail.limits.connect.count())));
  const std::string from = "<" + mail.from + ">";
  set(easy, CURLOPT_MAIL_FROM, from.c_str());
  headers_.reset();
  for (const std::string& each : mail.to) {
    const std::string receiver = "<" + each + ">";
    headers_.reset(curl_slist_append(headers_.release(), receiver.c_str()));
  }
  set(easy, CURLOPT_MAIL_RCPT, headers_.get());
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_READFUNCTION, &Session::on_mail);
  set(easy, CURLOPT_READDATA, static_cast<void*>(this));
}

std::expected<int, TransferFault> Session::perform(const MailTransfer& mail) {
  TransferRequest request;
  request.limits = mail.limits;
  request.may_connect = mail.may_connect;
  request.stop = mail.stop;
  exchange_ = {};
  exchange_.request = &request;
  exchange_.unsent = mail.text;
  message_[0] = '\0';
  curl_easy_reset(easy_.get());
  set_fixed_options();
  set_mail(mail);
  curl_multi_add_handle(multi_.get(), easy_.get());
  const CURLcode code = run();
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  std::expected<int, TransferFault> answer = kTaken;
  if (exchange_.ended != Ended::no || (code != CURLE_OK && status < kLeastRefusal)) {
    TransferFault failed = fault(code);
    failed.may_have_arrived = exchange_.all_taken;
    // libcurl's own words for a server that has no STARTTLS.
    if (code == CURLE_USE_SSL_FAILED) {
      failed.kind = FaultKind::tls;
      failed.message = "the server does not offer STARTTLS";
    }
    answer = std::unexpected(std::move(failed));
  } else if (code != CURLE_OK) {
    answer = static_cast<int>(status);
  }
  curl_multi_remove_handle(multi_.get(), easy_.get());
  exchange_.request = nullptr;
  return answer;
}

std::size_t Session::on_mail(char* into, std::size_t size, std::size_t count, void* self) {
  Exchange& exchange = static_cast<Session*>(self)->exchange_;
  const std::size_t taken = std::min(size * count, exchange.unsent.size());
  std::memcpy(into, exchange.unsent.data(), taken);
  exchange.unsent.remove_prefix(taken);
  // What follows the last byte is sent without another question.
  exchange.all_taken = exchange.unsent.empty();
  return taken;
}

std::expected<int, TransferFault> perform(const TransportOptions& options, const MailTransfer& mail) {
  initialise();
  if (auto wrong = complaint(mail)) {
    return std::unexpected(TransferFault{FaultKind::malformed, *wrong, "", false, {}, 0});
  }
  Session session{options};
  return session.perform(mail);
}

}  // namespace stint::curl
