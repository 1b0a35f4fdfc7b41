#include "metrics/working_time.h"

#include <algorithm>

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

bool is_working_day(Day day) {
  const chr::weekday weekday{day};
  return weekday != chr::Saturday && weekday != chr::Sunday;
}

}  // namespace

Milliseconds working_time(const TimeZone& zone, Instant from, Instant to) {
  Milliseconds sum{0};
  for (Day day = zone.day_of(from); from < to; day += chr::days{1}) {
    const Instant next = zone.instant_of(day + chr::days{1});
    const Instant end = std::min(next, to);
    if (is_working_day(day)) sum += end - from;
    from = std::max(from, end);
  }
  return sum;
}

}  // namespace stint::metrics
