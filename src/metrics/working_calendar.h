// Which days are worked on, and how much of a span of time lies on them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/instant.h"
#include "lib/tz/time_zone.h"

namespace stint::metrics {

// Days of the week, in the order of std::chrono::weekday::c_encoding(): Sunday first.
using Weekdays = std::array<bool, 7>;
inline constexpr Weekdays kMondayToFriday{false, true, true, true, true, true, false};

// Days are worked on from midnight to midnight, whole or not at all. Value type; a few hundred bytes with the
// holidays of a century.
class WorkingCalendar {
 public:
  // Monday to Friday, without holidays.
  WorkingCalendar() = default;
  // `holidays` in any order, also on days that are not worked on anyway.
  explicit WorkingCalendar(const Weekdays& week, std::vector<Day> holidays = {});

  [[nodiscard]] bool works(Day day) const;
  // How many days are worked on, of those from `from` to before `to`; 0 when `to` is not later.
  [[nodiscard]] std::int64_t working_days(Day from, Day to) const;
  // How much of the time from `from` to `to` falls on days worked on, by the clocks of `zone`: a day on which
  // they are put forward has 23 hours. Zero when `to` is not later. Its cost does not grow with the span.
  [[nodiscard]] Milliseconds working_time(const TimeZone& zone, Instant from, Instant to) const;

  [[nodiscard]] const Weekdays& week() const { return week_; }
  // Sorted; only those that take away a day worked on.
  [[nodiscard]] const std::vector<Day>& holidays() const { return holidays_; }

  friend bool operator==(const WorkingCalendar&, const WorkingCalendar&) = default;

 private:
  using Local = std::chrono::local_time<Milliseconds>;
  [[nodiscard]] Milliseconds working_local_time(Local from, Local to) const;

  Weekdays week_ = kMondayToFriday;
  std::vector<Day> holidays_;
};

}  // namespace stint::metrics
