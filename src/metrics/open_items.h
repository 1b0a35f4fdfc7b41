// What is still to be done: items that count and are not done at as-of.
#pragma once

#include <span>
#include <vector>

#include "metrics/flow_dates.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

struct BoardItems {
  Index board = kNone;
  std::vector<Index> issues;  // in the order of their keys
};

// Those in the running sprints, by board, each once. Boards in their order, those without any left out.
[[nodiscard]] std::vector<BoardItems> open_items_of_running_sprints(const Context& context,
                                                                    std::span<const SprintLedger> ledgers);

// The open children of an epic, likewise by the board that each belongs to.
[[nodiscard]] std::vector<BoardItems> open_items_below(const Context& context,
                                                       std::span<const FlowDates> dates, Index epic);

}  // namespace stint::metrics
