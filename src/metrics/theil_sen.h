// A trend that outliers do not bend: the median of the slopes between all pairs of points.
//
// Sources: Theil 1950; Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968, for the
// confidence interval; Kendall, "Rank correlation methods", for the variance with ties in both coordinates.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace stint::metrics {

struct Point {
  double x = 0;
  double y = 0;
};

struct TheilSen {
  double slope = 0;        // in units of y per unit of x
  double low = 0;          // 95 % confidence interval of the slope
  double high = 0;         //
  std::size_t n = 0;       // points given
  std::size_t used = 0;    // fewer than n where the points were thinned
  std::size_t slopes = 0;  // pairs of points with different x

  // Whether the interval leaves out zero.
  [[nodiscard]] bool significant() const { return low > 0 || high < 0; }
};

// Up to this many points every pair is looked at. More are thinned to this many: sorted by x, then y, evenly
// spaced ones are kept, so that the same points give the same slope.
inline constexpr std::size_t kExactPoints = 2000;

// Nothing without two points of different x. The order of the points does not matter.
[[nodiscard]] std::optional<TheilSen> theil_sen(std::vector<Point> points);

}  // namespace stint::metrics
