// What carries a message away: the network through the outbound guard, or what stands for it.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/instant.h"
#include "jobs/channels/channel.h"
#include "jobs/channels/message.h"
#include "outbound/client.h"
#include "outbound/mail.h"

namespace stint::jobs {

struct Carrier {
  // Blocks. `channel` names the connection that the policy is for.
  std::function<std::expected<outbound::Response, outbound::Failure>(
      const std::string& channel, const outbound::Request& request, const std::stop_token& stop)>
      post;
  std::function<std::expected<int, outbound::Failure>(const outbound::Mail& mail,
                                                      const std::stop_token& stop)>
      mail;
};

// The network. Each channel may reach the host and port of its own URL and nothing else.
[[nodiscard]] Carrier network_carrier(outbound::ClientOptions options);

// What became of one attempt.
enum class Verdict : std::uint8_t {
  sent,
  again,    // it has surely not been taken, and may be later
  failed,   // it has surely not been taken, and will not be
  unknown,  // it may have been taken, so it is never sent again
};

struct Attempt {
  Verdict verdict = Verdict::failed;
  int status = 0;     // of HTTP or SMTP; 0 without an answer
  std::string error;  // for people; empty when sent
  std::optional<Milliseconds> asked_wait;
};

// An HTTP answer: 2xx is sent. 429 and 503, and every other 5xx that says when to come back, mean that it was
// not taken. What 5xx a gateway gives besides may have come after the receiver has acted.
[[nodiscard]] Attempt attempt_of(const std::expected<outbound::Response, outbound::Failure>& answer,
                                 Instant now);
// A mail server's answer: 2xx is sent, 4xx means later, 5xx never.
[[nodiscard]] Attempt attempt_of_mail(const std::expected<int, outbound::Failure>& answer,
                                      const std::string& host);

// Sends the message to the channel, in its format. What cannot be put together is Verdict::failed.
[[nodiscard]] Attempt send(const Channel& channel, const Message& message, const Keyring& keyring,
                           const Carrier& carrier, const std::function<Instant()>& now,
                           const std::stop_token& stop);

}  // namespace stint::jobs
