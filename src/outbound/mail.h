// Mail of one connection, through the same checks of host and address as every HTTP request. It goes straight
// to the server, past proxies for HTTP.
#pragma once

#include <expected>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lib/curl/mail.h"
#include "outbound/failure.h"

namespace stint::outbound {

struct MailServer {
  std::string host;
  std::uint16_t port = 0;
  curl::MailSecurity security = curl::MailSecurity::starttls;
  std::string user;  // empty: without authentication
  Secret password;
};

struct Mail {
  MailServer server;
  std::string from;             // an address alone
  std::vector<std::string> to;  // likewise
  std::string text;             // the whole message (RFC 5322)
  curl::Limits limits;
};

// Whether the server may be spoken to: its host is written plainly, and is neither a metadata service nor an
// address that is never spoken to; a password goes over TLS, or no further than this machine.
[[nodiscard]] std::optional<Refusal> check_mail_server(const MailServer& server);

// The server's last word: 250 where it has taken the mail, 4xx or 5xx where it has surely not. Blocks. Mail
// is never sent twice by this. Safe from several threads.
[[nodiscard]] std::expected<int, Failure> send_mail(const Mail& mail, const curl::TransportOptions& options,
                                                    const std::stop_token& stop);

// For an answer of 400 and above: 4xx is throttled, 530, 534 and 535 are authentication.
[[nodiscard]] Error error_of_mail_status(int status, std::string_view host);

}  // namespace stint::outbound
