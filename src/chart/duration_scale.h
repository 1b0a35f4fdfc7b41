// A scale for durations in days: even where they lie close together, logarithmic where a few are many times
// longer than the usual ones and would press the rest against the base line.
#pragma once

#include <vector>

#include "chart/scale.h"

namespace stint::chart {

struct DurationScale {
  Scale scale;
  std::vector<double> ticks;
  bool logarithmic = false;
};

// `longest` of all and `usual` (a high percentile), in days; from `bottom` up to `top`.
[[nodiscard]] DurationScale duration_scale(double longest, double usual, double bottom, double top);

}  // namespace stint::chart
