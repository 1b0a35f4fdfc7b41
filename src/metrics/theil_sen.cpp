#include "metrics/theil_sen.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
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

// Slopes by their leading bits: sign, exponent, and four of the fraction. The order of buckets is that of the
// values in them; what is very steep or nearly flat shares the outermost ones of its sign.
constexpr unsigned kFraction = 4;
constexpr std::uint64_t kFlattest = std::uint64_t{1023 - 20} << kFraction;
constexpr std::uint64_t kSteepest = std::uint64_t{1023 + 20} << kFraction;
constexpr std::size_t kSide = kSteepest - kFlattest + 1;

std::size_t bucket_of(double slope) {
  const auto bits = std::bit_cast<std::uint64_t>(slope);
  const std::uint64_t size = (bits & ~(std::uint64_t{1} << 63U)) >> (52U - kFraction);
  const std::uint64_t step = std::clamp(size, kFlattest, kSteepest) - kFlattest;
  return bits >> 63U == 0 ? kSide + step : kSide - 1 - step;
}

// The slopes at four places of their order, which must not fall. Looks into the few buckets that hold them
// only: partial sorting of everything would take several times as long.
std::array<double, 4> ranked(const std::vector<double>& slopes, const std::array<std::size_t, 4>& wanted) {
  std::array<std::uint32_t, 2 * kSide> counts{};
  for (const double slope : slopes) ++counts[bucket_of(slope)];
  std::array<double, 4> found{};
  std::vector<double> inside;
  std::size_t before = 0;  // slopes in earlier buckets
  std::size_t bucket = 0;
  std::size_t gathered = counts.size();  // which bucket is inside
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    while (before + counts.at(bucket) <= wanted[i]) before += counts.at(bucket++);
    if (gathered != bucket) {
      inside.clear();
      std::ranges::copy_if(slopes, std::back_inserter(inside),
                           [&](double slope) { return bucket_of(slope) == bucket; });
      gathered = bucket;
    }
    const auto place = inside.begin() + static_cast<std::ptrdiff_t>(wanted[i] - before);
    std::nth_element(inside.begin(), place, inside.end());
    found[i] = *place;
  }
  return found;
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

  const std::size_t n = slopes.size();
  const std::size_t middle = n / 2;
  const double reach = kNormal95 * std::sqrt(kendall_variance(points));
  const double rank =
      std::floor((static_cast<double>(n) - reach) / 2);  // from either end, 1 is the outermost
  const std::size_t outer = rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1;
  const std::array wanted{std::min(outer, middle), n % 2 == 1 ? middle : middle - 1, middle,
                          std::max(n - 1 - outer, middle)};
  const std::array found = ranked(slopes, wanted);
  result.low = found[0];
  result.slope = n % 2 == 1 ? found[2] : (found[1] + found[2]) / 2;
  result.high = found[3];
  return result;
}

}  // namespace stint::metrics
