// What a board completes per sprint, and what to expect of the next one.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "metrics/context.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

struct Velocity {
  // Of the last closed sprints (option sprints.history of them, or fewer); the oldest first.
  std::vector<const SprintLedger*> sprints;
  std::optional<double> median, least, most;
  // Next sprint, from the same sprints: it will complete at least p85 in 15 of 100 cases, p50 in 50, p15
  // in 85.
  std::optional<double> p15, p50, p85;
  // Median of |p50 − actual| / actual when each earlier sprint is forecast from those before it; nothing
  // under three forecasts.
  std::optional<double> backtest_error;
  int backtests = 0;
};

// `ledgers`: of one board, in the order of their starts. Sprints that are not closed, or have no history, are
// passed over.
[[nodiscard]] Velocity velocity(const Context& context, std::span<const SprintLedger> ledgers);

// The closed sprints with history before `position`, at most option sprints.history of them, the oldest
// first.
[[nodiscard]] std::vector<const SprintLedger*> earlier_sprints(const Context& context,
                                                               std::span<const SprintLedger> ledgers,
                                                               std::size_t position);

// completed / mean of the completed of `earlier`.
[[nodiscard]] std::optional<double> predictability(const SprintLedger& ledger,
                                                   std::span<const SprintLedger* const> earlier);

}  // namespace stint::metrics
