// What a sprint took on, and what became of it.
//
// In scope: a member of the sprint that is not done. From the start S to the end E every change of scope is
// booked, so that  committed + added + re_estimated − removed − completed = remaining  holds to the unit.
// Board columns play no part. Everything is frozen at E. Membership follows the Sprint field's history; who
// left exactly at S was never a member, every other change at S counts as after S.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/sprint_window.h"

namespace stint::metrics {

// A sum and the issues that made it, in the order of their keys.
struct Figure {
  double value = 0;
  std::vector<Index> issues;

  void add(double amount, Index issue);
  // Undoes the last add(), its issue too if that had been the issue's first.
  void take_back(double amount, bool with_issue);
};

// One issue's way through one sprint.
struct SprintItem {
  Index issue = kNone;
  bool committed = false;             // in scope at S
  bool unestimated_at_start = false;  // committed without an estimate
  double estimate_at_start = 0;       // in the sprint's unit
  double estimate_at_end = 0;
  std::optional<double> growth;  // estimate at E / estimate at S − 1; nothing without an estimate at S
  std::optional<double> criteria_growth;  // likewise of acceptance criteria
  double criteria_at_start = 0;
  double criteria_at_end = 0;
  bool completed = false;  // done as a member at E, and not as a won't-do
  bool member_at_end = false;
  bool done_at_end = false;
  std::optional<Instant> entered;  // when it came in after S
  int reopened = 0;                // within the sprint
  double re_estimated_up = 0;
};

struct Excluded {
  Index issue = kNone;
  std::string_view reason;  // "subtask", "epic", "no_history", "negative_estimate"
};

struct SprintLedger {
  Index sprint = kNone;
  SprintWindow window;
  history::Unit unit = history::Unit::points;
  bool no_history = false;  // none of its issues has a history: nothing below can be known

  Figure committed, added, removed, re_estimated, completed, completed_outside, remaining;
  Figure re_estimated_up;         // only what went up, change by change
  Figure spillover;               // members at E that were not done; meaningful once closed
  Figure missed;                  // committed items not completed, at their estimate at S
  Figure grown;                   // committed items that grew by more than the options say; value: how many
  Figure small_to_large;          // value: how many
  Figure unestimated;             // committed without estimate; value: how many
  std::vector<SprintItem> items;  // every issue that was ever in scope between S and E, or a member at E
  std::vector<Excluded> excluded;
  std::vector<Index> incomplete;  // issues whose history is not complete

  // Undefined (nothing) where nothing was committed; the first two and the spillover also until it has
  // closed.
  [[nodiscard]] std::optional<double> missed_target() const;
  [[nodiscard]] std::optional<double> scope_creep() const;
  [[nodiscard]] std::optional<double> churn() const;
  [[nodiscard]] std::optional<double> stories_grown_share() const;
};

// Nothing for a sprint that had not started at as-of.
[[nodiscard]] std::optional<SprintLedger> sprint_ledger(const Context& context, Index sprint,
                                                        history::Unit unit);

// What a board's figures are counted in: its estimation's unit, or issues where fewer than the option
// sprints.estimated_share of the items of its started sprints carry an estimate at as-of.
[[nodiscard]] history::Unit board_unit(const Context& context, const history::Board& board);

// A board's unit and its started sprints, in the order of their starts.
struct BoardSprints {
  history::Unit unit = history::Unit::points;  // board_unit()
  std::vector<SprintLedger> ledgers;
};
[[nodiscard]] BoardSprints board_sprints(const Context& context, const history::Board& board);

// All started sprints of all boards: by board, then in the order of their starts.
[[nodiscard]] std::vector<SprintLedger> sprint_ledgers(const Context& context);

}  // namespace stint::metrics
