#include "demo/figures.h"

#include <algorithm>
#include <array>
#include <optional>

#include "demo/cycle.h"

namespace stint::demo {

namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr auto kStaleAfter = hours{5 * 24};
constexpr auto kDefectWindow = hours{90 * 24};

struct Interval {
  Instant from;
  Instant to;
};

// The instants between which the issue was in progress.
std::vector<Interval> in_progress_of(const Issue& issue, Instant end) {
  std::vector<Interval> intervals;
  bool open = false;
  for (const Event& event : issue.events) {
    if (event.field != Field::status) continue;
    const bool now = is_in_progress(static_cast<StatusId>(event.to));
    if (now && !open) intervals.push_back({event.at, end});
    if (!now && open) intervals.back().to = event.at;
    open = now;
  }
  return intervals;
}

// When the issue was done, as intervals.
std::vector<Interval> open_of(const Issue& issue, Instant end) {
  std::vector<Interval> intervals{{issue.created, end}};
  bool open = true;
  for (const Event& event : issue.events) {
    if (event.field != Field::status) continue;
    const bool now = !is_done(static_cast<StatusId>(event.to));
    if (!now && open) intervals.back().to = event.at;
    if (now && !open) intervals.push_back({event.at, end});
    open = now;
  }
  return intervals;
}

std::vector<Interval> impediments_of(const Board& board, const Issue& issue) {
  std::vector<Interval> intervals;
  bool flagged = false;
  for (const Event& event : issue.events) {
    if (event.field == Field::flag) {
      if (event.to != 0) intervals.push_back({event.at, board.end});
      if (event.to == 0 && flagged) intervals.back().to = event.at;
      flagged = event.to != 0;
    }
  }
  for (const Event& event : issue.events) {
    if (event.field != Field::link) continue;
    const Link& link = issue.links[at(event.to)];
    if (link.type != LinkType::blocks || link.outward) continue;
    for (const Interval& open : open_of(board.issues[at(link.other)], board.end)) {
      const Interval both{std::max(open.from, event.at), open.to};
      if (both.from < both.to) intervals.push_back(both);
    }
  }
  return intervals;
}

Blocked blocked_time(const Board& board, std::int32_t index) {
  const Issue& issue = board.issues[at(index)];
  std::vector<Interval> clipped;
  for (const Interval& a : impediments_of(board, issue)) {
    for (const Interval& b : in_progress_of(issue, board.end)) {
      const Interval both{std::max(a.from, b.from), std::min(a.to, b.to)};
      if (both.from < both.to) clipped.push_back(both);
    }
  }
  std::sort(clipped.begin(), clipped.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  Milliseconds total{0};
  Instant covered{};
  for (const Interval& interval : clipped) {
    const Instant from = std::max(interval.from, covered);
    if (interval.to > from) total += interval.to - from;
    covered = std::max(covered, interval.to);
  }
  return {index, total.count(), !clipped.empty() && covered == board.end && is_in_progress(issue.status)};
}

Instant last_human_sign(const Board& board, const Issue& issue) {
  Instant last = issue.created;
  for (const Event& event : issue.events) {
    const bool counts =
        event.field != Field::rank && event.field != Field::remote_link && !board.is_bot(event.actor);
    if (counts) last = std::max(last, event.at);
  }
  for (const Comment& comment : issue.comments) {
    if (!board.is_bot(comment.actor)) last = std::max(last, comment.at);
  }
  for (const std::int32_t subtask : issue.subtasks)
    last = std::max(last, last_human_sign(board, board.issues[at(subtask)]));
  return last;
}

// Ages at which items left each column, and the columns' work in progress against them.
class Ages {
 public:
  // Of a column that it was in more than once, the last time it left counts.
  void learn(const Issue& issue) {
    const Cycle cycle = cycle_of(issue);
    if (!cycle.start) return;
    std::array<std::optional<Instant>, kStatuses> left;
    for (const Event& event : issue.events) {
      if (event.field != Field::status || event.at < *cycle.start) continue;
      const auto from = static_cast<StatusId>(event.from);
      if (is_in_progress(from)) left[static_cast<std::size_t>(from)] = event.at;
    }
    for (std::size_t status = 0; status < kStatuses; ++status) {
      if (left[status]) left_[status].push_back(days_from_to(*cycle.start, *left[status]));
    }
  }
  void sort() {
    for (auto& column : left_) std::sort(column.begin(), column.end());
  }
  // Whether `age` is over `times` the p-th percentile of the column.
  [[nodiscard]] bool over(StatusId column, std::int64_t age, std::size_t p, std::int64_t times) const {
    const auto& ages = left_[static_cast<std::size_t>(column)];
    return ages.size() >= kLeastAges && age > times * ages[(p * ages.size() + 99) / 100 - 1];
  }

 private:
  static constexpr std::size_t kStatuses = 6;
  static constexpr std::size_t kLeastAges = 10;  // a column that fewer left has no usual age
  std::array<std::vector<std::int64_t>, kStatuses> left_;
};

bool contains(const std::vector<std::int32_t>& list, std::int32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool was_started(const Issue& issue) {
  return std::any_of(issue.events.begin(), issue.events.end(), [](const Event& event) {
    return event.field == Field::status && is_in_progress(static_cast<StatusId>(event.to));
  });
}

// One item's applicable checks and violations of them.
Score score_item(const Board& board, const BoardFigures& figures, std::int32_t index) {
  const Issue& issue = board.issues[at(index)];
  Score score;
  const auto check = [&](bool violated) {
    ++score.checks;
    if (violated) ++score.violations;
  };
  if (is_in_progress(issue.status)) {
    check(contains(figures.stale, index));
    check(std::any_of(figures.blocked.begin(), figures.blocked.end(), [&](const Blocked& blocked) {
      return blocked.issue == index && blocked.now && blocked.milliseconds >= 3 * 86'400'000LL;
    }));
    check(contains(figures.too_long, index));
    check(issue.assignee == kNobody);
  }
  const bool tidied = is_done(issue.status) && issue.resolution != Resolution::done;
  if (!tidied) {
    check(issue.points == kNoEstimate);
    check(issue.criteria == 0);
  }
  if (is_done(issue.status) && !tidied) check(!was_started(issue));
  if (is_done(issue.status) && !issue.subtasks.empty()) {
    check(std::any_of(issue.subtasks.begin(), issue.subtasks.end(),
                      [&](std::int32_t subtask) { return !is_done(board.issues[at(subtask)].status); }));
  }
  return score;
}

void classify(BoardFigures& figures, const Board& board, std::int32_t index) {
  const Issue& issue = board.issues[at(index)];
  if (issue.type != IssueType::bug || issue.created < board.end - kDefectWindow) return;
  if (issue.resolution == Resolution::wont_do || issue.resolution == Resolution::duplicate) return;
  (issue.found == Found::nowhere ? figures.unclassified
   : is_production(issue.found)  ? figures.production
                                 : figures.pre_release)
      .push_back(index);
}

}  // namespace

std::int64_t BoardFigures::lowest_score() const {
  return std::min({open_items.permille(), all_items.permille(), sprint_items.permille()});
}

BoardFigures compute_figures(const Board& board) {
  BoardFigures figures;
  for (int sprint = 0; sprint < board.started_sprints(); ++sprint)
    figures.ledgers.push_back(compute_ledger(board, sprint));
  Ages ages;
  for (const Issue& issue : board.issues) {
    if (is_counted(issue.type)) ages.learn(issue);
  }
  ages.sort();
  figures.weeks_got_worse = weeks_got_worse(board);
  for (std::size_t i = 0; i < board.issues.size(); ++i) {
    const Issue& issue = board.issues[i];
    const auto index = static_cast<std::int32_t>(i);
    if (!is_counted(issue.type)) continue;
    ++figures.counted_items;
    if (issue.points != kNoEstimate) ++figures.estimated_items;
    classify(figures, board, index);
    const Blocked blocked = blocked_time(board, index);
    if (blocked.milliseconds > 0) figures.blocked.push_back(blocked);
    if (!is_in_progress(issue.status)) continue;
    figures.in_progress.push_back(index);
    if (!blocked.now && board.end - last_human_sign(board, issue) >= kStaleAfter)
      figures.stale.push_back(index);
    const Cycle cycle = cycle_of(issue);
    if (!cycle.start) continue;
    ++figures.aged_items;
    const std::int64_t age = days_from_to(*cycle.start, board.end);
    if (ages.over(issue.status, age, 85, 1)) figures.too_long.push_back(index);
    if (ages.over(issue.status, age, 95, 2)) figures.far_too_long.push_back(index);
    if (ages.over(issue.status, age, 95, 3) && (blocked.now || contains(figures.stale, index)))
      figures.stuck.push_back(index);
  }
  for (std::size_t i = 0; i < board.issues.size(); ++i) {
    if (!is_counted(board.issues[i].type)) continue;
    const Score score = score_item(board, figures, static_cast<std::int32_t>(i));
    figures.all_items.checks += score.checks;
    figures.all_items.violations += score.violations;
    if (is_done(board.issues[i].status)) continue;
    if (contains(figures.ledgers.back().spilled_issues, static_cast<std::int32_t>(i))) {
      figures.sprint_items.checks += score.checks;
      figures.sprint_items.violations += score.violations;
    }
    figures.open_items.checks += score.checks;
    figures.open_items.violations += score.violations;
  }
  return figures;
}

}  // namespace stint::demo
