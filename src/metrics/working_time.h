// Elapsed time on working days.
#pragma once

#include "base/instant.h"
#include "lib/tz/time_zone.h"

namespace stint::metrics {

// How much of the span from `from` to `to` lies on Mondays to Fridays, in the zone's days. Zero when `to` is
// earlier.
[[nodiscard]] Milliseconds working_time(const TimeZone& zone, Instant from, Instant to);

}  // namespace stint::metrics
