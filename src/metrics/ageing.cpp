#include "metrics/ageing.h"

#include <algorithm>
#include <map>

#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

// Columns of one board while they are being filled: by the board's own number, or by status behind those.
struct Columns {
  std::map<Index, Index> positions;  // in `ages`
  std::vector<std::string> names;
  std::vector<std::vector<double>> ages;

  Index of(const history::Dataset& data, const history::Board& board, Index status) {
    const Index column = status == kNone ? kNone : board.column_of[status];
    const Index key = column != kNone ? column : static_cast<Index>(board.columns.size()) + status;
    const auto [found, added] = positions.try_emplace(key, static_cast<Index>(ages.size()));
    if (added) {
      names.push_back(column != kNone ? board.columns[column] : data.statuses[status].name);
      ages.emplace_back();
    }
    return found->second;
  }
};

}  // namespace

std::vector<BoardAgeing> ageing(const Context& context, const std::vector<FlowDates>& all) {
  const history::Dataset& data = context.data;
  std::vector<Columns> columns(data.boards.size());
  std::vector<BoardAgeing> boards(data.boards.size());
  for (std::size_t i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    const FlowDates& dates = all[i];
    if (!context.counts(issue) || !dates.start || !issue.has_history) continue;
    const history::Board& board = data.boards[issue.board];
    Columns& of_board = columns[issue.board];
    std::map<Index, double> left;  // column → age at the last time it left it
    Index before = kNone;
    for (const history::Event& event : data.events_of(issue)) {
      if (event.at > context.as_of) break;
      if (event.kind != EventKind::status) continue;
      const Index now = data.category(event.to()) == StatusCategory::in_progress
                            ? of_board.of(data, board, event.to())
                            : kNone;
      if (before != kNone && now != before && event.at >= *dates.start) {
        left[before] = context.days_between(*dates.start, event.at);
      }
      before = now;
    }
    for (const auto& [column, age] : left) of_board.ages[column].push_back(age);
    if (dates.category == StatusCategory::in_progress && before != kNone) {
      boards[issue.board].items.push_back(
          {static_cast<Index>(i), context.days_between(*dates.start, context.as_of), before});
    }
  }
  for (std::size_t b = 0; b < boards.size(); ++b) {
    for (std::size_t c = 0; c < columns[b].ages.size(); ++c) {
      ColumnAges& column = boards[b].columns.emplace_back();
      const std::vector<double>& ages = columns[b].ages[c];
      column.name = columns[b].names[c];
      column.n = static_cast<int>(ages.size());
      if (static_cast<double>(ages.size()) < context.options.ageing_minimum) continue;
      column.p50 = percentile(ages, 50);
      column.p85 = percentile(ages, 85);
      column.p95 = percentile(ages, 95);
    }
    std::ranges::stable_sort(boards[b].items, std::ranges::greater{}, &AgeingItem::age_days);
  }
  return boards;
}

}  // namespace stint::metrics
