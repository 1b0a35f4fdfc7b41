// Filling a sprint before it starts, and what happens to its scope afterwards.
#pragma once

#include "demo/flow.h"

namespace stint::demo {

// The working minutes in which a sprint's changes may lie, clear of its start and its end.
[[nodiscard]] Stretch sprint_stretch(const Workbench& bench, int sprint);

// The items that are members when the sprint starts: carried, taken back in, new. Their estimates add up to
// the sprint's target as nearly as the scale allows.
[[nodiscard]] std::vector<std::int32_t> plan_sprint(Workbench& bench, int sprint);

// Items that enter after the start, worth about `points`. Each is entered, not yet worked on; the minute at
// which it came in is in `entered`.
struct Addition {
  std::int32_t issue;
  WorkMinute entered;
};
[[nodiscard]] std::vector<Addition> add_scope(Workbench& bench, int sprint, std::int64_t points,
                                              bool planted);

// A minute between `low` and `high` permille of the stretch.
[[nodiscard]] WorkMinute random_minute(Workbench& bench, Stretch stretch, std::int64_t low,
                                       std::int64_t high);

// Re-estimates and additions, as the sprint's goal wants them.
struct ScopeChange {
  std::vector<Addition> additions;
};
[[nodiscard]] ScopeChange change_scope(Workbench& bench, int sprint,
                                       const std::vector<std::int32_t>& members);

// Whether the scope, the estimates and the growth of a sprint meet its goal.
[[nodiscard]] bool scope_is_good(const Ledger& ledger, const SprintGoal& goal);

}  // namespace stint::demo
