#include "metrics/theil_sen.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace stint::metrics {
namespace {

constexpr double kNormal95 = 1.959963984540054;  // two-sided

void thin(std::vector<Point>& sorted) {
  if (sorted.size() <= kExactPoints) return;
  for (std::size_t i = 0; i < kExactPoints; ++i) sorted[i] = sorted[i * sorted.size() / kExactPoints];
  sorted.resize(kExactPoints);
}

// What groups of equal values take from the variance of Kendall's S.
struct Ties {
  double pairs = 0;    // Σ t(t − 1)
  double triples = 0;  // Σ t(t − 1)(t − 2)
  double spread = 0;   // Σ t(t − 1)(2t + 5)
};

Ties ties_of(std::vector<double> values) {
  std::ranges::sort(values);
  Ties ties;
  for (std::size_t i = 0; i < values.size();) {
    std::size_t end = i;
    while (end < values.size() && values[end] == values[i]) ++end;
    const auto t = static_cast<double>(end - i);
    ties.pairs += t * (t - 1);
    ties.triples += t * (t - 1) * (t - 2);
    ties.spread += t * (t - 1) * (2 * t + 5);
    i = end;
  }
  return ties;
}

double kendall_variance(const std::vector<Point>& points) {
  std::vector<double> xs;
  std::vector<double> ys;
  for (const Point& point : points) {
    xs.push_back(point.x);
    ys.push_back(point.y);
  }
  const Ties x = ties_of(std::move(xs));
  const Ties y = ties_of(std::move(ys));
  const auto n = static_cast<double>(points.size());
  double variance = (n * (n - 1) * (2 * n + 5) - x.spread - y.spread) / 18;
  variance += x.pairs * y.pairs / (2 * n * (n - 1));
  if (n > 2) variance += x.triples * y.triples / (9 * n * (n - 1) * (n - 2));
  return std::max(variance, 0.0);
}

std::vector<double> slopes_of(const std::vector<Point>& sorted) {
  std::vector<double> slopes;
  slopes.reserve(sorted.size() * (sorted.size() - 1) / 2);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = i + 1; j < sorted.size(); ++j) {
      const double run = sorted[j].x - sorted[i].x;
      if (run > 0) slopes.push_back((sorted[j].y - sorted[i].y) / run);
    }
  }
  return slopes;
}

}  // namespace

std::optional<TheilSen> theil_sen(std::vector<Point> points) {
  TheilSen result;
  result.n = points.size();
  std::ranges::sort(points, {}, [](const Point& point) { return std::tuple{point.x, point.y}; });
  thin(points);
  std::vector<double> slopes = slopes_of(points);
  if (slopes.empty()) return std::nullopt;
  result.used = points.size();
  result.slopes = slopes.size();

  // Each selection leaves smaller slopes in front and larger ones behind, so the next has half as far to
  // look.
  const auto at = [&](std::size_t position) {
    return slopes.begin() + static_cast<std::ptrdiff_t>(position);
  };
  const std::size_t n = slopes.size();
  const std::size_t middle = n / 2;
  std::nth_element(slopes.begin(), at(middle), slopes.end());
  const double upper = slopes[middle];
  result.slope = n % 2 == 1 ? upper : (*std::max_element(slopes.begin(), at(middle)) + upper) / 2;

  const double reach = kNormal95 * std::sqrt(kendall_variance(points));
  const double rank =
      std::floor((static_cast<double>(n) - reach) / 2);  // from either end, 1 is the outermost
  const std::size_t outer = rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1;
  const std::size_t lowest = std::min(outer, middle);
  std::nth_element(slopes.begin(), at(lowest), at(middle));
  result.low = slopes[lowest];
  const std::size_t highest = std::max(n - 1 - outer, middle);
  std::nth_element(at(middle), at(highest), slopes.end());
  result.high = slopes[highest];
  return result;
}

}  // namespace stint::metrics
