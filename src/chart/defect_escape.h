// Where the defects of each release were found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"

namespace stint::chart {

struct DefectEscape {
  Name name;
  struct Release {
    std::string label;
    double production = 0;
    double unknown = 0;
    double before_release = 0;
    // Escape rate, 0 to 1, with the unknown ones counted as found before and in production; nothing when
    // there are no defects.
    std::optional<double> low, high;
  };
  std::vector<Release> releases;  // the oldest first; the last ten are drawn
};

// Nothing without releases.
[[nodiscard]] std::optional<Chart> draw(const DefectEscape& data);

}  // namespace stint::chart
