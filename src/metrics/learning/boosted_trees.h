// Gradient-boosted regression trees (Friedman: "Greedy function approximation: a gradient boosting machine",
// Annals of Statistics 29, 2001; on random parts of the rows: "Stochastic gradient boosting", 2002).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/learning/feature_matrix.h"
#include "metrics/learning/regression_tree.h"

namespace stint::metrics::learning {

enum class Loss { absolute, squared };

struct BoostingOptions {
  Loss loss = Loss::absolute;  // absolute: few wild outcomes do not pull the others along
  int trees = 150;
  double learning_rate = 0.1;  // the part of each tree's advice that is taken
  TreeLimits limits{};
  double row_share = 0.7;     // of the rows, for each tree; 1: all
  double column_share = 0.5;  // of the columns, for each tree; 1: all
  std::uint64_t seed = 1;
};

// The same rows, in whatever order, give the same model to the last bit.
class BoostedTrees {
 public:
  // Targets and weights (above 0) are one per row; at least one row.
  [[nodiscard]] static BoostedTrees fit(const FeatureMatrix& features, std::span<const double> targets,
                                        std::span<const double> weights, const BoostingOptions& options);

  // A row of as many columns as were learned from.
  [[nodiscard]] double predict(std::span<const double> row) const;

 private:
  double base_ = 0;
  double learning_rate_ = 0;
  std::vector<RegressionTree> trees_;
};

}  // namespace stint::metrics::learning
