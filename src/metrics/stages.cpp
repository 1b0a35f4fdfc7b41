#include "metrics/stages.h"

namespace stint::metrics {
namespace {

using history::StatusCategory;

Index category_stage(StatusCategory category) {
  switch (category) {
    case StatusCategory::in_progress:
      return 1;
    case StatusCategory::done:
      return 2;
    default:
      return 0;
  }
}

}  // namespace

BoardStages board_stages(const history::Dataset& data, const history::Board& board) {
  BoardStages stages;
  stages.of_status.assign(data.statuses.size(), kNone);
  if (board.columns.empty()) {
    stages.names = {"To Do", "In Progress", "Done"};
    for (std::size_t status = 0; status < data.statuses.size(); ++status) {
      stages.of_status[status] = category_stage(data.statuses[status].category);
    }
    return stages;
  }
  stages.names = board.columns;
  const auto last = static_cast<Index>(stages.names.size() - 1);
  for (std::size_t status = 0; status < data.statuses.size(); ++status) {
    const bool done = data.statuses[status].category == StatusCategory::done;
    const Index column = board.column_of[status];
    stages.of_status[status] = column == kNone && done ? last : column;
  }
  return stages;
}

void find_stage_dates(const Context& context, const BoardStages& stages, const history::Issue& issue,
                      StageDates& dates) {
  dates.entered.clear();
  dates.corrections.clear();
  bool behind = false;
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind != history::EventKind::status || event.to() == kNone) continue;
    const Index stage = stages.of_status[event.to()];
    if (stage == kNone) continue;
    const std::size_t reached = std::size_t{stage} + 1;
    if (reached < dates.entered.size()) {
      if (behind) continue;
      behind = true;
      dates.corrections.push_back({context.data.index_of(issue), static_cast<Index>(dates.entered.size() - 1),
                                   event.at, std::nullopt});
      continue;
    }
    if (behind) {
      dates.corrections.back().to = event.at;
      // Back at once: it never was behind.
      if (dates.corrections.back().from == event.at) dates.corrections.pop_back();
    }
    behind = false;
    dates.entered.resize(reached, event.at);
  }
}

}  // namespace stint::metrics
