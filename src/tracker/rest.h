// Requests below one base URL, signed, with answers in JSON. What the connectors share of HTTP.
#pragma once

#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/error.h"
#include "lib/curl/transport.h"
#include "outbound/delivery.h"

namespace stint::tracker {

struct RestFault {
  Error error;     // with the tracker's own words, without secrets
  int status = 0;  // 0: there is no answer
  bool may_have_been_done = false;
  std::string body;  // of the answer, up to 64 KiB
  curl::Headers headers;
  std::optional<outbound::FailureKind> failure{};  // why there is no answer
};

struct RestAnswer {
  int status = 200;
  curl::Headers headers;
  std::string body;
};

struct RestRequest {
  std::string method = "GET";
  std::string path;  // from the slash after the base URL on, with its query, encoded
  std::optional<std::string> body;
  std::string content_type = "application/json";
  curl::Headers headers;
  bool repeatable = false;  // a POST that only asks
  bool once = false;        // a write: not sent again if it may have arrived, be it a PUT or DELETE
};

// Safe from several threads.
class Rest {
 public:
  struct Options {
    std::string base_url;  // no slash at its end
    std::string turn;      // whose turn it is in the queue: the connection's name
    // The tracker's own words in the body of an answer that is an error; empty where it says none.
    std::function<std::string(std::string_view body)> words;
    std::int64_t longest_answer = std::int64_t{256} << 20U;
  };
  Rest(outbound::Delivery& delivery, Options options, std::stop_token stop);

  // The header that signs requests from now on, such as Authorization.
  void sign(curl::Header header);

  // An answer 2xx, or a fault.
  [[nodiscard]] std::expected<RestAnswer, RestFault> send(const RestRequest& request);
  [[nodiscard]] std::expected<RestAnswer, RestFault> get(std::string path);
  // A question that is asked with a body.
  [[nodiscard]] std::expected<RestAnswer, RestFault> ask(std::string path, std::string body);

  [[nodiscard]] const std::string& base_url() const { return options_.base_url; }

 private:
  outbound::Delivery& delivery_;
  const Options options_;
  const std::stop_token stop_;
  std::mutex mutex_;
  std::optional<curl::Header> signature_;
};

// "Basic …" of RFC 7617.
[[nodiscard]] curl::Header basic_signature(std::string_view user, std::string_view password);
[[nodiscard]] curl::Header bearer_signature(std::string_view token);

}  // namespace stint::tracker
