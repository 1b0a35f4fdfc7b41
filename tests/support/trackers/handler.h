// What answers requests as one tracker does. A function of the site, the request and the moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "lib/curl/transport.h"
#include "support/http_server.h"
#include "support/trackers/site.h"

namespace stint::test {

// What goes wrong with a page of a list, for trackers whose pages are found by a token. Nothing is lost by
// any of them for a client that looks at what it gets.
enum class PageFault : std::uint8_t {
  none,
  repeated_token,   // the token of the next page is the one that asked for this page
  same_page_again,  // the next page holds the entries of this one once more
  empty_page,       // no entries, and a token that leads to them
};

struct Moment {
  Instant now{};
  std::string base_url;  // without a slash at its end; links inside answers begin with it
  PageFault page = PageFault::none;
};

struct Answer {
  int status = 200;
  std::string body;
  curl::Headers headers;
  std::string_view content_type = "application/json;charset=UTF-8";
  std::string_view spec = "none";  // the official description it belongs to, as traffic records call it
};

// A request's target, taken apart and decoded.
struct Target {
  std::string path;                   // "/rest/api/3/issue/10001"
  std::vector<std::string> segments;  // "rest", "api", …
  std::vector<std::pair<std::string, std::string>> query;

  // The first of that name.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise) const;
};
[[nodiscard]] Target parse_target(std::string_view target);

class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  // One call at a time.
  [[nodiscard]] virtual Answer handle(const ReceivedRequest& request, const Moment& moment) = 0;
  [[nodiscard]] virtual Site& site() = 0;

  // What no client may send: unknown parameters, members, queries. Such requests are answered with 400.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

 protected:
  void violated(std::string what) { violations_.push_back(std::move(what)); }

 private:
  std::vector<std::string> violations_;
};

}  // namespace stint::test
