// When a person last did something on an issue. Changes, comments and sub-tasks count; rank changes, remote
// links and what bots do does not.
#pragma once

#include "metrics/context.h"
#include "metrics/flow_dates.h"

namespace stint::metrics {

// At or before as-of; the creation when nothing happened since. `issue` must exist at as-of.
[[nodiscard]] Instant last_activity(const Context& context, const history::Issue& issue);

// In progress, not blocked at as-of, and silent for at least the option hygiene.stalled_days.
[[nodiscard]] bool is_stalled(const Context& context, const history::Issue& issue, const FlowDates& dates);

}  // namespace stint::metrics
