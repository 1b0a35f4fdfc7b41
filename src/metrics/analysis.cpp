#include "metrics/analysis.h"

#include <algorithm>

namespace stint::metrics {

std::span<const SprintLedger> Analysis::ledgers_of(Index board) const {
  const auto board_of = [&](const SprintLedger& ledger) { return context.data.sprints[ledger.sprint].board; };
  const auto low =
      std::ranges::partition_point(ledgers, [&](const SprintLedger& l) { return board_of(l) < board; });
  const auto high =
      std::partition_point(low, ledgers.end(), [&](const SprintLedger& l) { return board_of(l) == board; });
  return {low, high};
}

Analysis analyse(const Context& context) {
  Analysis analysis{context, {}, {}, {}, {}, {}};
  const Context& c = analysis.context;
  analysis.dates = flow_dates(c);
  analysis.ledgers = sprint_ledgers(c);
  analysis.ages = ageing(c, analysis.dates);
  analysis.hygiene = hygiene(c, analysis.dates, analysis.ages, analysis.ledgers);
  analysis.defects = defects(c, analysis.dates);
  return analysis;
}

}  // namespace stint::metrics
