// Numbers and dates as a reader meets them, the same whatever the locale.
#pragma once

#include <optional>
#include <string>

#include "base/instant.h"

namespace stint::chart {

// A clock reading in the configured time zone. A Day is one, at its midnight.
using Moment = std::chrono::local_time<Milliseconds>;

// "1,240", "4.5", "0.33": at most one decimal from 10 on, two below it, none from 1,000 on. "–" for what is
// no finite number.
[[nodiscard]] std::string figure(double value);
// For axes: "250", "12k", "1.5M".
[[nodiscard]] std::string short_figure(double value);
// "38 %" of 0.38, with a space that does not break.
[[nodiscard]] std::string percent(double share);

// "4 Nov"
[[nodiscard]] std::string short_date(Day day);
// "4 Nov 2026"
[[nodiscard]] std::string long_date(Day day);
[[nodiscard]] Day day_of(Moment moment);
// Days since 1970-01-01, with the time of day as a fraction: the value that scales take.
[[nodiscard]] double days_since_epoch(Moment moment);

}  // namespace stint::chart
