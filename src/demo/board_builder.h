// Makes one board from its goal, again and again with other dice until the goal is met exactly.
#pragma once

#include <vector>

#include "demo/demo.h"
#include "demo/figures.h"
#include "demo/goal.h"
#include "demo/workbench.h"

namespace stint::demo {

struct BuiltBoard {
  Board board;
  BoardFigures figures;
  std::vector<Planted> plants;
  std::vector<Finding> findings;  // all of them; those of the plants included
  std::vector<NearMiss> near_misses;
};

// The check by which a plant shows; nothing for the kinds whose detectors are not among the findings here.
[[nodiscard]] std::optional<Check> plant_check(Plant plant);

// Deterministic in its arguments. ErrorCode::failure when no attempt meets the goal, which the options'
// bounds are there to prevent.
[[nodiscard]] Result<BuiltBoard> build_board(const DemoOptions& options, const OrganisationPlan& plan,
                                             std::int64_t index);

}  // namespace stint::demo
