#include "support/trackers/fault_schedule.h"

#include <utility>

namespace stint::test {

std::vector<Fault> FaultOptions::all_faults() {
  return {Fault::throttled_seconds, Fault::throttled_date, Fault::throttled_zero, Fault::throttled_bare,
          Fault::unavailable,       Fault::refused,        Fault::reset_before,   Fault::reset_after,
          Fault::stalled,           Fault::truncated};
}

FaultSchedule::FaultSchedule(FaultOptions options)
    : options_(std::move(options)), random_(options_.seed), left_(options_.most) {
  if (options_.skewed_clock) skew_ = Milliseconds{random_.between(-7'200'000, 7'200'000)};
}

Fault FaultSchedule::draw_fault(const std::string& path) {
  if (options_.kinds.empty() || !random_.chance(options_.permille)) return Fault::none;
  int& row = in_a_row_[path];
  if (row >= options_.in_a_row) return Fault::none;
  ++row;
  return random_.pick(options_.kinds);
}

Fate FaultSchedule::next(const ReceivedRequest& request) {
  Fate fate;
  if (left_ <= 0) return fate;
  const std::string path = request.method + " " + request.target.substr(0, request.target.find('?'));
  fate.fault = draw_fault(path);
  if (fate.fault == Fault::none) in_a_row_.erase(path);
  if (random_.chance(options_.page_permille)) {
    constexpr std::array kPages{PageFault::repeated_token, PageFault::same_page_again, PageFault::empty_page};
    fate.page = random_.pick(kPages);
  }
  fate.edit_first = random_.chance(options_.edit_permille);
  fate.wait_s = random_.between(1, 20);
  fate.permille = random_.below(1000);
  if (fate.fault != Fault::none || fate.page != PageFault::none || fate.edit_first) {
    ++faults_;
    --left_;
  }
  return fate;
}

}  // namespace stint::test
