// A snapshot of a sprint as the numbers that are learned from.
#pragma once

#include <array>
#include <cstddef>

#include "metrics/sprint_risk.h"

namespace stint::metrics {

inline constexpr std::size_t kSprintRiskFeatures = 45;

// The size of the sprint in the board's unit, at least 1. Differences are learned as multiples of it, so that
// boards with large and small sprints teach each other.
[[nodiscard]] double sprint_scale(const SprintSnapshot& snapshot);

// Without what nobody knows, which is −1.
[[nodiscard]] std::array<double, kSprintRiskFeatures> sprint_risk_features(const SprintSnapshot& snapshot);

}  // namespace stint::metrics
