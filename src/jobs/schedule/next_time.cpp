#include "jobs/schedule/next_time.h"

namespace stint::jobs {
namespace {

namespace chr = std::chrono;
using LocalTime = chr::local_time<Milliseconds>;

// A leap day on one day of the week comes again after 40 years at the latest.
constexpr chr::days kFarthest{40 * 366};

// The first minute of `day` at `from` or later that fits.
std::optional<chr::minutes> first_minute(const CronExpression& cron, chr::minutes from) {
  for (auto minute = static_cast<int>(from.count()); minute < 24 * 60; ++minute) {
    const int hour = minute / 60;
    if (!cron.hours()[static_cast<std::size_t>(hour)]) {
      minute = hour * 60 + 59;
      continue;
    }
    if (cron.at(hour, minute % 60)) return chr::minutes{minute};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Instant> next_after(const CronExpression& cron, const TimeZone& zone, Instant after) {
  const LocalTime now = zone.local(after);
  Day day = chr::floor<chr::days>(now);
  const Day last = day + kFarthest;
  chr::minutes from = chr::floor<chr::minutes>(now - LocalTime{day});
  // Local times in their order lead to instants in their order, some to the same one: those of a gap to its
  // end, those shown twice to the first of the two.
  for (; day <= last; ++day, from = chr::minutes{0}) {
    if (!cron.on_day(day)) continue;
    for (auto minute = first_minute(cron, from); minute;
         minute = first_minute(cron, *minute + chr::minutes{1})) {
      const Instant instant = zone.instant_of(LocalTime{day} + *minute);
      if (instant > after) return instant;
    }
  }
  return std::nullopt;
}

}  // namespace stint::jobs
