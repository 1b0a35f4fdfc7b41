// What each sprint completed, against what it committed to, with the usual range and what the next may bring.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"

namespace stint::chart {

struct Velocity {
  Name name;
  std::string unit;  // "points"
  struct Bar {
    std::string label;  // the sprint's name
    double completed = 0;
    std::optional<double> committed;
  };
  std::vector<Bar> bars;  // the oldest first; the last twelve are drawn, eight on a small screen
  std::optional<double> least, median, most;
  struct Next {
    double low = 0, middle = 0, high = 0;  // completed at least `low` in 85 of 100 cases, `high` in 15
  };
  std::optional<Next> next;
};

// Nothing without bars.
[[nodiscard]] std::optional<Chart> draw(const Velocity& data);

}  // namespace stint::chart
