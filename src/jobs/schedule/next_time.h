// When a schedule is due in a time zone whose clocks are changed.
#pragma once

#include <optional>

#include "jobs/schedule/cron.h"
#include "lib/tz/time_zone.h"

namespace stint::jobs {

// The first time after `after`. A local time that clocks skip counts as the moment right after the gap, also
// when the gap skips several; one that they show twice counts once, the first time. Nothing when none comes
// within 40 years. Pure.
[[nodiscard]] std::optional<Instant> next_after(const CronExpression& cron, const TimeZone& zone,
                                                Instant after);

}  // namespace stint::jobs
