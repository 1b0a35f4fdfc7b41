#include "metrics/learning/boosted_trees.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "metrics/learning/random_stream.h"

namespace stint::metrics::learning {
namespace {

// Rows by their contents, because sums and random choices depend on the order.
std::vector<std::uint32_t> canonical_order(const FeatureMatrix& features, std::span<const double> targets,
                                           std::span<const double> weights) {
  std::vector<std::uint32_t> order(features.rows());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const auto left = features.row(a);
    const auto right = features.row(b);
    if (!std::ranges::equal(left, right)) return std::ranges::lexicographical_compare(left, right);
    if (targets[a] != targets[b]) return targets[a] < targets[b];
    return weights[a] < weights[b];
  });
  return order;
}

// A random part of `all`, never none of it.
void draw(RandomStream& random, double share, std::span<const std::uint32_t> all,
          std::vector<std::uint32_t>& drawn) {
  drawn.clear();
  for (const auto one : all) {
    if (share >= 1 || random.chance(share)) drawn.push_back(one);
  }
  if (drawn.empty()) drawn.assign(all.begin(), all.end());
}

double sign(double value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

}  // namespace

BoostedTrees BoostedTrees::fit(const FeatureMatrix& features, std::span<const double> targets,
                               std::span<const double> weights, const BoostingOptions& options) {
  assert(features.rows() > 0 && targets.size() == features.rows() && weights.size() == features.rows());
  const auto order = canonical_order(features, targets, weights);
  FeatureMatrix sorted(features.columns());
  std::vector<double> target;
  std::vector<double> weight;
  for (const auto row : order) {
    sorted.add_row(features.row(row));
    target.push_back(targets[row]);
    weight.push_back(weights[row]);
  }
  const HistogramBins bins(sorted);
  std::vector<std::uint32_t> all_rows(sorted.rows());
  std::iota(all_rows.begin(), all_rows.end(), 0U);
  std::vector<std::uint32_t> all_columns(sorted.columns());
  std::iota(all_columns.begin(), all_columns.end(), 0U);

  const bool absolute = options.loss == Loss::absolute;
  BoostedTrees model;
  model.learning_rate_ = options.learning_rate;
  if (absolute) {
    auto reordered = all_rows;
    model.base_ = weighted_median(target, weight, reordered);
  } else {
    model.base_ = std::inner_product(target.begin(), target.end(), weight.begin(), 0.0) /
                  std::accumulate(weight.begin(), weight.end(), 0.0);
  }
  std::vector<double> residuals(sorted.rows());
  for (std::size_t row = 0; row < residuals.size(); ++row) residuals[row] = target[row] - model.base_;

  RandomStream random(options.seed);
  std::vector<double> slopes(residuals.size());
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> columns;
  for (int tree = 0; tree < options.trees; ++tree) {
    draw(random, options.row_share, all_rows, rows);
    draw(random, options.column_share, all_columns, columns);
    std::ranges::transform(residuals, slopes.begin(),
                           [&](double residual) { return absolute ? sign(residual) : residual; });
    model.trees_.push_back(
        grow_tree(bins, {slopes, residuals, weight, absolute}, rows, columns, options.limits));
    for (std::size_t row = 0; row < residuals.size(); ++row) {
      residuals[row] -= options.learning_rate * model.trees_.back().predict(sorted.row(row));
    }
  }
  return model;
}

double BoostedTrees::predict(std::span<const double> row) const {
  double sum = base_;
  for (const auto& tree : trees_) sum += learning_rate_ * tree.predict(row);
  return sum;
}

}  // namespace stint::metrics::learning
