#include "demo/ledger.h"

#include <algorithm>

namespace stint::demo {

namespace {

enum class Counted : std::uint8_t { nothing, completed, removed };

// One issue on its way through one sprint.
struct Walk {
  StatusId status = StatusId::to_do;
  bool member = false;
  bool was_member = false;
  std::int32_t points = kNoEstimate;
  std::int32_t criteria = 0;
  Counted counted = Counted::nothing;
  std::int64_t counted_value = 0;

  [[nodiscard]] std::int64_t value() const { return points > 0 ? points : 0; }
  [[nodiscard]] bool in_scope() const { return member && !is_done(status); }
};

void note(std::vector<std::int32_t>& list, std::int32_t issue) {
  if (list.empty() || list.back() != issue) list.push_back(issue);
}

class Tally {
 public:
  Tally(Ledger& ledger, int sprint) : ledger_(ledger), sprint_(sprint) {}

  // Applies an event from before the sprint's start.
  void before(Walk& walk, const Event& event) const {
    switch (event.field) {
      case Field::status:
        walk.status = static_cast<StatusId>(event.to);
        break;
      case Field::sprint_in:
        walk.member = walk.member || event.to == sprint_;
        break;
      case Field::sprint_out:
        walk.member = walk.member && event.from != sprint_;
        break;
      case Field::points:
        walk.points = event.to;
        break;
      case Field::criteria:
        walk.criteria = event.to;
        break;
      default:
        break;
    }
  }

  void during(Walk& walk, const Event& event, std::int32_t issue) {
    switch (event.field) {
      case Field::status:
        status(walk, event, issue);
        break;
      case Field::sprint_in:
        if (event.to == sprint_ && !walk.member) enter(walk, issue);
        break;
      case Field::sprint_out:
        if (event.from == sprint_ && walk.member) leave(walk, issue);
        break;
      case Field::points:
        estimate(walk, event.to, issue);
        break;
      case Field::criteria:
        walk.criteria = event.to;
        break;
      default:
        break;
    }
  }

  void enter(Walk& walk, std::int32_t issue) {
    walk.member = walk.was_member = true;
    if (is_done(walk.status)) return;
    ledger_.added += walk.value();
    note(ledger_.added_issues, issue);
  }

 private:
  void leave(Walk& walk, std::int32_t issue) {
    if (walk.in_scope()) {
      ledger_.removed += walk.value();
      note(ledger_.removed_issues, issue);
    }
    walk.member = false;
  }

  void estimate(Walk& walk, std::int32_t points, std::int32_t issue) {
    const std::int64_t old_value = walk.value();
    walk.points = points;
    if (walk.in_scope()) re_estimate(walk.value() - old_value, issue);
  }

  void re_estimate(std::int64_t difference, std::int32_t issue) {
    if (difference == 0) return;
    ledger_.re_estimated += difference;
    if (difference > 0) ledger_.grown += difference;
    note(ledger_.re_estimated_issues, issue);
  }

  void status(Walk& walk, const Event& event, std::int32_t issue) {
    const bool was_done = is_done(walk.status);
    walk.status = static_cast<StatusId>(event.to);
    if (!was_done && is_done(walk.status)) finish(walk, event, issue);
    if (was_done && !is_done(walk.status)) reopen(walk, issue);
  }

  void finish(Walk& walk, const Event& event, std::int32_t issue) {
    if (!walk.member) {
      if (walk.was_member) {
        ledger_.completed_outside += walk.value();
        note(ledger_.outside_issues, issue);
      }
      return;
    }
    walk.counted_value = walk.value();
    if (event.resolution == Resolution::wont_do) {
      walk.counted = Counted::removed;
      ledger_.removed += walk.counted_value;
      note(ledger_.removed_issues, issue);
    } else {
      walk.counted = Counted::completed;
      ledger_.completed += walk.counted_value;
    }
  }

  void reopen(Walk& walk, std::int32_t issue) {
    if (walk.counted == Counted::nothing) {
      if (walk.member) enter(walk, issue);
      return;
    }
    (walk.counted == Counted::completed ? ledger_.completed : ledger_.removed) -= walk.counted_value;
    walk.counted = Counted::nothing;
    if (walk.member) {
      re_estimate(walk.value() - walk.counted_value, issue);
    } else {
      ledger_.removed += walk.counted_value;
      note(ledger_.removed_issues, issue);
    }
  }

  Ledger& ledger_;
  std::int32_t sprint_;
};

bool grew(std::int64_t now, std::int64_t then) {
  return then > 0 && 10 * now > 13 * then;
}

void take_issue(Ledger& ledger, const Issue& issue, std::int32_t index, int sprint, const Sprint& window) {
  Tally tally(ledger, sprint);
  Walk walk;
  walk.points = issue.first_points;
  walk.criteria = issue.first_criteria;
  auto event = issue.events.begin();
  if (issue.created < window.activated) {
    walk.member = issue.first_sprint == sprint;
    for (; event != issue.events.end() && event->at < window.activated; ++event) tally.before(walk, *event);
    walk.was_member = walk.member;
  } else if (issue.created <= window.window_end && issue.first_sprint == sprint) {
    tally.enter(walk, index);
  }
  const bool committed = issue.created < window.activated && walk.in_scope();
  const std::int32_t first_points = walk.points;
  const std::int32_t first_criteria = walk.criteria;
  if (committed) {
    ledger.committed += walk.value();
    ledger.committed_issues.push_back(index);
    if (walk.points == kNoEstimate) ledger.unestimated_issues.push_back(index);
    if (issue.type == IssueType::story) ++ledger.stories;
  }
  for (; event != issue.events.end() && event->at <= window.window_end; ++event) {
    tally.during(walk, *event, index);
  }
  if (walk.counted == Counted::completed) ledger.completed_issues.push_back(index);
  if (walk.in_scope()) {
    ledger.remaining += walk.value();
    ledger.spillover += walk.value();
    ledger.spilled_issues.push_back(index);
  }
  if (!committed) return;
  if (walk.counted == Counted::completed) {
    ledger.kept += first_points > 0 ? first_points : 0;
  } else {
    ledger.missed_issues.push_back(index);
  }
  if (grew(walk.points, first_points) || grew(walk.criteria, first_criteria)) {
    ledger.grown_issues.push_back(index);
    if (issue.type == IssueType::story) ledger.grown_stories.push_back(index);
  }
  if (first_points >= 0 && first_points <= 3 && walk.points >= 8) ledger.small_to_large.push_back(index);
}

}  // namespace

Ledger compute_ledger(const Board& board, int sprint) {
  Ledger ledger;
  const Sprint& window = board.sprints[at(sprint)];
  for (std::size_t i = 0; i < board.issues.size(); ++i) {
    const Issue& issue = board.issues[i];
    if (!is_counted(issue.type) || issue.created > window.window_end) continue;
    take_issue(ledger, issue, static_cast<std::int32_t>(i), sprint, window);
  }
  return ledger;
}

}  // namespace stint::demo
