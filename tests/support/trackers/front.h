// What stands between a fake tracker and whoever asks it: faults, edits by colleagues, and a record of all
// that was said. The way in (a virtual sender, a server) does to the answer what `way` says.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/trackers/fault_schedule.h"
#include "support/trackers/handler.h"

namespace stint::test {

// A request and its answer, as recorded.
struct Exchange {
  std::string spec;
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> request_headers;  // without Authorization
  std::string request_body;
  int status = 0;  // 0: there was no answer
  std::string response_body;
  Fault fault = Fault::none;
};

// One line of JSON with a line end: {"spec","method","url","request_headers","request_body","status",
// "response_body"}; bodies as JSON where they are JSON, else as text, null where there is none.
[[nodiscard]] std::string json_line(const Exchange& exchange);

struct Reply {
  enum class Way : std::uint8_t { answered, refused, reset, stalled };
  Way way = Way::answered;
  Answer answer;  // of `stalled` the part that comes
};

// Safe from several threads.
class Front {
 public:
  explicit Front(Handler& handler, std::optional<FaultOptions> faults = {});

  // Each request, on the way to `base_url`.
  [[nodiscard]] Reply reply(const ReceivedRequest& request, Instant now, const std::string& base_url);

  // Called with each exchange, one at a time. Only what the handler itself said carries its spec.
  void record_to(std::function<void(const Exchange&)> recorder);
  // Requests so far, those that met a fault included.
  [[nodiscard]] std::int64_t requests();
  [[nodiscard]] std::int64_t faults();
  // Nothing goes wrong from now on.
  void settle();
  // Runs with no request in between: to look at the site, or to edit it.
  void with_site(const std::function<void(Site&)>& use);

 private:
  [[nodiscard]] Reply answered(const ReceivedRequest& request, const Fate& fate, Moment moment);
  void note(const ReceivedRequest& request, const Reply& reply, Fault fault, const std::string& base_url);

  Handler& handler_;
  std::mutex mutex_;
  std::optional<FaultSchedule> schedule_;
  std::function<void(const Exchange&)> recorder_;
  std::int64_t requests_ = 0;
};

}  // namespace stint::test
