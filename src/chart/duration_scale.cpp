#include "chart/duration_scale.h"

#include <algorithm>

namespace stint::chart {

DurationScale duration_scale(double longest, double usual, double bottom, double top) {
  usual = std::max(usual, 1.0);
  if (longest <= 6 * usual) {
    const double high = headroom(std::max(longest, 1.0));
    return {Scale::linear(0, high, bottom, top), ticks(0, high, 6), false};
  }
  const double high = longest * 1.3;
  // Below half a day nothing is told apart: cycle times count whole days.
  return {Scale::logarithmic(0.7, high, bottom, top), logarithmic_ticks(1, high, 9), true};
}

}  // namespace stint::chart
