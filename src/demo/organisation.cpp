// Sharing issues and plants out among the boards.
#include <algorithm>
#include <array>

#include "demo/goal.h"

namespace stint::demo {

namespace {

// Plants that get in each other's way on one board, with how much that is to be avoided.
struct Conflict {
  Plant a;
  Plant b;
  std::int64_t cost;
};
constexpr std::array kConflicts{
    Conflict{Plant::missed_target, Plant::velocity_drop, 100},
    Conflict{Plant::stale_work, Plant::blocked, 20},
    Conflict{Plant::scope_creep, Plant::unestimated, 9},
    Conflict{Plant::scope_creep, Plant::missed_target, 5},
    Conflict{Plant::missed_target, Plant::unestimated, 2},
    Conflict{Plant::velocity_drop, Plant::unestimated, 2},
    Conflict{Plant::velocity_drop, Plant::scope_creep, 2},
};

std::int64_t conflict(Plant a, Plant b) {
  for (const Conflict& row : kConflicts) {
    if ((row.a == a && row.b == b) || (row.a == b && row.b == a)) return row.cost;
  }
  return 0;
}

}  // namespace

const Planted* BoardGoal::find(Plant plant) const {
  const auto found =
      std::find_if(plants.begin(), plants.end(), [&](const auto& p) { return p.plant == plant; });
  return found == plants.end() ? nullptr : &*found;
}

OrganisationPlan::OrganisationPlan(const DemoOptions& options)
    : issues_(options.issues),
      boards_(std::max<std::int64_t>(1, options.issues / (14 * options.sprints + 20))) {
  place_all(options);
}

void OrganisationPlan::place_all(const DemoOptions& options) {
  Random random(mix(options.seed, 0x91a7));
  const int last_closed = options.sprints - 2;
  const int active = options.sprints - 1;
  for (const Plant plant : all_plants()) {
    if (std::find(options.plants.begin(), options.plants.end(), plant) == options.plants.end()) continue;
    // Where there are many boards, a handful of random ones is enough to find an empty one.
    std::vector<std::int64_t> candidates;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(boards_, 64); ++i) {
      candidates.push_back(boards_ <= 64 ? i : random.below(boards_));
    }
    random.shuffle(candidates);
    std::int64_t best = candidates.front();
    std::int64_t best_cost = -1;
    for (const std::int64_t board : candidates) {
      std::int64_t cost = 0;
      for (const Place& place : places_) {
        if (place.board == board) cost += 4 + conflict(place.planted.plant, plant);
      }
      if (best_cost < 0 || cost < best_cost) {
        best = board;
        best_cost = cost;
      }
    }
    const auto taken = [&](int sprint) {
      return std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
        return place.board == best && place.planted.sprint == sprint;
      });
    };
    Planted planted{.plant = plant, .error = random.chance(450)};
    const bool prefer_active = random.chance(500);
    switch (plant) {
      case Plant::scope_creep:
      case Plant::unestimated:
        planted.sprint = prefer_active ? active : last_closed;
        if (taken(planted.sprint)) planted.sprint = prefer_active ? last_closed : active;
        if (taken(last_closed)) planted.sprint = active;
        break;
      case Plant::missed_target:
        planted.sprint = last_closed;
        break;
      case Plant::velocity_drop:
        planted.sprint = last_closed;
        for (Place& place : places_) {
          if (place.board != best || place.planted.sprint != last_closed) continue;
          // Sharing a sprint with a missed target, both are of one strength. Creep or missing estimates
          // would work against it, so they move on.
          if (place.planted.plant == Plant::missed_target) planted.error = place.planted.error;
          if (place.planted.plant == Plant::scope_creep || place.planted.plant == Plant::unestimated) {
            place.planted.sprint = active;
          }
        }
        break;
      default:
        break;
    }
    places_.push_back({best, planted});
  }
  // A board that has a missed target keeps creep and missing estimates out of that sprint.
  for (Place& place : places_) {
    if (place.planted.plant != Plant::scope_creep && place.planted.plant != Plant::unestimated) continue;
    const bool missed = std::any_of(places_.begin(), places_.end(), [&](const Place& other) {
      return other.board == place.board && other.planted.plant == Plant::missed_target;
    });
    if (missed) place.planted.sprint = active;
  }
}

std::int64_t OrganisationPlan::issues_before(std::int64_t index) const {
  return index * (issues_ / boards_) + std::min(index, issues_ % boards_);
}

BoardGoal OrganisationPlan::board(std::int64_t index) const {
  BoardGoal goal{.index = index, .issues = issues_before(index + 1) - issues_before(index), .plants = {}};
  for (const Place& place : places_) {
    if (place.board == index) goal.plants.push_back(place.planted);
  }
  return goal;
}

}  // namespace stint::demo
