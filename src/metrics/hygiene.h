// How well a board's items are kept, as checks of items. The score is 100 × (1 − weighted share of violations
// among all checks that apply), so every lost point has its items.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/ageing.h"
#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

enum class HygieneCheck : std::uint8_t {
  stale,          // work in progress, not blocked, without human activity
  unestimated,    // in a running or coming sprint, not done, without estimate
  blocked,        // work in progress blocked for longer than the option allows
  too_long,       // work in progress older than P85 of its column
  unassigned,     // work in progress without assignee
  open_subtasks,  // done, with a sub-task that is not
  no_start,       // done without having been in progress
  no_criteria,    // story in a running sprint without acceptance criteria, where the team writes them at all
  no_goal,        // a running sprint without goal
};

struct CheckResult {
  HygieneCheck check{};
  double weight = 0;
  int applicable = 0;
  std::vector<Index> violating;  // issues; for no_goal the sprint's items are not listed
  int violations = 0;
};

struct BlockedItem {
  Index issue = kNone;
  double days = 0;  // of the blockage that still goes on
};

struct Hygiene {
  Index board = kNone;
  std::optional<double> score;  // nothing where no check applies
  std::vector<CheckResult> checks;
  std::vector<Index> in_progress;
  std::vector<Index> stale;
  std::vector<BlockedItem> blocked;  // every item blocked at as-of, the longest first

  // How many checks of items the score is made of.
  [[nodiscard]] int applicable() const;
};

[[nodiscard]] std::string_view check_name(HygieneCheck check);
[[nodiscard]] double check_weight(const Options& options, HygieneCheck check);
// "have had no activity", for the words around a count of items.
[[nodiscard]] std::string_view check_text(HygieneCheck check, bool several);

// Whether a board works with acceptance criteria: at least a tenth of its stories have some. `issues`: the
// board's.
[[nodiscard]] bool writes_criteria(const Context& context, std::span<const Index> issues);

// Of one board. `issues` are the board's, `dates` those of all issues, `ledgers` the board's.
struct HygieneInput {
  std::span<const Index> issues;
  std::span<const FlowDates> dates;
  const BoardAgeing& ages;
  std::span<const SprintLedger> ledgers;
  history::Unit unit = history::Unit::points;  // board_unit()
  bool writes_criteria = false;
};
[[nodiscard]] Hygiene hygiene(const Context& context, Index board, const HygieneInput& input);

}  // namespace stint::metrics
