// Features cut into a few bins each, so that a tree finds its splits by counting instead of sorting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/learning/feature_matrix.h"

namespace stint::metrics::learning {

// Bins of about equal numbers of rows, at most 32 a column; equal values share a bin.
class HistogramBins {
 public:
  static constexpr std::size_t kMost = 32;

  explicit HistogramBins(const FeatureMatrix& features);

  [[nodiscard]] std::size_t columns() const { return cuts_.size(); }
  // The bin of each row in a column.
  [[nodiscard]] std::span<const std::uint8_t> column(std::size_t index) const {
    return std::span(bins_).subspan(index * rows_, rows_);
  }
  [[nodiscard]] std::size_t bins(std::size_t column) const { return cuts_[column].size() + 1; }
  // Bin b holds what is above cut b − 1 and not above cut b.
  [[nodiscard]] double cut(std::size_t column, std::size_t bin) const { return cuts_[column][bin]; }

 private:
  std::size_t rows_;
  std::vector<std::uint8_t> bins_;  // column by column
  std::vector<std::vector<double>> cuts_;
};

}  // namespace stint::metrics::learning
