// What goes wrong on the way to a fake tracker, and when: drawn from a seed, and over after a while.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "demo/random.h"
#include "support/http_server.h"
#include "support/trackers/handler.h"

namespace stint::test {

enum class Fault : std::uint8_t {
  none,
  throttled_seconds,  // 429, Retry-After: 7
  throttled_date,     // 429, Retry-After: Sun, 06 Nov 1994 08:49:37 GMT
  throttled_zero,     // 429, Retry-After: 0
  throttled_bare,     // 429 without a word about when
  unavailable,        // 503
  refused,            // no connection
  reset_before,       // the connection ends, the request was not acted on
  reset_after,        // the connection ends, the request was acted on
  stalled,            // acted on, half of the answer comes, and then nothing for longer than anybody waits
  truncated,          // 200 and the beginning of the answer, as if it were whole
};

struct FaultOptions {
  std::uint64_t seed = 1;
  int permille = 250;       // of requests that meet a fault of the way
  int page_permille = 150;  // of pages that come wrong
  int edit_permille = 30;   // of requests just before which a colleague saves something
  int most = 200;           // faults in all; then the dust has settled
  int in_a_row = 3;         // most faults of the way one after another for requests of one path
  bool skewed_clock = true;
  std::vector<Fault> kinds = all_faults();

  [[nodiscard]] static std::vector<Fault> all_faults();
};

// What becomes of one request.
struct Fate {
  Fault fault = Fault::none;
  PageFault page = PageFault::none;
  bool edit_first = false;
  std::int64_t wait_s = 0;    // for 429
  std::int64_t permille = 0;  // of the answer that comes, for `stalled` and `truncated`
};

class FaultSchedule {
 public:
  explicit FaultSchedule(FaultOptions options);

  [[nodiscard]] Fate next(const ReceivedRequest& request);
  // From now on nothing goes wrong any more.
  void settle() { left_ = 0; }
  // How far the Date headers are off.
  [[nodiscard]] Milliseconds skew() const { return skew_; }
  [[nodiscard]] std::int64_t faults() const { return faults_; }
  // For edits.
  [[nodiscard]] demo::Random& random() { return random_; }

 private:
  [[nodiscard]] Fault draw_fault(const std::string& path);

  FaultOptions options_;
  demo::Random random_;
  Milliseconds skew_{0};
  std::int64_t left_;
  std::int64_t faults_ = 0;
  std::map<std::string, int, std::less<>> in_a_row_;  // by method and path
};

}  // namespace stint::test
