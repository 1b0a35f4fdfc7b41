#include "metrics/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace stint::metrics {

namespace {

// One table entry for each whole number between the least and the most of them.
constexpr double kWidest = 1 << 16;

// Of 1…count.
std::size_t nearest_rank(std::size_t count, double percent) {
  return static_cast<std::size_t>(std::max(std::ceil(percent * static_cast<double>(count) / 100.0), 1.0));
}

}  // namespace

std::optional<double> percentile(std::vector<double> values, double percent) {
  if (values.empty()) return std::nullopt;
  const auto position = static_cast<std::ptrdiff_t>(nearest_rank(values.size(), percent)) - 1;
  std::nth_element(values.begin(), values.begin() + position, values.end());
  return values[static_cast<std::size_t>(position)];
}

Ranking::Ranking(std::vector<double> values) : count_(values.size()) {
  assert(!values.empty());
  least_ = std::numeric_limits<double>::infinity();
  double most = -least_;
  bool whole = true;
  for (const double value : values) {
    if (value == std::numeric_limits<double>::infinity()) continue;
    least_ = std::min(least_, value);
    most = std::max(most, value);
    whole = whole && std::trunc(value) == value;
  }
  if (!whole || !(most - least_ < kWidest)) {
    std::ranges::sort(values);
    sorted_ = std::move(values);
    return;
  }
  up_to_.assign(most >= least_ ? static_cast<std::size_t>(most - least_) + 1 : 0, 0);
  for (const double value : values) {
    if (std::isfinite(value)) ++up_to_[static_cast<std::size_t>(value - least_)];
  }
  std::inclusive_scan(up_to_.begin(), up_to_.end(), up_to_.begin());
}

double Ranking::percentile(double percent) const {
  const std::size_t rank = nearest_rank(count_, percent);
  if (!sorted_.empty()) return sorted_[rank - 1];
  const auto found = std::ranges::lower_bound(up_to_, rank);
  if (found == up_to_.end()) return std::numeric_limits<double>::infinity();
  return least_ + static_cast<double>(found - up_to_.begin());
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

std::optional<double> ratio(double numerator, double denominator) {
  if (denominator == 0) return std::nullopt;
  return numerator / denominator;
}

}  // namespace stint::metrics
