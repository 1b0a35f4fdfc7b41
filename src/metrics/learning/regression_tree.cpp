#include "metrics/learning/regression_tree.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>

namespace stint::metrics::learning {
namespace {

struct Bin {
  double slope = 0;
  double weight = 0;
  std::size_t rows = 0;
};

struct Split {
  double gain = 0;
  std::uint32_t column = 0;
  std::size_t bin = 0;  // the last one on the left
};

struct Sum {
  double slope = 0;
  double weight = 0;

  // How much of the squared error its mean explains.
  [[nodiscard]] double explained() const { return weight > 0 ? slope * slope / weight : 0; }
};

class Growth {
 public:
  Growth(const HistogramBins& bins, const TreeTargets& targets, std::span<const std::uint32_t> columns,
         const TreeLimits& limits)
      : bins_(bins), targets_(targets), columns_(columns), limits_(limits) {
    nodes_.emplace_back();
  }

  // Children are made in pairs, so that a node needs only one link.
  void grow(std::uint32_t node, std::span<std::uint32_t> rows, int depth) {
    const auto split = depth < limits_.depth && rows.size() >= 2 * limits_.leaf_rows ? best_split(rows)
                                                                                     : std::optional<Split>{};
    if (!split) {
      nodes_[node].value = leaf_value(rows);
      return;
    }
    const auto bin_of = bins_.column(split->column);
    const auto right = std::stable_partition(rows.begin(), rows.end(),
                                             [&](std::uint32_t row) { return bin_of[row] <= split->bin; });
    const auto left_rows = static_cast<std::size_t>(right - rows.begin());
    const auto left = static_cast<std::uint32_t>(nodes_.size());
    nodes_[node] = {static_cast<std::int32_t>(split->column), bins_.cut(split->column, split->bin), left, 0};
    nodes_.resize(nodes_.size() + 2);
    grow(left, rows.first(left_rows), depth + 1);
    grow(left + 1, rows.subspan(left_rows), depth + 1);
  }

  [[nodiscard]] std::vector<TreeNode> take() { return std::move(nodes_); }

 private:
  [[nodiscard]] std::optional<Split> best_split(std::span<const std::uint32_t> rows) {
    // Side by side, because every column goes through them.
    weighted_.clear();
    Sum all;
    for (const auto row : rows) {
      const double weight = targets_.weights[row];
      weighted_.push_back({weight * targets_.slopes[row], weight});
      all.slope += weighted_.back().slope;
      all.weight += weight;
    }
    const double explained = all.explained();
    std::optional<Split> best;
    // What is not more than rounding is no gain.
    double best_gain = 1e-9 * all.weight;
    std::array<Bin, HistogramBins::kMost> histogram;
    for (const auto column : columns_) {
      const std::size_t count = bins_.bins(column);
      if (count < 2) continue;
      std::fill_n(histogram.begin(), count, Bin{});
      const auto bin_of = bins_.column(column);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        Bin& bin = histogram[bin_of[rows[i]]];
        bin.slope += weighted_[i].slope;
        bin.weight += weighted_[i].weight;
        ++bin.rows;
      }
      Sum left;
      std::size_t left_rows = 0;
      for (std::size_t bin = 0; bin + 1 < count; ++bin) {
        left.slope += histogram[bin].slope;
        left.weight += histogram[bin].weight;
        left_rows += histogram[bin].rows;
        if (histogram[bin].rows == 0 || left_rows < limits_.leaf_rows) continue;
        if (rows.size() - left_rows < limits_.leaf_rows) break;
        const Sum right{all.slope - left.slope, all.weight - left.weight};
        const double gain = left.explained() + right.explained() - explained;
        if (gain > best_gain) {
          best_gain = gain;
          best = Split{gain, column, bin};
        }
      }
    }
    return best;
  }

  [[nodiscard]] double leaf_value(std::span<std::uint32_t> rows) const {
    if (targets_.median) return weighted_median(targets_.values, targets_.weights, rows);
    double sum = 0;
    double weight = 0;
    for (const auto row : rows) {
      sum += targets_.weights[row] * targets_.values[row];
      weight += targets_.weights[row];
    }
    return sum / weight;
  }

  const HistogramBins& bins_;
  const TreeTargets& targets_;
  std::span<const std::uint32_t> columns_;
  const TreeLimits& limits_;
  std::vector<TreeNode> nodes_;
  std::vector<Sum> weighted_;  // of the rows being split
};

}  // namespace

double RegressionTree::predict(std::span<const double> row) const {
  const TreeNode* node = nodes_.data();
  while (node->column >= 0) {
    const bool right = row[static_cast<std::size_t>(node->column)] > node->threshold;
    node = &nodes_[node->left + (right ? 1U : 0U)];
  }
  return node->value;
}

RegressionTree grow_tree(const HistogramBins& bins, const TreeTargets& targets, std::span<std::uint32_t> rows,
                         std::span<const std::uint32_t> columns, const TreeLimits& limits) {
  assert(!rows.empty());
  Growth growth(bins, targets, columns, limits);
  growth.grow(0, rows, 0);
  return RegressionTree(growth.take());
}

double weighted_median(std::span<const double> values, std::span<const double> weights,
                       std::span<std::uint32_t> rows) {
  assert(!rows.empty());
  std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  double half = 0;
  for (const auto row : rows) half += weights[row];
  half /= 2;
  double below = 0;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    below += weights[rows[i]];
    if (below > half) return values[rows[i]];
    if (below == half) return values[rows[i]] + (values[rows[i + 1]] - values[rows[i]]) / 2;
  }
  return values[rows.back()];
}

}  // namespace stint::metrics::learning
