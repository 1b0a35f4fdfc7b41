// Playing sprints: who finishes, who spills, what is taken out, and whether the result is what was wanted.
#include <algorithm>

#include "demo/planning.h"

namespace stint::demo {

namespace {

// Points at the start of `members` that count as committed.
std::int64_t points_of(Workbench& bench, const std::vector<std::int32_t>& members) {
  std::int64_t total = 0;
  for (const std::int32_t member : members) total += std::max(0, bench.issue(member).points);
  return total;
}

std::int64_t aim(Random& random, Span span, std::int64_t whole) {
  return (random.between(span.low, span.high) * whole + 500) / 1000;
}

// Which of the members will not be completed, so that their points lie within the goal.
std::vector<std::int32_t> choose_missed(Workbench& bench, const std::vector<std::int32_t>& members,
                                        const SprintGoal& goal, std::int64_t committed) {
  const std::int64_t wanted = aim(bench.random, goal.miss, committed);
  std::vector<std::int32_t> order = members;
  bench.random.shuffle(order);
  std::vector<std::int32_t> missed;
  std::int64_t sum = 0;
  for (const std::int32_t member : order) {
    const Issue& issue = bench.issue(member);
    const bool carried = std::find(bench.carried.begin(), bench.carried.end(), member) != bench.carried.end();
    if (issue.points <= 0 || (carried && !goal.planted_miss && !bench.random.chance(80))) continue;
    if (carried && issue.status != StatusId::to_do) continue;
    if (sum + issue.points > wanted + 1) continue;
    sum += issue.points;
    missed.push_back(member);
  }
  return missed;
}

// One item begun long ago and flagged in this sprint, never to be released.
void block_for_good(Workbench& bench, Issue& issue, Stretch stretch, std::int32_t index) {
  const std::int64_t sprint_age = std::chrono::duration_cast<std::chrono::hours>(
                                      bench.board.end - bench.board.sprints.end()[-2].activated)
                                      .count() *
                                  10 / 24;
  const std::int64_t low = std::max<std::int64_t>(112, sprint_age + 4);
  WorkMinute flagged = before_end(bench, bench.random.between(low, 152));
  flagged = std::clamp(flagged, stretch.from + 260, stretch.to - 20);
  const WorkMinute start = std::max(stretch.from + 5, flagged - bench.random.between(120, 900));
  start_item(bench, issue, start, stretch.to, stretch);
  flag_item(bench, issue, flagged, flagged);
  bench.long_blocked.push_back(index);
}

void spill_started(Workbench& bench, Issue& issue, Stretch stretch, bool blocked_for_a_while) {
  if (issue.status != StatusId::to_do) return;
  const WorkMinute start =
      random_minute(bench, stretch, blocked_for_a_while ? 350 : 550, blocked_for_a_while ? 550 : 900);
  const WorkMinute review = bench.random.chance(400) ? start + (stretch.to - start) * 2 / 3 : stretch.to;
  start_item(bench, issue, start, review, stretch);
  if (!blocked_for_a_while || issue.status != StatusId::in_progress) return;
  const WorkMinute from = start + bench.random.between(30, 400);
  WorkMinute to = from + bench.random.between(300, 1100);
  while (bench.clock.instant(to) - bench.clock.instant(from) > std::chrono::hours{62}) to -= 30;
  if (to < stretch.to - 5 && to > from) flag_item(bench, issue, from, to);
}

void miss_item(Workbench& bench, std::int32_t index, int sprint, Stretch stretch, bool planted) {
  Random& random = bench.random;
  Issue& issue = bench.issue(index);
  const std::int64_t roll = random.below(100);
  if (issue.status != StatusId::to_do || roll < 30) return;  // simply not reached
  if (roll < 68) return spill_started(bench, issue, stretch, planted && random.chance(600));
  if (roll < 78) {
    // Late: begun in the last days.
    return start_item(bench, issue, random_minute(bench, stretch, 850, 970), stretch.to, stretch);
  }
  if (roll < 86) {
    const WorkMinute out = random_minute(bench, stretch, 200, 700);
    change(issue, Field::sprint_out, bench.moment(out), sprint, kNone, 0);
    if (random.chance(350)) {
      (void)finish_item(bench, issue, {out + 60, stretch.to});
    } else {
      bench.returned.push_back(index);
    }
    return;
  }
  if (roll < 90) {
    change_status(issue, bench.moment(random_minute(bench, stretch, 300, 800)), StatusId::done, 0,
                  Resolution::wont_do);
    return;
  }
  const WorkMinute done = finish_item(bench, issue, {stretch.from, stretch.part(600)});
  if (std::count_if(issue.events.begin(), issue.events.end(), [](const Event& event) {
        return event.field == Field::status && is_done(static_cast<StatusId>(event.to));
      }) == 1) {
    const WorkMinute again = std::max(done + 30, random_minute(bench, stretch, 750, 950));
    const std::int32_t finder = bench.developer();
    change_status(issue, bench.moment(again), StatusId::in_progress, finder);
  }
}

// Estimates and criteria that change after the start, worth up to `points` more.
std::int64_t re_estimate(Workbench& bench, const std::vector<std::int32_t>& members, Stretch stretch,
                         std::int64_t points, std::int64_t most) {
  Random& random = bench.random;
  std::vector<std::int32_t> order = members;
  random.shuffle(order);
  std::int64_t grown = 0;
  for (const std::int32_t member : order) {
    if (most <= 0) break;
    Issue& issue = bench.issue(member);
    const std::int32_t next = issue.points == 2 ? 3 : issue.points == 3 ? 5 : issue.points == 5 ? 8 : 0;
    if (next == 0 || grown + next - issue.points > points || issue.status != StatusId::to_do) continue;
    grown += next - issue.points;
    --most;
    const WorkMinute when = random_minute(bench, stretch, 20, 110);
    change_points(bench, issue, when, next);
    const bool reworded = std::any_of(issue.events.begin(), issue.events.end(),
                                      [](const Event& event) { return event.field == Field::criteria; });
    if (issue.criteria > 0 && !reworded && random.chance(600)) {
      const auto more = static_cast<std::int32_t>(random.between(1, 3));
      change(issue, Field::criteria, bench.moment(when + 2), issue.criteria, issue.criteria + more, 0);
    }
  }
  return grown;
}

// A correction downwards and a clarified criterion now and then.
void small_corrections(Workbench& bench, const std::vector<std::int32_t>& members, Stretch stretch) {
  Random& random = bench.random;
  if (random.chance(300)) {
    Issue& issue = bench.issue(random.pick(members));
    const std::int32_t next = issue.points == 8 ? 5 : issue.points == 5 ? 3 : issue.points == 3 ? 2 : 0;
    if (next > 0 && issue.status == StatusId::to_do)
      change_points(bench, issue, random_minute(bench, stretch, 115, 130), next);
  }
  if (random.chance(400)) {
    Issue& issue = bench.issue(random.pick(members));
    const bool reworded = std::any_of(issue.events.begin(), issue.events.end(),
                                      [](const Event& event) { return event.field == Field::criteria; });
    if (issue.criteria >= 4 && !reworded) {
      change(issue, Field::criteria, bench.moment(random_minute(bench, stretch, 20, 125)), issue.criteria,
             issue.criteria + 1, 0);
    }
  }
}

bool velocity_is_good(const Workbench& bench, std::int64_t completed, Span drop) {
  if (bench.velocities.empty()) return true;
  std::vector<std::int64_t> last(
      bench.velocities.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, bench.velocities.size())),
      bench.velocities.end());
  std::sort(last.begin(), last.end());
  const std::size_t n = last.size();
  const std::int64_t twice_median = n % 2 == 1 ? 2 * last[n / 2] : last[n / 2 - 1] + last[n / 2];
  return twice_median > 0 && drop.holds(twice_median - 2 * completed, twice_median);
}

