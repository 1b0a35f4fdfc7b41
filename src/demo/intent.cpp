// From plants to the ranges that each sprint has to meet; healthy sprints get theirs here too, and now and
// then a near miss.
#include <algorithm>

#include "demo/goal.h"

namespace stint::demo {

namespace {

constexpr Span kNear{167, 190};
constexpr Span kWarning{255, 365};
constexpr Span kError{455, 600};
constexpr std::int64_t kAnyDrop = -1000;

Span severe(bool error) {
  return error ? kError : kWarning;
}

std::int64_t members_for(std::int64_t issues, int sprints, int attempt) {
  const std::int64_t overhead = 2 + issues / 50 + issues * 5 / 100 + 12;
  return std::clamp<std::int64_t>((issues - overhead) / sprints - attempt / 8, 9, 16);
}

void add_near_misses(Intent& intent, int sprints, Random& random) {
  // One closed sprint at most per figure, and never next to the planted end, so that nothing adds up.
  const auto free_sprint = [&]() -> SprintGoal* {
    if (sprints < 5) return nullptr;
    SprintGoal& goal = intent.sprints[static_cast<std::size_t>(random.between(1, sprints - 3))];
    return goal.near_miss.empty() ? &goal : nullptr;
  };
  if (random.chance(500)) {
    if (SprintGoal* goal = free_sprint()) {
      goal->near_miss = "scope_creep";
      goal->creep = kNear;
    }
  }
  if (random.chance(500)) {
    if (SprintGoal* goal = free_sprint()) {
      goal->near_miss = "missed_target";
      goal->miss = kNear;
      goal->drop = {kAnyDrop, 185};
    }
  }
  if (sprints >= 6 && random.chance(400)) {
    SprintGoal& goal = intent.sprints[static_cast<std::size_t>(random.between(3, sprints - 3))];
    if (goal.near_miss.empty()) {
      goal.near_miss = "velocity";
      goal.drop = {155, 188};
      goal.target = goal.target * 87 / 100;
      goal.holidays = true;
    }
  }
}

void plant_velocity(SprintGoal& goal, bool error, bool with_miss, Random& random) {
  goal.drop = severe(error);
  const bool fewer_committed = !with_miss && random.chance(600);
  if (fewer_committed) {
    goal.target = goal.target * (error ? 52 : 74) / 100;
    goal.members = std::max<std::int64_t>(6, goal.members * (error ? 62 : 78) / 100);
    goal.holidays = true;
    goal.creep = {0, 150};
  } else if (!with_miss) {
    goal.miss = error ? Span{420, 620} : Span{215, 390};
    goal.planted_miss = true;
  } else {
    goal.target = goal.target * 92 / 100;
    goal.creep = {0, 100};
  }
}

// Work in progress at the end: left alone, or blocked.
void plant_in_progress(Intent& intent, const BoardGoal& board, Random& random) {
  ActiveGoal& active = intent.active;
  SprintGoal& sprint = intent.sprints.back();
  const Planted* blocked = board.find(Plant::blocked);
  const Planted* stale = board.find(Plant::stale_work);
  if (blocked != nullptr) {
    active.blocked = blocked->error ? 1 : 2;
    active.link_blocked = true;
    active.in_progress += 3;
    intent.sprints[intent.sprints.size() - 2].long_blocked = blocked->error;
  }
  active.near_blocked = blocked == nullptr && random.chance(400);
  if (stale != nullptr) {
    active.in_progress = std::max<std::int64_t>(active.in_progress + 2, 8);
    active.stale = ((active.in_progress + (blocked != nullptr ? 1 : 0)) * 37 + 99) / 100;
  } else {
    active.stale = random.chance(400) ? 1 : 0;
  }
  if (blocked != nullptr || stale != nullptr) {
    active.done_share = 250;
    sprint.members = std::max(sprint.members, active.in_progress + 5);
  }
}

void plant_in_sprints(Intent& intent, const BoardGoal& board, int sprints, Random& random) {
  const auto closed = static_cast<std::size_t>(sprints - 2);
  if (const Planted* planted = board.find(Plant::missed_target)) {
    SprintGoal& goal = intent.sprints[closed];
    goal.miss = severe(planted->error);
    goal.planted_miss = true;
    goal.drop = {kAnyDrop, 1000};
  }
  if (const Planted* planted = board.find(Plant::velocity_drop)) {
    plant_velocity(intent.sprints[closed], planted->error, board.find(Plant::missed_target) != nullptr,
                   random);
  }
  if (const Planted* planted = board.find(Plant::scope_creep)) {
    SprintGoal& goal = intent.sprints[static_cast<std::size_t>(planted->sprint)];
    goal.creep = severe(planted->error);
    goal.planted_creep = true;
    goal.grown = 100;
    if (goal.drop.low == kAnyDrop) goal.drop.high = 1000;
    // What was added pushes other things out: sometimes so far that the target is really missed.
    if (planted->sprint == sprints - 2) goal.miss = random.chance(500) ? Span{90, 185} : Span{220, 340};
  }
  if (const Planted* planted = board.find(Plant::unestimated)) {
    SprintGoal& goal = intent.sprints[static_cast<std::size_t>(planted->sprint)];
    goal.unestimated =
        planted->error ? (goal.members * 36 + 99) / 100 : std::max<std::int64_t>(2, goal.members * 18 / 100);
  }
  plant_in_progress(intent, board, random);
}

}  // namespace

Intent make_intent(const BoardGoal& goal, int sprints, Random& random, int attempt) {
  Intent intent;
  intent.members = members_for(goal.issues, sprints, attempt);
  const std::int64_t base = intent.members * random.between(31, 38) / 10;
  for (int i = 0; i < sprints; ++i) {
    SprintGoal sprint;
    sprint.members = std::max<std::int64_t>(9, intent.members + random.between(-1, 1));
    sprint.target = base * random.between(96, 105) / 100;
    sprint.unestimated = random.chance(350) ? 1 : 0;
    intent.sprints.push_back(sprint);
  }
  intent.active.in_progress = random.between(4, 5);
  // An active sprint is not over: less has been added so far.
  intent.sprints.back().creep = {0, 130};
  add_near_misses(intent, sprints, random);
  plant_in_sprints(intent, goal, sprints, random);
  if (const Planted* planted = goal.find(Plant::defect_leakage)) {
    intent.defects = {
        .rate = planted->error ? Span{450, 640} : Span{255, 370}, .planted = true, .near_miss = {}};
  } else if (random.chance(300)) {
    intent.defects = {.rate = {155, 190}, .planted = false, .near_miss = "escape_rate"};
  }
  intent.silo = goal.find(Plant::knowledge_silo) != nullptr;
  intent.burnout = goal.find(Plant::burnout_risk) != nullptr;
  return intent;
}

}  // namespace stint::demo
