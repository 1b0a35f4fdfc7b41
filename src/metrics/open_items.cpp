#include "metrics/open_items.h"

#include <algorithm>

namespace stint::metrics {
namespace {

std::vector<Index>& items_of(std::vector<BoardItems>& boards, Index board) {
  auto found = std::ranges::find(boards, board, &BoardItems::board);
  if (found == boards.end()) found = boards.insert(boards.end(), BoardItems{board, {}});
  return found->issues;
}

std::vector<BoardItems> in_order(std::vector<BoardItems> boards) {
  std::ranges::sort(boards, {}, &BoardItems::board);
  for (BoardItems& board : boards) {
    std::ranges::sort(board.issues);
    const auto repeated = std::ranges::unique(board.issues);
    board.issues.erase(repeated.begin(), repeated.end());
  }
  return boards;
}

}  // namespace

std::vector<BoardItems> open_items_of_running_sprints(const Context& context,
                                                      std::span<const SprintLedger> ledgers) {
  std::vector<BoardItems> boards;
  for (const SprintLedger& ledger : ledgers) {
    const std::vector<Index>& open = ledger.remaining.issues;
    if (ledger.window.closed || open.empty()) continue;
    std::vector<Index>& items = items_of(boards, context.data.sprints[ledger.sprint].board);
    items.insert(items.end(), open.begin(), open.end());
  }
  return in_order(std::move(boards));
}

std::vector<BoardItems> open_items_below(const Context& context, std::span<const FlowDates> dates,
                                         Index epic) {
  const history::Dataset& data = context.data;
  std::vector<BoardItems> boards;
  for (Index i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    if (issue.parent != epic || issue.board == kNone || !dates[i].exists || !context.counts(issue)) continue;
    if (dates[i].category == history::StatusCategory::done) continue;
    items_of(boards, issue.board).push_back(i);
  }
  return in_order(std::move(boards));
}

}  // namespace stint::metrics
