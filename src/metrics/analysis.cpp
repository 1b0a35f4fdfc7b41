#include "metrics/analysis.h"

#include <algorithm>
#include <iterator>
#include <utility>

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

Hygiene hygiene_of(const Analysis& analysis, Index board) {
  const BoardPractice& practice = analysis.practices[board];
  return hygiene(analysis.context, board,
                 {analysis.board_issues.of(board), analysis.dates, analysis.ages[board],
                  analysis.ledgers_of(board), practice.unit, practice.writes_criteria});
}

Analysis analyse(const Context& context) {
  constexpr std::size_t kGrain = 8;
  Analysis analysis{context,
                    BoardIssues{context.data},
                    ProjectIssues{context.data},
                    flow_dates(context),
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
  const Context& c = analysis.context;
  const std::size_t boards = c.data.boards.size();
  analysis.practices.resize(boards);
  analysis.ages.resize(boards);
  analysis.hygiene.resize(boards);
  analysis.completions.resize(boards);
  analysis.trends.resize(boards);
  std::vector<std::vector<SprintLedger>> ledgers(boards);
  for_each_part(boards, kGrain, [&](std::size_t first, std::size_t last) {
    for (std::size_t b = first; b < last; ++b) {
      const auto board = static_cast<Index>(b);
      const std::span<const Index> issues = analysis.board_issues.of(board);
      BoardSprints sprints = board_sprints(c, c.data.boards[b]);
      analysis.practices[b] = {sprints.unit, writes_criteria(c, issues)};
      analysis.ages[b] = ageing(c, board, issues, analysis.dates);
      analysis.hygiene[b] = hygiene(c, board,
                                    {issues, analysis.dates, analysis.ages[b], sprints.ledgers, sprints.unit,
                                     analysis.practices[b].writes_criteria});
      analysis.completions[b] = completions(c, board, issues, analysis.dates);
      analysis.trends[b] = cycle_trend(c, board, analysis.completions[b], analysis.dates);
      ledgers[b] = std::move(sprints.ledgers);
    }
  });
  for (std::vector<SprintLedger>& some : ledgers) {
    std::ranges::move(some, std::back_inserter(analysis.ledgers));
  }
  analysis.defects.resize(c.data.projects.size());
  for_each_part(analysis.defects.size(), kGrain, [&](std::size_t first, std::size_t last) {
    for (std::size_t p = first; p < last; ++p) {
      const auto project = static_cast<Index>(p);
      analysis.defects[p] = defects(c, project, analysis.project_issues.of(project), analysis.dates);
    }
  });
  analysis.silos =
      knowledge_silos(c, analysis.project_issues, {}, std::vector<bool>(c.data.projects.size(), true));
  analysis.workload = workload(c, analysis.ledgers);
  return analysis;
}

}  // namespace stint::metrics
