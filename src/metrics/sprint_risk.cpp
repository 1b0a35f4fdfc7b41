#include "metrics/sprint_risk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "metrics/sprint_risk_features.h"

namespace stint::metrics {
namespace {

using learning::BoostedTrees;
using learning::BoostingOptions;
using learning::FeatureMatrix;

// The parts that the sprints are dealt into; each is predicted from the others.
constexpr std::size_t kParts = 5;

// How many models learn from everything, differing in what they leave out by chance.
constexpr std::uint64_t kVoters = 3;

// A careful learner for sprints that each differ, and a close one for sprints that come back alike.
constexpr std::array<BoostingOptions, 2> kLearners{{
    {.trees = 120, .learning_rate = 0.05, .limits = {3, 10}, .row_share = 0.7, .column_share = 0.3},
    {.trees = 200, .learning_rate = 0.1, .limits = {8, 1}, .row_share = 0.9, .column_share = 0.5},
}};

// No sprint delivers less than nothing.
double possible(double difference, const SprintSnapshot& snapshot) {
  return std::max(difference, -std::max(0.0, snapshot.taken_on()));
}

// What nobody can tell is expected to come out as taken on.
double extrapolated_or_even(const SprintSnapshot& snapshot) {
  return extrapolated_difference(snapshot).value_or(0);
}

double voted(std::span<const BoostedTrees> trees, const SprintSnapshot& snapshot) {
  const auto features = sprint_risk_features(snapshot);
  double sum = 0;
  for (const auto& one : trees) sum += one.predict(features);
  return possible(sum / static_cast<double>(trees.size()) * sprint_scale(snapshot), snapshot);
}

// Learns from the outcomes of all parts but one (of all, where it names none).
BoostedTrees fit_without(std::size_t part, std::span<const SprintOutcome> outcomes,
                         std::span<const std::size_t> parts, BoostingOptions options, std::uint64_t seed) {
  FeatureMatrix features(kSprintRiskFeatures);
  std::vector<double> differences;
  std::vector<double> scales;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (parts[i] == part) continue;
    const double scale = sprint_scale(outcomes[i].snapshot);
    features.add_row(sprint_risk_features(outcomes[i].snapshot));
    differences.push_back(outcomes[i].difference / scale);
    // An error counts in the board's unit, as it is reported.
    scales.push_back(scale);
  }
  options.seed = seed;
  return BoostedTrees::fit(features, differences, scales, options);
}

// Each outcome as told by trees that never saw its sprint.
std::vector<double> cross_predicted(std::span<const SprintOutcome> outcomes,
                                    std::span<const std::size_t> parts, const BoostingOptions& options) {
  std::vector<double> predicted(outcomes.size());
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::array trees{fit_without(part, outcomes, parts, options, part + 1)};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (parts[i] == part) predicted[i] = voted(trees, outcomes[i].snapshot);
    }
  }
  return predicted;
}

// The part of each outcome: the sprints in the order of their numbers are dealt out in turn.
std::vector<std::size_t> parts_of(std::span<const SprintOutcome> outcomes,
                                  std::vector<std::int64_t>& sprints) {
  sprints.clear();
  for (const auto& outcome : outcomes) sprints.push_back(outcome.snapshot.sprint);
  std::ranges::sort(sprints);
  const auto repeated = std::ranges::unique(sprints);
  sprints.erase(repeated.begin(), repeated.end());
  std::vector<std::size_t> parts;
  for (const auto& outcome : outcomes) {
    const auto rank = std::ranges::lower_bound(sprints, outcome.snapshot.sprint) - sprints.begin();
    parts.push_back(static_cast<std::size_t>(rank) % kParts);
  }
  return parts;
}

// The sum is made from the smallest up, so that the order of the outcomes does not show.
double mean_absolute_miss(std::span<const SprintOutcome> outcomes, std::span<const double> predicted) {
  std::vector<double> misses;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    misses.push_back(std::abs(outcomes[i].difference - predicted[i]));
  }
  std::ranges::sort(misses);
  return std::accumulate(misses.begin(), misses.end(), 0.0) / static_cast<double>(misses.size());
}

}  // namespace

std::optional<double> extrapolated_difference(const SprintSnapshot& snapshot) {
  double delivered = 0;
  if (snapshot.past) {
    delivered = snapshot.completed + (1 - std::min(1.0, snapshot.elapsed)) * snapshot.past->completed;
  } else if (snapshot.elapsed > 0) {
    delivered = snapshot.completed / std::min(1.0, snapshot.elapsed);
  } else {
    return std::nullopt;
  }
  return possible(std::min(0.0, delivered - snapshot.taken_on()), snapshot);
}

SprintRiskModel SprintRiskModel::train(std::span<const SprintOutcome> outcomes) {
  outcomes = outcomes.last(std::min(outcomes.size(), kMostOutcomes));
  SprintRiskModel model;
  std::vector<std::int64_t> sprints;
  const auto parts = parts_of(outcomes, sprints);
  if (sprints.size() < kLeastSprints) return model;

  std::vector<double> predicted;
  std::vector<double> unchanged;
  for (const auto& outcome : outcomes) {
    predicted.push_back(extrapolated_or_even(outcome.snapshot));
    unchanged.push_back(-outcome.snapshot.remaining);
  }
  SprintRiskError error;
  error.sprints = sprints.size();
  error.mean_absolute_extrapolated = mean_absolute_miss(outcomes, predicted);
  error.mean_absolute_unchanged = mean_absolute_miss(outcomes, unchanged);
  error.mean_absolute = error.mean_absolute_extrapolated;
  const BoostingOptions* best = nullptr;
  for (const auto& options : kLearners) {
    auto told = cross_predicted(outcomes, parts, options);
    const double miss = mean_absolute_miss(outcomes, told);
    if (miss >= error.mean_absolute) continue;
    error.mean_absolute = miss;
    predicted = std::move(told);
    best = &options;
  }
  if (best != nullptr) {
    model.method_ = RiskMethod::learned;
    for (std::uint64_t seed = 1; seed <= kVoters; ++seed) {
      model.trees_.push_back(fit_without(kParts, outcomes, parts, *best, seed));
    }
  }
  model.error_ = error;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    model.misses_.push_back((outcomes[i].difference - predicted[i]) / sprint_scale(outcomes[i].snapshot));
  }
  std::ranges::sort(model.misses_);
  return model;
}

std::optional<SprintRisk> SprintRiskModel::predict(const SprintSnapshot& snapshot) const {
  SprintRisk risk;
  risk.method = method_;
  if (method_ == RiskMethod::learned) {
    risk.expected = voted(trees_, snapshot);
  } else {
    const auto expected = extrapolated_difference(snapshot);
    if (!expected) return std::nullopt;
    risk.expected = *expected;
  }
  if (misses_.empty()) return risk;
  const double scale = sprint_scale(snapshot);
  // Nearest rank, as in statistics.h, on what is sorted already.
  const auto at = [&](std::size_t percent) {
    const std::size_t rank = (percent * misses_.size() + 99) / 100;
    return possible(risk.expected + scale * misses_[rank - 1], snapshot);
  };
  const auto short_of = std::ranges::lower_bound(misses_, -risk.expected / scale) - misses_.begin();
  risk.range = {at(15), at(50), at(85), static_cast<double>(short_of) / static_cast<double>(misses_.size())};
  return risk;
}

}  // namespace stint::metrics