// What spilled goes into the next sprint a moment after this one is completed.
void carry_over(Workbench& bench, int sprint, const Ledger& ledger) {
  Random& random = bench.random;
  const Sprint& window = bench.board.sprints[at(sprint)];
  bench.carried.clear();
  const WorkMinute closed = bench.clock.floor(window.window_end);
  const WorkMinute start = bench.clock.floor(bench.board.sprints[at(sprint + 1)].start);
  Instant move = window.complete + Milliseconds{random.between(200, 700)};
  for (const std::int32_t index : ledger.spilled_issues) {
    Issue& issue = bench.issue(index);
    if (issue.status == StatusId::to_do && random.chance(120)) {
      bench.returned.push_back(index);
      continue;
    }
    move += Milliseconds{random.between(1, 9)};
    change(issue, Field::sprint_in, move, sprint, sprint + 1, 1);
    if (issue.points == kNoEstimate) {
      const auto estimate = static_cast<std::int32_t>(random.between(2, 3));
      change_points(bench, issue, random.between(closed + 2, start - 2), estimate);
    }
    bench.carried.push_back(index);
  }
}

}  // namespace

WorkMinute random_minute(Workbench& bench, Stretch stretch, std::int64_t low, std::int64_t high) {
  return bench.random.between(stretch.part(low), stretch.part(high));
}

