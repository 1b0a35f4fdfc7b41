// One Jira site over HTTP: where its interface begins, what its answers and its errors look like.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "outbound/delivery.h"
#include "tracker/connection.h"
#include "tracker/rest.h"
#include "tracker/writing.h"

namespace stint::tracker::jira {

enum class Edition : std::uint8_t { cloud, data_center };

// An answer in JSON. Moving it keeps `root` valid.
struct Answer {
  json::Parser parser;
  json::Value root;
  curl::Headers headers;
  std::size_t bytes = 0;  // of the body
};
using Asked = std::expected<Answer, RestFault>;

// Jira's own words in the body of an error: its messages, and those of single fields. Of a web page, such as
// a proxy's or a login form, that it is one. Empty where nothing is said.
[[nodiscard]] std::string error_words(std::string_view body);

// Whether an answer is the tracker's "there is no such thing", and not that of something between us and it.
[[nodiscard]] bool says_not_there(const RestFault& fault);
// Whether the tracker does not know the resource at all, as older servers do not.
[[nodiscard]] bool is_absent(const RestFault& fault);
// Whether less at once might work: too long, too slow, or an error inside the server.
[[nodiscard]] bool was_too_much(const RestFault& fault);

// For an answer that is JSON, but not what was asked for: it must not pass for an empty list.
[[nodiscard]] RestFault without_list(std::string_view what);

// JSON on one line, as a body.
[[nodiscard]] std::string body_text(const JsonDocument& document);

// Safe from several threads.
class Site {
 public:
  // `delivery` has to outlive it.
  Site(const Connection& connection, Edition edition, outbound::Delivery& delivery, std::stop_token stop);

  [[nodiscard]] bool cloud() const { return edition_ == Edition::cloud; }
  // "/rest/api/3", or 2, and what is below it.
  [[nodiscard]] std::string api(std::string_view below) const;

  // Questions. An answer that is cut off or no JSON is asked for twice more.
  [[nodiscard]] Asked get(const std::string& path);
  [[nodiscard]] Asked ask(const std::string& path, const JsonDocument& body);

  // Sends it, once.
  [[nodiscard]] std::expected<RestAnswer, RestFault> write(const WireRequest& request);

  // What this site was found not to have, so that it is not asked for again.
  struct Absent {
    std::atomic<bool> bulk_issues = false;
    std::atomic<bool> bulk_changelogs = false;
  };
  Absent absent;

 private:
  [[nodiscard]] Asked exchange(const RestRequest& request);
  [[nodiscard]] std::expected<RestAnswer, RestFault> send(const RestRequest& request);

  const Edition edition_;
  const bool signs_;
  Rest rest_;
};

}  // namespace stint::tracker::jira
