// When work on an issue started and when it was done.
//
// Done: the last crossing into the done category from outside it, if the issue is done at as-of. Start: the
// last crossing into the in-progress category that did not come from done; creation in progress is a
// crossing. So Resolved → Closed does not date anew, Done → Doing → Done does and the start stays. An item
// that was back in To Do after that start and went straight to done started when it was done; a later
// reopening keeps that start. Source: Lighthouse.
#pragma once

#include <optional>
#include <vector>

#include "metrics/context.h"

namespace stint::metrics {

struct FlowDates {
  bool exists = false;  // created at or before as-of
  Index status = kNone;
  history::StatusCategory category = history::StatusCategory::unknown;
  std::optional<Instant> start;  // nothing for items in To Do
  std::optional<Instant> done;
  int reopened = 0;                // how often it left the done category
  bool never_started = false;      // done, or in progress, without a crossing that counts as a start
  bool started_when_done = false;  // was back in To Do and went straight to done: its start is its end
  bool same_instant = false;       // started and done at one instant: the start is dropped
};

[[nodiscard]] FlowDates flow_dates(const Context& context, const history::Issue& issue);

// Of all issues, by their position.
[[nodiscard]] std::vector<FlowDates> flow_dates(const Context& context);

// day(done) − day(start) + 1, in days. Nothing without both.
[[nodiscard]] std::optional<int> cycle_days(const Context& context, const FlowDates& dates);
// The same from creation.
[[nodiscard]] std::optional<int> lead_days(const Context& context, const history::Issue& issue,
                                           const FlowDates& dates);

}  // namespace stint::metrics