ScopeChange change_scope(Workbench& bench, int sprint, const std::vector<std::int32_t>& members) {
  Random& random = bench.random;
  const SprintGoal& goal = bench.intent.sprints[at(sprint)];
  const Stretch stretch = sprint_stretch(bench, sprint);
  const std::int64_t extra = aim(random, goal.creep, points_of(bench, members));
  const bool re_estimates = goal.planted_creep || random.chance(400);
  const std::int64_t share = goal.planted_creep ? random.between(25, 50) : random.between(20, 60);
  const std::int64_t grown =
      re_estimates ? re_estimate(bench, members, stretch, extra * share / 100 + 1, goal.planted_creep ? 6 : 1)
                   : 0;
  small_corrections(bench, members, stretch);
  return {add_scope(bench, sprint, extra - grown, goal.planted_creep)};
}

bool play_closed_sprint(Workbench& bench, int sprint) {
  Random& random = bench.random;
  const SprintGoal goal = bench.intent.sprints[at(sprint)];
  const Stretch stretch = sprint_stretch(bench, sprint);
  const std::vector<std::int32_t> members = plan_sprint(bench, sprint);
  const std::int64_t committed = points_of(bench, members);
  const std::vector<std::int32_t> missed = choose_missed(bench, members, goal, committed);
  const ScopeChange scope = change_scope(bench, sprint, members);
  // Work starts once the first corrections are in.
  const Stretch work{stretch.part(130), stretch.to};
  bool blocked = !goal.long_blocked;
  for (const std::int32_t member : members) {
    if (std::find(missed.begin(), missed.end(), member) == missed.end()) {
      (void)finish_item(bench, bench.issue(member), work);
    } else if (!blocked && bench.issue(member).status == StatusId::to_do) {
      block_for_good(bench, bench.issue(member), stretch, member);
      blocked = true;
    } else {
      miss_item(bench, member, sprint, work, goal.planted_miss);
    }
  }
  for (const Addition& addition : scope.additions) {
    const Stretch rest{addition.entered, stretch.to};
    if (rest.length() > 900 && random.chance(goal.planted_creep ? 600 : 800)) {
      (void)finish_item(bench, bench.issue(addition.issue), rest);
    } else if (random.chance(500)) {
      spill_started(bench, bench.issue(addition.issue), rest, false);
    }
  }
  sort_events(bench.board);
  const Ledger ledger = compute_ledger(bench.board, sprint);
  if (!blocked || !scope_is_good(ledger, goal) || !goal.miss.holds(ledger.missed(), ledger.committed) ||
      !velocity_is_good(bench, ledger.completed, goal.drop)) {
    return false;
  }
  bench.velocities.push_back(ledger.completed);
  if (!goal.near_miss.empty()) {
    const bool creep = goal.near_miss == "scope_creep";
    bench.near_misses.push_back({goal.near_miss, sprint, creep ? ledger.added_issues : ledger.missed_issues});
  }
  carry_over(bench, sprint, ledger);
  return true;
}

}  // namespace stint::demo
