#include "metrics/analysis.h"

#include <algorithm>

#include "base/parallel.h"

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
  Analysis analysis{context, {}, {}, {}, {}, {}, {}, {}};
  const Context& c = analysis.context;
  analysis.dates = flow_dates(c);
  analysis.ledgers = sprint_ledgers(c);
  analysis.ages = ageing(c, analysis.dates);
  analysis.hygiene = hygiene(c, analysis.dates, analysis.ages, analysis.ledgers);
  analysis.defects = defects(c, analysis.dates);
  analysis.completions = completions(c, analysis.dates);
  analysis.trends.resize(c.data.boards.size());
  for_each_part(analysis.trends.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t board = first; board < last; ++board) {
      analysis.trends[board] =
          cycle_trend(c, static_cast<Index>(board), analysis.completions[board], analysis.dates);
    }
  });
  return analysis;
}

}  // namespace stint::metrics
