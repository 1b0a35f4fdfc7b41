// A sprint's exact figures, recomputed from the finished change history and not from what was intended.
#pragma once

#include <cstdint>
#include <vector>

#include "demo/model.h"

namespace stint::demo {

// Sums in estimate units. The identity committed + added + re_estimated - removed - completed == remaining
// always holds.
struct Ledger {
  std::int64_t committed = 0;
  std::int64_t added = 0;
  std::int64_t removed = 0;
  std::int64_t re_estimated = 0;
  std::int64_t grown = 0;  // the positive part of re_estimated, by change
  std::int64_t completed = 0;
  std::int64_t completed_outside = 0;
  std::int64_t remaining = 0;
  std::int64_t spillover = 0;
  std::int64_t kept = 0;  // estimate at the start of committed items that were completed
  std::int64_t stories = 0;

  // Issues behind the figures, by index.
  std::vector<std::int32_t> committed_issues;
  std::vector<std::int32_t> added_issues;
  std::vector<std::int32_t> removed_issues;
  std::vector<std::int32_t> re_estimated_issues;
  std::vector<std::int32_t> completed_issues;
  std::vector<std::int32_t> outside_issues;
  std::vector<std::int32_t> spilled_issues;
  std::vector<std::int32_t> missed_issues;       // committed, not completed
  std::vector<std::int32_t> unestimated_issues;  // committed without an estimate
  std::vector<std::int32_t> grown_stories;       // estimate or acceptance criteria by more than 30 %
  std::vector<std::int32_t> grown_issues;        // the same over every type
  std::vector<std::int32_t> small_to_large;      // from at most 3 to at least 8

  [[nodiscard]] std::int64_t missed() const { return committed - kept; }
  [[nodiscard]] std::int64_t creep() const { return added + grown; }
};

// The ledger of sprint `sprint` as of its `window_end`.
[[nodiscard]] Ledger compute_ledger(const Board& board, int sprint);

}  // namespace stint::demo
