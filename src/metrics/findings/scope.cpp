#include "metrics/findings/scope.h"

#include <algorithm>
#include <utility>

namespace stint::metrics {
namespace {

Finding begin(std::string_view kind, std::string_view topic) {
  Finding finding;
  finding.kind = kind;
  finding.topic = topic;
  finding.id = topic;
  return finding;
}

void name_board(const Analysis& analysis, Index board_index, Finding& finding) {
  const history::Board& board = analysis.context.data.boards[board_index];
  finding.board = board_index;
  finding.text("board", board.name);
  finding.text("project", board.project_key);
}

// Boards and sprints of different sites may have the same number; their projects tell them apart.
std::string board_id(const history::Board& board) {
  return board.id.empty() ? board.project_key : board.project_key + "/board-" + board.id;
}

}  // namespace

Finding about_board(const Analysis& analysis, std::string_view kind, std::string_view topic, Index board) {
  Finding finding = begin(kind, topic);
  finding.id += ":" + board_id(analysis.context.data.boards[board]);
  name_board(analysis, board, finding);
  return finding;
}

Finding about_sprint(const Analysis& analysis, std::string_view kind, std::string_view topic,
                     const SprintLedger& ledger, bool current) {
  const history::Sprint& sprint = analysis.context.data.sprints[ledger.sprint];
  Finding finding = begin(kind, topic);
  finding.id += ":" + board_id(analysis.context.data.boards[sprint.board]) + "/sprint-" + sprint.id;
  finding.sprint = ledger.sprint;
  finding.current = current;
  finding.text("sprint", sprint.name.empty() ? "Sprint " + sprint.id : sprint.name);
  finding.text("sprint_id", sprint.id);
  name_board(analysis, sprint.board, finding);
  finding.text("state", ledger.window.closed ? "closed" : "active");
  finding.text("unit", std::string{history::unit_name(ledger.unit)});
  return finding;
}

std::size_t last_closed(std::span<const SprintLedger> ledgers) {
  for (std::size_t i = ledgers.size(); i > 0; --i) {
    if (ledgers[i - 1].window.closed && !ledgers[i - 1].no_history) return i - 1;
  }
  return ledgers.size();
}

bool is_current(std::span<const SprintLedger> ledgers, std::size_t position) {
  return !ledgers[position].window.closed || position == last_closed(ledgers);
}

void add_missing(std::span<const Index> issues, std::vector<Index>& all) {
  std::vector<Index> known = all;
  std::ranges::sort(known);
  for (const Index issue : issues) {
    const auto at = std::ranges::lower_bound(known, issue);
    if (at != known.end() && *at == issue) continue;
    known.insert(at, issue);
    all.push_back(issue);
  }
}

std::vector<Index> heaviest_first(const SprintLedger& ledger, std::vector<Index> issues) {
  std::vector<std::pair<double, Index>> weighed;
  weighed.reserve(issues.size());
  for (const Index issue : issues) {
    const auto item = std::ranges::lower_bound(ledger.items, issue, {}, &SprintItem::issue);
    const bool known = item != ledger.items.end() && item->issue == issue;
    weighed.emplace_back(known ? std::max(item->estimate_at_end, item->estimate_at_start) : 0, issue);
  }
  std::ranges::stable_sort(weighed, std::ranges::greater{}, [](const auto& one) { return one.first; });
  std::ranges::transform(weighed, issues.begin(), [](const auto& one) { return one.second; });
  return issues;
}

}  // namespace stint::metrics
