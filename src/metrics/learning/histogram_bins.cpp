#include "metrics/learning/histogram_bins.h"

#include <algorithm>

namespace stint::metrics::learning {
namespace {

// Cuts lie halfway between neighbouring values, so that values not seen in training fall on the nearer side.
std::vector<double> cuts_of(std::vector<double> values) {
  std::ranges::sort(values);
  std::vector<double> cuts;
  const std::size_t wanted = HistogramBins::kMost;
  std::size_t next = 0;  // the rank from which the next cut may be made
  for (std::size_t i = 1; i < values.size() && cuts.size() + 1 < wanted; ++i) {
    if (values[i] == values[i - 1] || i < next) continue;
    cuts.push_back(values[i - 1] + (values[i] - values[i - 1]) / 2);
    next = i + std::max<std::size_t>(1, values.size() / wanted);
  }
  return cuts;
}

}  // namespace

HistogramBins::HistogramBins(const FeatureMatrix& features)
    : rows_(features.rows()), bins_(features.rows() * features.columns()), cuts_(features.columns()) {
  std::vector<double> values(rows_);
  for (std::size_t column = 0; column < features.columns(); ++column) {
    for (std::size_t row = 0; row < rows_; ++row) values[row] = features.at(row, column);
    auto& cuts = cuts_[column] = cuts_of(values);
    for (std::size_t row = 0; row < rows_; ++row) {
      const auto bin = std::ranges::lower_bound(cuts, values[row]) - cuts.begin();
      bins_[column * rows_ + row] = static_cast<std::uint8_t>(bin);
    }
  }
}

}  // namespace stint::metrics::learning
