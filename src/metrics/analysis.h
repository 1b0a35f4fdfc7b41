// All figures of a dataset at one instant, worked out once and shared by everything that asks.
#pragma once

#include <span>
#include <vector>

#include "metrics/ageing.h"
#include "metrics/board_issues.h"
#include "metrics/burnout.h"
#include "metrics/completions.h"
#include "metrics/context.h"
#include "metrics/cycle_trend.h"
#include "metrics/defects.h"
#include "metrics/flow_dates.h"
#include "metrics/hygiene.h"
#include "metrics/knowledge_silo.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

// How a board works.
struct BoardPractice {
  history::Unit unit = history::Unit::points;  // board_unit()
  bool writes_criteria = false;
};

struct Analysis {
  Context context;
  BoardIssues board_issues;
  ProjectIssues project_issues;
  std::vector<FlowDates> dates;               // by issue
  std::vector<BoardPractice> practices;       // by board
  std::vector<SprintLedger> ledgers;          // by board, then by start
  std::vector<BoardAgeing> ages;              // by board
  std::vector<Hygiene> hygiene;               // by board
  std::vector<Defects> defects;               // by project
  std::vector<BoardCompletions> completions;  // by board
  std::vector<CycleTrend> trends;             // by board
  KnowledgeSilos silos;
  std::vector<WorkloadGroup> workload;  // empty unless it is turned on

  // Those of one board.
  [[nodiscard]] std::span<const SprintLedger> ledgers_of(Index board) const;
};

[[nodiscard]] Analysis analyse(const Context& context);

// One board's hygiene from the rest of the analysis.
[[nodiscard]] Hygiene hygiene_of(const Analysis& analysis, Index board);

}  // namespace stint::metrics
