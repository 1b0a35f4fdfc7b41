// All figures of a dataset at one instant, worked out once and shared by everything that asks.
#pragma once

#include <span>
#include <vector>

#include "metrics/ageing.h"
#include "metrics/completions.h"
#include "metrics/context.h"
#include "metrics/cycle_trend.h"
#include "metrics/defects.h"
#include "metrics/flow_dates.h"
#include "metrics/hygiene.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

struct Analysis {
  Context context;
  std::vector<FlowDates> dates;               // by issue
  std::vector<SprintLedger> ledgers;          // by board, then by start
  std::vector<BoardAgeing> ages;              // by board
  std::vector<Hygiene> hygiene;               // by board
  std::vector<Defects> defects;               // by project
  std::vector<BoardCompletions> completions;  // by board
  std::vector<CycleTrend> trends;             // by board

  // Those of one board.
  [[nodiscard]] std::span<const SprintLedger> ledgers_of(Index board) const;
};

[[nodiscard]] Analysis analyse(const Context& context);

}  // namespace stint::metrics
