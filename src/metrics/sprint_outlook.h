// How running sprints are likely to end, learned from the board's and its neighbours' earlier sprints as they
// stood at the same share of their time. The model is sprint_risk.h; this fills it from the history.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/context.h"
#include "metrics/sprint_ledger.h"
#include "metrics/sprint_risk.h"

namespace stint::metrics {

struct SprintOutlook {
  Index sprint = kNone;
  history::Unit unit = history::Unit::points;
  SprintSnapshot snapshot;
  std::optional<SprintRisk> risk;
  std::string_view undefined;  // why there is no risk: "no_planned_end", "no_history", "nothing_to_compare"
  std::size_t outcomes = 0;    // earlier sprints that were learned from
  // Of the model that said it, on those; nothing where there are too few.
  std::optional<SprintRiskError> error;
};

// Of every running sprint, in the order of the ledgers, which must be all (sprint_ledgers()).
[[nodiscard]] std::vector<SprintOutlook> sprint_outlooks(const Context& context,
                                                         std::span<const SprintLedger> ledgers);

// A sprint as it stood at that instant, inside its window; nothing without a planned end or a history.
[[nodiscard]] std::optional<SprintSnapshot> sprint_snapshot(const Context& context,
                                                            std::span<const SprintLedger> ledgers,
                                                            const SprintLedger& ledger, Instant at);

}  // namespace stint::metrics
