// A word-sized line beside a figure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"

namespace stint::chart {

// <svg>, 120 by 28 units, from the lowest to the highest value; a missing one leaves a gap. Empty with fewer
// than two values.
[[nodiscard]] std::string sparkline(const Name& name, const std::vector<std::optional<double>>& values);

}  // namespace stint::chart
