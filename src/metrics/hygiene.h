// How well a board's items are kept, as checks of items. The score is 100 × (1 − weighted share of violations
// among all checks that apply), so every lost point has its items.
#pragma once

#include <cstdint>
#include <optional>
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

// By board.
[[nodiscard]] std::vector<Hygiene> hygiene(const Context& context, const std::vector<FlowDates>& dates,
                                           const std::vector<BoardAgeing>& ages,
                                           const std::vector<SprintLedger>& ledgers);

}  // namespace stint::metrics
