// Observations as rows of numbers: what a learner learns from.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace stint::metrics::learning {

// Row by row; every row has the same number of columns. No cell may be NaN.
class FeatureMatrix {
 public:
  explicit FeatureMatrix(std::size_t columns) : columns_(columns) {}

  void add_row(std::span<const double> cells) {
    assert(cells.size() == columns_);
    cells_.insert(cells_.end(), cells.begin(), cells.end());
    ++rows_;
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::span<const double> row(std::size_t index) const {
    return std::span(cells_).subspan(index * columns_, columns_);
  }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return cells_[row * columns_ + column];
  }

 private:
  std::size_t columns_;
  std::size_t rows_ = 0;
  std::vector<double> cells_;
};

}  // namespace stint::metrics::learning
