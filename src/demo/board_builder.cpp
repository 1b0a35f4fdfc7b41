#include "demo/board_builder.h"

#include <algorithm>
#include <fmt/format.h>

#include "demo/cast.h"
#include "demo/domains.h"

namespace stint::demo {

namespace {

constexpr int kBoardAttempts = 240;
constexpr int kSprintAttempts = 250;
constexpr std::int64_t kSprintDays = 14;
constexpr std::size_t kComponents = 4;

// The active sprint began 9 to 12 days before the end, on a day from Monday to Thursday.
std::int64_t active_start_day(Random& random, const WorkClock& clock, Instant end) {
  const std::int64_t today = clock.local_day(end);
  std::vector<std::int64_t> days;
  for (std::int64_t age = 9; age <= 12; ++age) {
    if (weekday_of(today - age) < 4) days.push_back(today - age);
  }
  return random.pick(days);
}

void make_sprints(Board& board, const WorkClock& clock, const Intent& intent, int count, Random& random) {
  const std::int64_t active = active_start_day(random, clock, board.end);
  const auto first_number = static_cast<int>(random.between(1, 40));
  for (int i = 0; i <= count; ++i) {
    Sprint sprint;
    sprint.id = board.index * (count + 1) + i + 1;
    sprint.number = first_number + i;
    sprint.state = i + 1 < count    ? SprintState::closed
                   : i + 1 == count ? SprintState::active
                                    : SprintState::future;
    const std::int64_t day = active - (count - 1 - i) * kSprintDays;
    sprint.start = clock.local(day, 10 * 60);
    sprint.activated = sprint.start + Milliseconds{random.between(5'000, 55'000)};
    sprint.planned_end = clock.local(day + kSprintDays, 9 * 60);
    const auto closing = static_cast<int>(random.between(9 * 60 + 20, 9 * 60 + 44));
    sprint.complete = clock.local(day + kSprintDays, closing) + Milliseconds{random.below(60'000)};
    sprint.window_end = sprint.state == SprintState::closed ? sprint.complete : board.end;
    const Instant announced =
        std::min(sprint.start - std::chrono::hours{24 * 24} - Milliseconds{random.below(50'000'000)},
                 board.end - std::chrono::hours{24 * 16});
    sprint.created = clock.instant(clock.floor(announced)) + Milliseconds{random.below(50'000)};
    sprint.holidays = i < count && intent.sprints[at(i)].holidays;
    board.sprints.push_back(sprint);
  }
}

Workbench open_bench(const DemoOptions& options, const OrganisationPlan& plan, const BoardGoal& goal,
                     int attempt) {
  const std::uint64_t board_seed = mix(options.seed, static_cast<std::uint64_t>(goal.index), 0xb0a2d);
  Random fixed(board_seed);
  Board board;
  board.index = goal.index;
  board.id = goal.index + 1;
  board.project_id = 10'000 + goal.index;
  board.first_issue_id = 10'001 + plan.issues_before(goal.index);
  board.end = options.end;
  board.seed = board_seed;
  cast_team(board, options.seed, fixed);
  Random random(mix(board_seed, static_cast<std::uint64_t>(attempt)));
  Intent intent = make_intent(goal, options.sprints, random, attempt);
  const WorkClock clock(*board.zone);
  make_sprints(board, clock, intent, options.sprints, fixed);
  Workbench bench{.board = std::move(board), .clock = clock, .random = random, .intent = std::move(intent)};
  bench.end = clock.floor(options.end);
  bench.rotation.resize(kComponents);
  return bench;
}

// Plays the sprints in order, each until it meets its goal.
bool play_sprints(Workbench& bench, int count) {
  for (int sprint = 0; sprint < count; ++sprint) {
    const bool active = sprint + 1 == count;
    const Workbench before = bench;
    bool good = false;
    for (int attempt = 0; attempt < kSprintAttempts && !good; ++attempt) {
      if (attempt > 0) bench = before;
      bench.random = Random(mix(bench.board.seed, bench.random.next(), static_cast<std::uint64_t>(attempt)));
      good = active ? play_active_sprint(bench, sprint) : play_closed_sprint(bench, sprint);
    }
    if (!good) return false;
  }
  return true;
}

bool is_consequence(const BoardGoal& goal, const Finding& finding, int sprints) {
  if (finding.check == Check::score) return !goal.plants.empty();
  const auto has = [&](Plant plant) { return goal.find(plant) != nullptr; };
  if (finding.check == Check::ageing) return has(Plant::stale_work) || has(Plant::blocked);
  if (finding.check == Check::weeks) return has(Plant::velocity_drop) || has(Plant::missed_target);
  if (finding.sprint != sprints - 2) return false;
  if (finding.check != Check::scope_creep && finding.check != Check::missed_target &&
      finding.check != Check::velocity)
    return false;
  const auto causes = [&](Plant plant) {
    const Planted* planted = goal.find(plant);
    return planted != nullptr && planted->sprint == finding.sprint;
  };
  return causes(Plant::scope_creep) || causes(Plant::missed_target) || causes(Plant::velocity_drop);
}

// Every plant shows, nothing shows but the plants and what follows from them, and nothing hangs in the
// balance.
bool is_as_wanted(const Board& board, const BoardFigures& figures, const std::vector<Finding>& findings,
                  const BoardGoal& goal, int sprints) {
  const auto shows = [](const Finding& finding, const Planted& planted) {
    return plant_check(planted.plant) == finding.check &&
           (planted.sprint < 0 || planted.sprint == finding.sprint);
  };
  for (const Planted& planted : goal.plants) {
    if (!plant_check(planted.plant)) continue;
    const auto found =
        std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return shows(f, planted); });
    if (found == findings.end()) return false;
    const bool graded = planted.plant != Plant::stale_work;
    if (graded && found->error != planted.error) return false;
  }
  for (const Finding& finding : findings) {
    const bool planted = std::any_of(goal.plants.begin(), goal.plants.end(),
                                     [&](const Planted& p) { return shows(finding, p); });
    if (!planted && !is_consequence(goal, finding, sprints)) return false;
  }
  if (figures.estimated_items * 100 < figures.counted_items * 86) return false;
  if (goal.plants.empty() && (!figures.far_too_long.empty() || figures.lowest_score() < 860)) {
    return false;
  }
  // Short blocks stay short even when they are added up.
  for (const Blocked& blocked : figures.blocked) {
    if (blocked.milliseconds >= 68 * 3'600'000LL && goal.find(Plant::blocked) == nullptr) return false;
    if (!blocked.now && blocked.milliseconds >= 68 * 3'600'000LL) return false;
  }
  return !is_on_the_edge(board, figures);
}

}  // namespace

std::optional<Check> plant_check(Plant plant) {
  switch (plant) {
    case Plant::scope_creep:
      return Check::scope_creep;
    case Plant::missed_target:
      return Check::missed_target;
    case Plant::defect_leakage:
      return Check::escape_rate;
    case Plant::stale_work:
      return Check::stale;
    case Plant::unestimated:
      return Check::unestimated;
    case Plant::blocked:
      return Check::blocked;
    case Plant::velocity_drop:
      return Check::velocity;
    default:
      return std::nullopt;
  }
}

Result<BuiltBoard> build_board(const DemoOptions& options, const OrganisationPlan& plan, std::int64_t index) {
  const BoardGoal goal = plan.board(index);
  for (int attempt = 0; attempt < kBoardAttempts; ++attempt) {
    Workbench bench = open_bench(options, plan, goal, attempt);
    if (!play_sprints(bench, options.sprints) || !add_surroundings(bench, goal.issues) || !add_defects(bench))
      continue;
    add_links(bench);
    add_colour(bench);
    keep_alive(bench);
    concentrate_knowledge(bench);
    add_off_hours(bench);
    order_by_creation(bench);
    BuiltBoard built{.board = std::move(bench.board),
                     .figures = {},
                     .plants = goal.plants,
                     .findings = {},
                     .near_misses = std::move(bench.near_misses)};
    built.figures = compute_figures(built.board);
    built.findings = find_all(built.board, built.figures);
    if (is_as_wanted(built.board, built.figures, built.findings, goal, options.sprints)) return built;
  }
  return fail(ErrorCode::failure,
              fmt::format("no board with {} issues in {} sprints holds the wanted plants", goal.issues,
                          options.sprints),
              {}, "ask for more issues, fewer sprints or fewer plants");
}

}  // namespace stint::demo
