// One mail over SMTP (RFC 5321) by libcurl: TLS from the start or through STARTTLS, authentication, limits.
// It reads no environment, and decides nothing about who may be spoken to: it asks `may_connect`.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "lib/curl/transport.h"

namespace stint::curl {

enum class MailSecurity : std::uint8_t {
  tls,       // from the first byte on (smtps)
  starttls,  // asked for before anything else; without it there is no mail
  none,
};

struct MailTransfer {
  std::string host;
  std::uint16_t port = 0;
  MailSecurity security = MailSecurity::starttls;
  std::string user;  // empty: without authentication
  std::string password;
  std::string greeting_name;    // what EHLO says of this machine
  std::string from;             // addresses alone, without names and brackets
  std::vector<std::string> to;  // one that is refused ends the mail for all
  std::string_view text;        // the whole message, its lines ended by CR LF (RFC 5322)
  Limits limits;
  // As for a TransferRequest.
  std::function<bool(std::string_view address, std::uint16_t port)> may_connect;
  std::stop_token stop;
};

// The server's last word: 250 where it has taken the mail, 4xx or 5xx where it has surely not. A fault's
// `may_have_arrived` is true only when the message was sent to its end and the answer is missing.
// Blocks until then, or a limit is reached, or `stop` is requested. Each on a connection of its own.
[[nodiscard]] std::expected<int, TransferFault> perform(const TransportOptions& options,
                                                        const MailTransfer& mail);

}  // namespace stint::curl
