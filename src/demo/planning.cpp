#include "demo/planning.h"

#include <algorithm>
#include <array>

namespace stint::demo {

namespace {

constexpr std::array<std::int32_t, 5> kScale{1, 2, 3, 5, 8};

IssueType roll_type(Random& random, bool many_bugs) {
  const std::int64_t roll = random.below(100);
  const std::int64_t bugs = many_bugs ? 32 : 20;
  if (roll < bugs) return IssueType::bug;
  return roll < bugs + 18 ? IssueType::task : IssueType::story;
}

std::int32_t roll_points(Random& random, IssueType type) {
  static constexpr std::array<std::int32_t, 8> kBug{1, 1, 2, 2, 3, 3, 5, 2};
  static constexpr std::array<std::int32_t, 10> kOther{1, 2, 2, 3, 3, 3, 5, 5, 5, 8};
  return type == IssueType::bug ? random.pick(kBug) : random.pick(kOther);
}

std::size_t step_of(std::int32_t points) {
  return static_cast<std::size_t>(std::find(kScale.begin(), kScale.end(), points) - kScale.begin());
}

// Moves single estimates along the scale until they add up to `total`, within one point.
void steer(Random& random, std::vector<std::int32_t>& points, std::int64_t total) {
  if (points.empty()) return;
  std::int64_t missing = total;
  for (const std::int32_t value : points) missing -= value;
  for (int i = 0; i < 200 && (missing > 1 || missing < -1); ++i) {
    auto& value = points[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(points.size())))];
    const std::size_t step = step_of(value);
    if (missing > 0 ? step + 1 == kScale.size() : step == 0) continue;
    const std::int32_t next = missing > 0 ? kScale[step + 1] : kScale[step - 1];
    missing -= next - value;
    value = next;
  }
}

void enter(Workbench& bench, Issue& issue, int sprint, WorkMinute minute, std::int32_t actor) {
  change(issue, Field::sprint_in, bench.moment(minute), kNone, sprint, actor);
}

}  // namespace

Stretch sprint_stretch(const Workbench& bench, int sprint) {
  const Sprint& window = bench.board.sprints[at(sprint)];
  return {bench.clock.floor(window.activated) + 3, bench.clock.floor(window.window_end) - 3};
}

std::vector<std::int32_t> plan_sprint(Workbench& bench, int sprint) {
  Random& random = bench.random;
  const SprintGoal& goal = bench.intent.sprints[at(sprint)];
  const WorkMinute start = bench.clock.floor(bench.board.sprints[at(sprint)].start);
  std::vector<std::int32_t> members = bench.carried;
  if (!bench.returned.empty() && random.chance(500)) {
    const std::int32_t back = bench.returned.front();
    bench.returned.erase(bench.returned.begin());
    enter(bench, bench.issue(back), sprint, start - random.between(3, 25), 0);
    members.push_back(back);
  }
  std::int64_t total = goal.target;
  for (const std::int32_t member : members) total -= std::max(0, bench.issue(member).points);
  const std::int64_t fresh =
      std::max<std::int64_t>(goal.members - static_cast<std::int64_t>(members.size()), 4);
  std::vector<IssueType> types;
  std::vector<std::int32_t> points;
  for (std::int64_t i = 0; i < fresh; ++i) {
    types.push_back(roll_type(random, bench.intent.defects.planted));
    if (i >= goal.unestimated) points.push_back(roll_points(random, types.back()));
  }
  steer(random, points, total);
  for (std::int64_t i = 0; i < fresh; ++i) {
    const std::int32_t estimate = i < goal.unestimated ? kNoEstimate : points[at(i - goal.unestimated)];
    const IssueType type = types[at(i)];
    const bool born_inside = random.chance(140);
    const WorkMinute created =
        start - (born_inside ? random.between(60, 900)
                             : random.between(930, type == IssueType::bug ? 600 * 7 : 600 * 19));
    const WorkMinute planned =
        born_inside ? start - 5 : std::max(created + 30, start - random.between(40, 900));
    const std::int32_t issue = add_issue(bench, {.type = type,
                                                 .created = created,
                                                 .planned = planned,
                                                 .estimate = estimate,
                                                 .estimated_at_creation = born_inside || random.chance(280)});
    if (born_inside) {
      bench.issue(issue).first_sprint = sprint;
    } else {
      enter(bench, bench.issue(issue), sprint, std::min(planned + 2, start - 4), random.chance(800) ? 0 : 1);
    }
    if (random.chance(330)) assign(bench, bench.issue(issue), bench.moment(std::min(planned + 4, start - 2)));
    members.push_back(issue);
  }
  return members;
}

std::vector<Addition> add_scope(Workbench& bench, int sprint, std::int64_t points, bool planted) {
  Random& random = bench.random;
  const Stretch stretch = sprint_stretch(bench, sprint);
  std::vector<Addition> additions;
  while (points > 0) {
    std::int32_t estimate = random.pick(planted ? std::array<std::int32_t, 5>{2, 3, 3, 5, 5}
                                                : std::array<std::int32_t, 5>{1, 2, 2, 3, 3});
    while (estimate > points) estimate = kScale[step_of(estimate) - 1];
    points -= estimate;
    const WorkMinute entered =
        stretch.from + stretch.length() * random.between(60, planted ? 800 : 650) / 1000;
    const IssueType type = random.chance(planted ? 700 : 350) ? IssueType::story : IssueType::bug;
    std::int32_t issue = kNone;
    if (random.chance(400)) {
      issue = add_issue(bench, {.type = type,
                                .created = entered,
                                .planned = entered + 40,
                                .estimate = estimate,
                                .estimated_at_creation = random.chance(600)});
      bench.issue(issue).first_sprint = sprint;
    } else {
      issue = add_issue(bench, {.type = type,
                                .created = entered - random.between(200, 3600),
                                .planned = entered - 2,
                                .estimate = estimate,
                                .estimated_at_creation = random.chance(500)});
      enter(bench, bench.issue(issue), sprint, entered, random.chance(600) ? 0 : bench.developer());
    }
    additions.push_back({issue, entered + 45});
  }
  return additions;
}

bool scope_is_good(const Ledger& ledger, const SprintGoal& goal) {
  if (ledger.committed <= 0 || ledger.stories < 5) return false;
  if (!goal.creep.holds(ledger.creep(), ledger.committed)) return false;
  if (static_cast<std::int64_t>(ledger.grown_issues.size()) > goal.grown) return false;
  // One story in five is the alert; one in six is as near as an untroubled sprint comes.
  if (goal.grown < 5 && ledger.grown_stories.size() * 6 > static_cast<std::size_t>(ledger.stories))
    return false;
  if (!goal.planted_creep && !ledger.small_to_large.empty()) return false;
  const auto unestimated = static_cast<std::int64_t>(ledger.unestimated_issues.size());
  return unestimated == goal.unestimated;
}

}  // namespace stint::demo
