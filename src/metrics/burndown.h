// How a sprint's remaining work and scope went, moment by moment.
#pragma once

#include <vector>

#include "metrics/context.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

struct BurndownReading {
  Instant at{};
  double remaining = 0;
  double scope = 0;  // what remains and what is completed
};

// What the ledger would have said at each moment at which something happened in the sprint, thinned where
// there is too much: the first reading is what was committed at the start, the last one is the ledger's own.
[[nodiscard]] std::vector<BurndownReading> burndown(const Context& context, const SprintLedger& ledger);

// The planned end, or the window's where none is known.
[[nodiscard]] Instant planned_end(const SprintLedger& ledger);

}  // namespace stint::metrics
