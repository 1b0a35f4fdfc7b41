#include "metrics/working_calendar.h"

#include <algorithm>
#include <utility>

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

bool contains(const Weekdays& week, Day day) {
  return week[chr::weekday{day}.c_encoding()];
}

}  // namespace

WorkingCalendar::WorkingCalendar(const Weekdays& week, std::vector<Day> holidays)
    : week_(week), holidays_(std::move(holidays)) {
  std::erase_if(holidays_, [&](Day day) { return !contains(week_, day); });
  std::ranges::sort(holidays_);
  const auto repeated = std::ranges::unique(holidays_);
  holidays_.erase(repeated.begin(), repeated.end());
}

bool WorkingCalendar::works(Day day) const {
  return contains(week_, day) && !std::ranges::binary_search(holidays_, day);
}

std::int64_t WorkingCalendar::working_days(Day from, Day to) const {
  if (from >= to) return 0;
  constexpr std::int64_t kWeek = 7;
  const std::int64_t days = (to - from).count();
  std::int64_t worked = days / kWeek * std::ranges::count(week_, true);
  for (Day day = to - chr::days{days % kWeek}; day < to; day += chr::days{1}) worked += contains(week_, day);
  const auto first = std::ranges::lower_bound(holidays_, from);
  return worked - (std::ranges::lower_bound(first, holidays_.end(), to) - first);
}

// Where no clock is put forward or back, every day has 24 hours.
Milliseconds WorkingCalendar::working_local_time(Local from, Local to) const {
  const Day first = chr::floor<chr::days>(from);
  const Day last = chr::floor<chr::days>(to);
  Milliseconds sum = chr::days{working_days(first, last)};
  if (works(first)) sum -= from - first;
  if (works(last)) sum += to - last;
  return sum;
}

Milliseconds WorkingCalendar::working_time(const TimeZone& zone, Instant from, Instant to) const {
  Milliseconds sum{0};
  while (from < to) {
    const TimeZone::Offset offset = zone.offset(from);
    const Instant end = std::min(to, offset.until);
    const auto local = [&](Instant instant) { return Local{instant.time_since_epoch() + offset.ahead}; };
    sum += working_local_time(local(from), local(end));
    from = end;
  }
  return sum;
}

}  // namespace stint::metrics
