// Calendar days of many instants: looks a time zone's offset up once for each stretch without a change of the
// clocks instead of for each instant.
#pragma once

#include <chrono>
#include <vector>

#include "lib/tz/time_zone.h"

namespace stint::metrics {

// Not to be shared between threads.
class LocalDays {
 public:
  explicit LocalDays(const TimeZone& zone) : zone_(zone) {}

  // As TimeZone::day_of().
  [[nodiscard]] Day day_of(Instant instant) {
    const Milliseconds local = instant.time_since_epoch() + ahead(instant);
    return std::chrono::floor<std::chrono::days>(std::chrono::local_time<Milliseconds>{local});
  }
  // From one day to another, both counted.
  [[nodiscard]] int days_between(Instant from, Instant to) {
    return static_cast<int>((day_of(to) - day_of(from)).count()) + 1;
  }

 private:
  struct Stretch {
    Instant from{};   // the earliest that was asked for
    Instant until{};  // not inside
    Milliseconds ahead{0};
  };

  [[nodiscard]] Milliseconds ahead(Instant instant) {
    if (instant >= last_.from && instant < last_.until) return last_.ahead;
    for (const Stretch& stretch : known_) {
      if (instant < stretch.from || instant >= stretch.until) continue;
      last_ = stretch;
      return last_.ahead;
    }
    const TimeZone::Offset offset = zone_.offset(instant);
    last_ = {instant, offset.until, offset.ahead};
    for (Stretch& stretch : known_) {
      if (stretch.until != offset.until) continue;
      stretch.from = instant;  // it was asked for later instants only
      return offset.ahead;
    }
    known_.push_back(last_);
    return offset.ahead;
  }

  TimeZone zone_;
  Stretch last_;
  std::vector<Stretch> known_;
};

}  // namespace stint::metrics
