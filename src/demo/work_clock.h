// A team's working time as one number line: minutes from 08:00 to 18:00 local time on weekdays, joined end to
// end. Durations in it are working durations, and an instant made from it always lies in office hours.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/instant.h"

namespace stint::demo {

using WorkMinute = std::int64_t;

inline constexpr WorkMinute kMinutesPerDay = 600;

// A zone by its standard offset, with the European summer-time rule or none, so that no zone files are
// needed.
struct Zone {
  std::string_view name;
  int offset_minutes;
  bool european_summer;
};

class WorkClock {
 public:
  explicit WorkClock(const Zone& zone) : zone_(&zone) {}

  // The last working minute that began at or before `instant`.
  [[nodiscard]] WorkMinute floor(Instant instant) const;
  // The instant at which working minute `minute` begins.
  [[nodiscard]] Instant instant(WorkMinute minute) const;
  // An instant by local calendar day (days since 1970-01-01) and minute of that day.
  [[nodiscard]] Instant local(std::int64_t day, int minute_of_day) const;
  [[nodiscard]] std::int64_t local_day(Instant instant) const;

 private:
  [[nodiscard]] Milliseconds offset_on(std::int64_t day) const;
  const Zone* zone_;
};

// 0 = Monday … 6 = Sunday, for days since 1970-01-01.
[[nodiscard]] constexpr std::int64_t weekday_of(std::int64_t day) {
  return ((day + 3) % 7 + 7) % 7;
}

}  // namespace stint::demo
