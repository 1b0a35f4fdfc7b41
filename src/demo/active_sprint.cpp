// The sprint that is under way when the export ends.
#include <algorithm>

#include "demo/planning.h"

namespace stint::demo {

namespace {

bool is_among(const std::vector<std::int32_t>& list, std::int32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// In progress since a few days, or in review already.
void work_on(Workbench& bench, Issue& issue, Stretch stretch) {
  const WorkMinute earliest = std::max(stretch.from, bench.end - 5 * kMinutesPerDay);
  const WorkMinute start = bench.random.between(earliest, std::max(earliest, bench.end - 90));
  const WorkMinute review = bench.random.chance(350) ? start + (bench.end - start) * 2 / 3 : bench.end;
  start_item(bench, issue, start, review, {stretch.from, bench.end - 5});
}

// Begun early and left alone for more than six days.
void abandon(Workbench& bench, Issue& issue, Stretch stretch) {
  const WorkMinute latest = before_end(bench, 62);
  const WorkMinute start = bench.random.between(stretch.from, std::max(stretch.from, latest - 20));
  const WorkMinute review =
      bench.random.chance(300) ? start + std::max<WorkMinute>(2, (latest - start) / 2) : latest;
  start_item(bench, issue, start, review, {stretch.from, latest});
  issue.quiet = true;
}

// Flagged between 4 and 9 days before the end and never released.
WorkMinute long_ago(Workbench& bench, Stretch stretch) {
  return std::max(before_end(bench, bench.random.between(42, 82)), stretch.from + 25);
}

void block(Workbench& bench, Issue& issue, Stretch stretch) {
  const WorkMinute flagged = long_ago(bench, stretch);
  start_item(bench, issue, bench.random.between(stretch.from, flagged - 15), bench.end, stretch);
  flag_item(bench, issue, flagged, flagged);
}

// Flagged for two to less than three days: a pity, but not yet a finding. Not possible right after a weekend.
bool block_briefly(Workbench& bench, Issue& issue, Stretch stretch) {
  for (WorkMinute flagged = bench.end - 60; flagged > stretch.from + 40; flagged -= 40) {
    const auto age = bench.board.end - bench.clock.instant(flagged);
    if (age > std::chrono::hours{66}) return false;
    if (age < std::chrono::hours{46}) continue;
    start_item(bench, issue, std::max(stretch.from, flagged - bench.random.between(60, 700)), bench.end,
               stretch);
    flag_item(bench, issue, flagged, flagged);
    return true;
  }
  return false;
}

// Members by what becomes of them: first those to finish, then those in progress, then those untouched.
std::vector<std::int32_t> shuffled(Workbench& bench, const std::vector<std::int32_t>& members) {
  std::vector<std::int32_t> order;
  for (const std::int32_t member : members) {
    if (!is_among(bench.long_blocked, member)) order.push_back(member);
  }
  bench.random.shuffle(order);
  // What was begun in the last sprint is finished first.
  std::vector<std::int32_t> begun_first;
  for (const bool begun : {true, false}) {
    for (const std::int32_t member : order) {
      if ((bench.issue(member).status != StatusId::to_do) == begun) begun_first.push_back(member);
    }
  }
  return begun_first;
}

}  // namespace

bool play_active_sprint(Workbench& bench, int sprint) {
  Random& random = bench.random;
  const SprintGoal& goal = bench.intent.sprints[at(sprint)];
  const ActiveGoal& active = bench.intent.active;
  const Stretch stretch = sprint_stretch(bench, sprint);
  const std::vector<std::int32_t> members = plan_sprint(bench, sprint);
  const ScopeChange scope = change_scope(bench, sprint, members);
  const Stretch work{stretch.part(130), stretch.to};
  const std::vector<std::int32_t> order = shuffled(bench, members);
  const auto begun =
      static_cast<std::int64_t>(std::count_if(order.begin(), order.end(), [&](std::int32_t member) {
        return bench.issue(member).status != StatusId::to_do;
      }));
  const auto total = static_cast<std::int64_t>(order.size());
  const std::int64_t done = std::max(begun, total * active.done_share / 1000);
  if (total - done < active.in_progress) return false;
  for (std::int64_t i = 0; i < done; ++i) (void)finish_item(bench, bench.issue(order[at(i)]), work);
  std::int64_t next = done;
  const auto take = [&]() -> Issue& { return bench.issue(order[at(next++)]); };
  for (std::int64_t i = 0; i < active.stale; ++i) abandon(bench, take(), work);
  for (std::int64_t i = 0; i < active.blocked; ++i) block(bench, take(), work);
  if (active.link_blocked) {
    bench.link_blocked.push_back(order[at(next)]);
    Issue& issue = take();
    start_item(bench, issue, random.between(work.from, std::max(work.from, before_end(bench, 85))), bench.end,
               work);
  }
  if (active.near_blocked) {
    if (block_briefly(bench, bench.issue(order[at(next)]), work)) {
      bench.near_misses.push_back({"blocked", sprint, {order[at(next)]}});
      ++next;
    }
  }
  if (active.stale == 1) bench.near_misses.push_back({"stale_work", sprint, {order[at(done)]}});
  while (next < done + active.in_progress) work_on(bench, take(), work);
  for (const Addition& addition : scope.additions) {
    const Stretch rest{addition.entered, stretch.to};
    if (rest.length() > 900 && random.chance(500))
      (void)finish_item(bench, bench.issue(addition.issue), rest);
  }
  sort_events(bench.board);
  return scope_is_good(compute_ledger(bench.board, sprint), goal);
}

}  // namespace stint::demo
