// A binary tree of thresholds that ends in numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/learning/histogram_bins.h"

namespace stint::metrics::learning {

struct TreeNode {
  std::int32_t column = -1;  // −1: a leaf
  double threshold = 0;      // at most this goes left
  std::uint32_t left = 0;    // the right child follows the left one
  double value = 0;          // of a leaf
};

class RegressionTree {
 public:
  explicit RegressionTree(std::vector<TreeNode> nodes) : nodes_(std::move(nodes)) {}

  [[nodiscard]] double predict(std::span<const double> row) const;
  [[nodiscard]] std::span<const TreeNode> nodes() const { return nodes_; }

 private:
  std::vector<TreeNode> nodes_;
};

struct TreeLimits {
  int depth = 4;              // splits from the root to a leaf, at most
  std::size_t leaf_rows = 5;  // rows in a leaf, at least
};

// What a tree is grown on, one number per row of the bins.
struct TreeTargets {
  std::span<const double> slopes;   // what the splits tell apart, by least squares
  std::span<const double> values;   // what a leaf takes its value from
  std::span<const double> weights;  // above 0
  bool median = true;               // a leaf's value is the weighted median, otherwise the weighted mean
};

// Grows on the given rows (which it reorders) and columns. At a tie the split met first is kept, in the order
// of the columns.
[[nodiscard]] RegressionTree grow_tree(const HistogramBins& bins, const TreeTargets& targets,
                                       std::span<std::uint32_t> rows, std::span<const std::uint32_t> columns,
                                       const TreeLimits& limits);

// The smallest value with at least half of the weight at or below it; the mean of it and the next one where
// exactly half lies there. At least one row; they are reordered.
[[nodiscard]] double weighted_median(std::span<const double> values, std::span<const double> weights,
                                     std::span<std::uint32_t> rows);

}  // namespace stint::metrics::learning
