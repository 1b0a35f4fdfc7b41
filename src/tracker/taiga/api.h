// Taiga's REST API: signing in, and its errors.
#pragma once

#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "outbound/delivery.h"
#include "tracker/connection.h"
#include "tracker/json_answer.h"

namespace stint::tracker::taiga {

// What the body of an error says: "_error_message", or each member with what is wrong with it.
[[nodiscard]] std::string words_of_error(std::string_view body);
// HTTP 400 that names the version: somebody else changed one of the same fields.
[[nodiscard]] bool is_conflict(const RestFault& fault);

// Safe from several threads.
class Api {
 public:
  Api(const Connection& connection, outbound::Delivery& delivery, std::stop_token stop);

  // Paths begin with a slash, below /api/v1.
  [[nodiscard]] JsonReply get(std::string_view path, curl::Headers headers = {});
  // A write, with its whole path: never sent twice.
  [[nodiscard]] JsonReply write(RestRequest request);

 private:
  // Sends; where the token is refused, gets another one and sends once more.
  [[nodiscard]] JsonReply send(const RestRequest& request);
  // Makes sure that there is a token newer than `refused`, and says which one it is. Token 0 is none.
  [[nodiscard]] std::expected<std::uint64_t, RestFault> token_after(std::uint64_t refused);
  [[nodiscard]] std::expected<void, RestFault> sign_in();
  [[nodiscard]] bool refresh();
  [[nodiscard]] bool take_tokens(const JsonAnswer& answer);

  const Sign sign_;
  const std::string user_;
  const Secret password_;
  Rest rest_;
  std::mutex mutex_;  // of all below; held while signing in
  std::uint64_t token_ = 0;
  Secret refresh_;
};

inline constexpr std::string_view kBase = "/api/v1";

}  // namespace stint::tracker::taiga
