#include "metrics/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stint::metrics {

std::optional<double> percentile(std::vector<double> values, double percent) {
  if (values.empty()) return std::nullopt;
  const auto rank = std::ceil(percent * static_cast<double>(values.size()) / 100.0);
  const auto position = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), values.begin() + position, values.end());
  return values[static_cast<std::size_t>(position)];
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
