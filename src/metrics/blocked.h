// Time in which work in progress could not go on: its flag was up, its status meant "blocked", or an open
// link said "is blocked by" an issue that was not done. The three are united and clipped to work in progress;
// what is open ends at done or at as-of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/intervals.h"

namespace stint::metrics {

// Spans in the in-progress category, up to done or as-of.
[[nodiscard]] std::vector<Interval> in_progress_intervals(const Context& context, const history::Issue& issue,
                                                          const FlowDates& dates);

// United. `dates` are the issue's own.
[[nodiscard]] std::vector<Interval> blocked_intervals(const Context& context, const history::Issue& issue,
                                                      const FlowDates& dates);

// Elapsed days.
[[nodiscard]] double blocked_days(const std::vector<Interval>& intervals);

// Since when it is blocked without a break, if it is blocked at as-of.
[[nodiscard]] std::optional<Instant> blocked_since(const Context& context,
                                                   const std::vector<Interval>& intervals);

// The reason given for the flag that is up at as-of.
[[nodiscard]] std::optional<std::string> blocked_reason(const Context& context, const history::Issue& issue);

}  // namespace stint::metrics
