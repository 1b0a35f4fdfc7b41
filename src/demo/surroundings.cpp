// What surrounds the sprints: epics, sub-tasks, the next sprint, the backlog.
#include <algorithm>
#include <utility>

#include "demo/planning.h"

namespace stint::demo {

namespace {

constexpr std::int64_t kChildrenPerEpic = 45;

// When the item first reached in progress and when it was last done; the end of the export where it has not.
struct Life {
  WorkMinute created;
  WorkMinute started;
  WorkMinute done;
};

Life life_of(const Workbench& bench, const Issue& issue) {
  Life life{bench.clock.floor(issue.created), bench.end, bench.end};
  for (const Event& event : issue.events) {
    if (event.field != Field::status) continue;
    const WorkMinute minute = bench.clock.floor(event.at);
    if (is_in_progress(static_cast<StatusId>(event.to))) {
      life.started = std::min(life.started, minute);
      life.done = bench.end;
    } else if (is_done(static_cast<StatusId>(event.to)) && !is_done(static_cast<StatusId>(event.from))) {
      life.done = minute;
    }
  }
  return life;
}

void add_subtask(Workbench& bench, std::int32_t parent_index) {
  Random& random = bench.random;
  const Life life = life_of(bench, bench.issue(parent_index));
  const std::int32_t index = add_issue(
      bench, {.type = IssueType::subtask,
              .created = random.between(life.created + 5, std::max(life.created + 5, life.started - 5))});
  Issue& parent = bench.issue(parent_index);
  Issue& issue = bench.issue(index);
  issue.parent = parent_index;
  issue.component = parent.component;
  issue.first_criteria = issue.criteria = 0;
  parent.subtasks.push_back(index);
  issue.first_assignee = issue.assignee = parent.assignee;
  if (issue.assignee == kNobody) issue.first_assignee = issue.assignee = bench.developer();
  if (parent.status == StatusId::to_do || parent.resolution == Resolution::wont_do) return;
  const bool forgotten = is_done(parent.status) && random.chance(15);
  if (forgotten || life.done - life.started < 12) return;
  const WorkMinute start = random.between(life.started + 1, life.started + (life.done - life.started) / 3);
  if (is_in_progress(parent.status) && random.chance(400)) return;
  change_status(issue, bench.moment(start), StatusId::in_progress, issue.assignee);
  if (is_in_progress(parent.status) && random.chance(500)) return;
  change_status(issue, bench.moment(random.between(start + 2, life.done - 3)), StatusId::done, issue.assignee,
                Resolution::done);
}

void add_subtasks(Workbench& bench, std::int64_t count) {
  std::vector<std::int32_t> parents;
  for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
    const Issue& issue = bench.board.issues[i];
    const Life life = life_of(bench, issue);
    if (issue.type == IssueType::bug || issue.quiet || issue.flagged || life.started - life.created < 20)
      continue;
    if (is_done(issue.status) ? life.started >= life.done : issue.status == StatusId::to_do) continue;
    parents.push_back(static_cast<std::int32_t>(i));
  }
  bench.random.shuffle(parents);
  for (std::int64_t i = 0; i < count && !parents.empty(); ++i) {
    add_subtask(bench, parents[at(i / 2) % parents.size()]);
  }
}

IssueType backlog_type(Random& random) {
  const std::int64_t roll = random.below(100);
  return roll < 60 ? IssueType::story : roll < 85 ? IssueType::task : IssueType::bug;
}

std::int32_t backlog_estimate(Random& random) {
  return random.chance(945) ? random.pick(std::vector<std::int32_t>{1, 2, 3, 3, 5, 5, 8, 13}) : kNoEstimate;
}

void add_future_item(Workbench& bench, int sprint) {
  Random& random = bench.random;
  const WorkMinute created = bench.end - random.between(1500, 15'000);
  const std::int32_t index = add_issue(bench, {.type = backlog_type(random),
                                               .created = created,
                                               .planned = created + 500,
                                               .estimate = backlog_estimate(random),
                                               .estimated_at_creation = random.chance(400)});
  const WorkMinute earliest =
      std::max(created + 510, bench.clock.floor(bench.board.sprints[at(sprint)].created) + 5);
  change(bench.issue(index), Field::sprint_in, bench.moment(random.between(earliest, bench.end - 20)), kNone,
         sprint, 0);
}

void add_backlog_item(Workbench& bench, WorkMinute first) {
  Random& random = bench.random;
  const WorkMinute created = random.between(first, bench.end - 700);
  const std::int32_t index = add_issue(bench, {.type = backlog_type(random),
                                               .created = created,
                                               .planned = created + 600,
                                               .estimate = backlog_estimate(random),
                                               .estimated_at_creation = random.chance(500)});
  Issue& issue = bench.issue(index);
  if (random.chance(90)) {
    // Tidied away: no longer wanted, told twice, or not to be seen again.
    const bool old_bug = issue.type == IssueType::bug && before_end(bench, 930) > created;
    const Resolution resolution = old_bug && random.chance(500) ? Resolution::cannot_reproduce
                                  : random.chance(500)          ? Resolution::wont_do
                                                                : Resolution::duplicate;
    change_status(issue, bench.moment(random.between(created + 620, bench.end - 10)), StatusId::done, 0,
                  resolution);
  } else if (random.chance(30)) {
    // Flagged while nobody works on it: not blocked by any definition.
    const WorkMinute flagged = std::max(created + 630, bench.end - random.between(2500, 6000));
    if (flagged >= bench.end - 30) return;
    flag_item(bench, issue, flagged, flagged);
    bench.near_misses.push_back({"flagged_in_backlog", kNone, {index}});
  }
}

// An epic spans the items of some sprints; it is over once all of them are.
void add_epic(Workbench& bench, const std::vector<std::int32_t>& children, bool last) {
  WorkMinute first = bench.end;
  WorkMinute started = bench.end;
  WorkMinute done = 0;
  bool open = false;
  for (const std::int32_t child : children) {
    const Life life = life_of(bench, bench.issue(child));
    first = std::min(first, life.created);
    started = std::min(started, life.started);
    done = std::max(done, life.done);
    open = open || !is_done(bench.issue(child).status);
  }
  const std::int32_t index =
      add_issue(bench, {.type = IssueType::epic, .created = first - bench.random.between(30, 2400)});
  for (const std::int32_t child : children) bench.issue(child).parent = index;
  Issue& epic = bench.issue(index);
  epic.reporter = 0;
  epic.first_assignee = epic.assignee = 0;
  if (started >= bench.end - 5) return;
  change_status(epic, bench.moment(started + 1), StatusId::in_progress, 0);
  if (!open && !last && done + 900 < bench.end) {
    change_status(epic, bench.moment(done + bench.random.between(60, 800)), StatusId::done, 0,
                  Resolution::done);
  }
}

void add_epics(Workbench& bench, std::int64_t count) {
  std::vector<std::int32_t> order;
  for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
    if (is_counted(bench.board.issues[i].type) && bench.random.chance(850))
      order.push_back(static_cast<std::int32_t>(i));
  }
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return std::pair(bench.issue(a).created, a) < std::pair(bench.issue(b).created, b);
  });
  const auto total = static_cast<std::int64_t>(order.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const std::vector<std::int32_t> children(order.begin() + i * total / count,
                                             order.begin() + (i + 1) * total / count);
    add_epic(bench, children, i + 1 == count);
  }
}

}  // namespace

bool add_surroundings(Workbench& bench, std::int64_t total) {
  const std::int64_t epics = 1 + total / kChildrenPerEpic;
  const auto played = static_cast<std::int64_t>(bench.board.issues.size());
  const std::int64_t subtasks =
      std::min<std::int64_t>(total * 4 / 100, std::max<std::int64_t>(0, total - played - epics - 8));
  const std::int64_t rest = total - played - epics - subtasks;
  if (rest < 4) return false;
  add_subtasks(bench, subtasks);
  // With few parents to choose from there may be fewer sub-tasks than wanted.
  const std::int64_t open = total - static_cast<std::int64_t>(bench.board.issues.size()) - epics;
  const std::int64_t future = std::min<std::int64_t>(9, open / 2);
  const int next = bench.board.started_sprints();
  const WorkMinute first = bench.clock.floor(bench.board.sprints.front().start) - 9000;
  for (std::int64_t i = 0; i < future; ++i) add_future_item(bench, next);
  for (std::int64_t i = future; i < open; ++i) add_backlog_item(bench, first);
  sort_events(bench.board);
  add_epics(bench, epics);
  sort_events(bench.board);
  return static_cast<std::int64_t>(bench.board.issues.size()) == total;
}

}  // namespace stint::demo
