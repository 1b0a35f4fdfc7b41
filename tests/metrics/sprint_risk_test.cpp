#include "metrics/sprint_risk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <numeric>

#include "bench/sprint_evaluation.h"
#include "metrics/learning/random_stream.h"
#include "metrics/sprint_risk_features.h"

namespace stint::metrics {
namespace {

using learning::BoostedTrees;
using learning::BoostingOptions;
using learning::FeatureMatrix;
using learning::HistogramBins;
using learning::Loss;
using learning::RandomStream;
using learning::weighted_median;

double uniform(RandomStream& random) {
  return static_cast<double>(random.next() >> 11) * 0x1.0p-53;
}

struct Sample {
  FeatureMatrix features{3};
  std::vector<double> targets;
  std::vector<double> weights;

  void add(std::array<double, 3> row, double target, double weight = 1) {
    features.add_row(row);
    targets.push_back(target);
    weights.push_back(weight);
  }
};

// A curve of the first two columns, noise, and a third column that tells nothing.
Sample curved(std::size_t rows, std::uint64_t seed) {
  RandomStream random(seed);
  Sample sample;
  for (std::size_t i = 0; i < rows; ++i) {
    const double a = uniform(random) * 10;
    const double b = std::floor(uniform(random) * 4);
    sample.add({a, b, uniform(random)}, a * a - 5 * b + uniform(random), 1 + b);
  }
  return sample;
}

BoostedTrees fit(const Sample& sample, const BoostingOptions& options) {
  return BoostedTrees::fit(sample.features, sample.targets, sample.weights, options);
}

double loss(const Sample& sample, const BoostedTrees& model, Loss kind) {
  double sum = 0;
  for (std::size_t i = 0; i < sample.targets.size(); ++i) {
    const double miss = sample.targets[i] - model.predict(sample.features.row(i));
    sum += sample.weights[i] * (kind == Loss::absolute ? std::abs(miss) : miss * miss);
  }
  return sum;
}

TEST(WeightedMedian, IsWhereHalfOfTheWeightLies) {
  const std::array values{4.0, 1.0, 3.0};
  std::array<std::uint32_t, 3> rows{0, 1, 2};
  EXPECT_EQ(weighted_median(values, std::array{1.0, 1.0, 1.0}, rows), 3);
  EXPECT_EQ(weighted_median(values, std::array{1.0, 3.0, 1.0}, rows), 1);
  EXPECT_EQ(weighted_median(values, std::array{1.0, 2.0, 1.0}, rows), 2);  // half at 1, the rest from 3 on
  std::array<std::uint32_t, 1> one{2};
  EXPECT_EQ(weighted_median(values, std::array{1.0, 1.0, 1.0}, one), 3);
}

TEST(HistogramBins, EqualValuesShareABinAndCutsLieBetween) {
  FeatureMatrix features(2);
  for (const double value : {5.0, 1.0, 5.0, 2.0}) features.add_row(std::array{value, 7.0});
  const HistogramBins bins(features);
  EXPECT_EQ(bins.bins(0), 3U);
  EXPECT_EQ(bins.bins(1), 1U);
  EXPECT_EQ(std::vector<int>(bins.column(0).begin(), bins.column(0).end()), (std::vector<int>{2, 0, 2, 1}));
  EXPECT_EQ(bins.cut(0, 0), 1.5);
  EXPECT_EQ(bins.cut(0, 1), 3.5);
}

TEST(HistogramBins, AreFewAndInOrder) {
  const auto sample = curved(5000, 3);
  const HistogramBins bins(sample.features);
  EXPECT_EQ(bins.bins(0), HistogramBins::kMost);
  for (std::size_t row = 0; row < 5000; ++row) {
    const std::size_t bin = bins.column(0)[row];
    const double value = sample.features.at(row, 0);
    ASSERT_TRUE(bin == 0 || bins.cut(0, bin - 1) < value);
    ASSERT_TRUE(bin + 1 == bins.bins(0) || value <= bins.cut(0, bin));
  }
}

// One split of squared error: at 2.5, the means 1 and 10; the whole tree is taken at once.
TEST(BoostedTrees, OneTreeByHand) {
  Sample sample;
  sample.add({1, 0, 0}, 0);
  sample.add({2, 0, 0}, 2);
  sample.add({3, 0, 0}, 9);
  sample.add({4, 0, 0}, 11);
  const BoostingOptions options{.loss = Loss::squared,
                                .trees = 1,
                                .learning_rate = 1,
                                .limits = {1, 1},
                                .row_share = 1,
                                .column_share = 1};
  const auto model = fit(sample, options);
  EXPECT_DOUBLE_EQ(model.predict(std::array{0.0, 0.0, 0.0}), 1);
  EXPECT_DOUBLE_EQ(model.predict(std::array{2.5, 9.0, 9.0}), 1);
  EXPECT_DOUBLE_EQ(model.predict(std::array{2.51, 0.0, 0.0}), 10);
}

// Absolute error: from the median 2 on, the side above it gets the median 10 and the wild 1000 moves nothing.
TEST(BoostedTrees, AbsoluteErrorIsNotPulledByOneWildValue) {
  Sample sample;
  for (const double x : {1.0, 2.0, 3.0, 4.0}) sample.add({x, 0, 0}, 2);
  for (const double target : {10.0, 10.0, 1000.0}) sample.add({9, 0, 0}, target);
  const BoostingOptions options{
      .trees = 1, .learning_rate = 1, .limits = {1, 1}, .row_share = 1, .column_share = 1};
  const auto model = fit(sample, options);
  EXPECT_DOUBLE_EQ(model.predict(std::array{1.0, 0.0, 0.0}), 2);
  EXPECT_DOUBLE_EQ(model.predict(std::array{9.0, 0.0, 0.0}), 10);
}

TEST(BoostedTrees, LeavesKeepTheirLeastRows) {
  Sample sample;
  for (int i = 0; i < 9; ++i) sample.add({static_cast<double>(i), 0, 0}, i == 0 ? 100 : 0);
  BoostingOptions options{.loss = Loss::squared,
                          .trees = 1,
                          .learning_rate = 1,
                          .limits = {1, 3},
                          .row_share = 1,
                          .column_share = 1};
  EXPECT_DOUBLE_EQ(fit(sample, options).predict(std::array{0.0, 0.0, 0.0}), 100.0 / 3);
  options.limits.leaf_rows = 5;
  EXPECT_DOUBLE_EQ(fit(sample, options).predict(std::array{0.0, 0.0, 0.0}), 100.0 / 9);
}

TEST(BoostedTrees, AConstantTargetIsPredictedExactly) {
  auto sample = curved(50, 5);
  std::ranges::fill(sample.targets, -3.25);
  for (const auto kind : {Loss::absolute, Loss::squared}) {
    EXPECT_DOUBLE_EQ(fit(sample, {.loss = kind}).predict(std::array{99.0, -1.0, 0.0}), -3.25);
  }
}

TEST(BoostedTrees, OneRowIsEnough) {
  Sample sample;
  sample.add({1, 2, 3}, 7);
  EXPECT_DOUBLE_EQ(fit(sample, {}).predict(std::array{0.0, 0.0, 0.0}), 7);
}

TEST(BoostedTrees, MoreTreesNeverRaiseTheTrainingLoss) {
  const auto sample = curved(300, 11);
  for (const auto kind : {Loss::absolute, Loss::squared}) {
    BoostingOptions options{.loss = kind, .trees = 0, .row_share = 1};
    double before = loss(sample, fit(sample, options), kind);
    const double first = before;
    for (options.trees = 1; options.trees <= 40; ++options.trees) {
      const double now = loss(sample, fit(sample, options), kind);
      EXPECT_LE(now, before * (1 + 1e-12)) << options.trees;
      before = now;
    }
    EXPECT_LT(before, first / 4);
  }
}

TEST(BoostedTrees, TheOrderOfTheRowsDoesNotShow) {
  const auto sample = curved(200, 13);
  Sample reversed;
  for (std::size_t i = 200; i-- > 0;) {
    const auto row = sample.features.row(i);
    reversed.add({row[0], row[1], row[2]}, sample.targets[i], sample.weights[i]);
  }
  const auto one = fit(sample, {});
  const auto other = fit(reversed, {});
  for (std::size_t i = 0; i < 200; ++i) {
    ASSERT_EQ(one.predict(sample.features.row(i)), other.predict(sample.features.row(i)));
  }
}

TEST(BoostedTrees, LearnsWhatItHasNotSeen) {
  const auto model = fit(curved(2000, 17), {});
  const auto fresh = curved(500, 18);
  const auto mean_alone = fit(curved(2000, 17), {.trees = 0});
  EXPECT_LT(loss(fresh, model, Loss::absolute), loss(fresh, mean_alone, Loss::absolute) / 8);
}

// --- sprints ---

SprintSnapshot snapshot(double elapsed, double completed, double remaining) {
  SprintSnapshot sprint;
  sprint.elapsed = elapsed;
  sprint.committed = completed + remaining;
  sprint.completed = completed;
  sprint.remaining = remaining;
  return sprint;
}

TEST(ExtrapolatedDifference, ByHand) {
  EXPECT_FALSE(extrapolated_difference(snapshot(0, 0, 20)));
  EXPECT_EQ(extrapolated_difference(snapshot(0.5, 6, 14)), -8);  // 12 of 20
  EXPECT_EQ(extrapolated_difference(snapshot(0.5, 12, 8)), 0);   // 24 of 20, but there are only 20
  EXPECT_EQ(extrapolated_difference(snapshot(0.5, 0, 9)), -9);
  EXPECT_EQ(extrapolated_difference(snapshot(1.5, 6, 4)), -4);  // overdue: the pace has had its time
  EXPECT_EQ(extrapolated_difference(snapshot(0.5, 0, 0)), 0);
  auto known = snapshot(0.25, 2, 18);
  known.past = SprintSnapshot::Past{3, 16, -4, 16, -4};
  EXPECT_EQ(extrapolated_difference(known), -6);  // 2 + 0.75 · 16 of 20
  known = snapshot(0, 0, 20);
  known.past = SprintSnapshot::Past{1, 5, 0, 5, 0};
  EXPECT_EQ(extrapolated_difference(known), -15);
}

TEST(SprintScale, IsTheLargestOfItsSizesAndAtLeastOne) {
  EXPECT_EQ(sprint_scale({}), 1);
  auto sprint = snapshot(0.5, 3, 4);
  EXPECT_EQ(sprint_scale(sprint), 7);
  sprint.past = SprintSnapshot::Past{2, 30, 0, 30, 0};
  EXPECT_EQ(sprint_scale(sprint), 30);
}

TEST(SprintRiskFeatures, AreFiniteForAnEmptySprint) {
  for (const double feature : sprint_risk_features({})) EXPECT_TRUE(std::isfinite(feature));
}

// Sprints of a team that finishes four fifths of what it still has to do, give or take, whatever the pace so
// far.
std::vector<SprintOutcome> four_fifths(std::int64_t sprints, std::uint64_t seed) {
  RandomStream random(seed);
  std::vector<SprintOutcome> outcomes;
  for (std::int64_t sprint = 0; sprint < sprints; ++sprint) {
    auto one = snapshot(0.5, std::floor(uniform(random) * 20), 5 + std::floor(uniform(random) * 30));
    one.sprint = sprint;
    one.planned_days = 14;
    const double difference = -0.2 * one.remaining + uniform(random) - 0.5;
    outcomes.push_back({one, difference});
  }
  return outcomes;
}

TEST(SprintRisk, TooFewSprintsAreExtrapolatedWithoutARange) {
  const auto model = SprintRiskModel::train(four_fifths(7, 1));
  EXPECT_EQ(model.method(), RiskMethod::extrapolated);
  EXPECT_FALSE(model.error());
  const auto risk = model.predict(snapshot(0.5, 6, 14));
  ASSERT_TRUE(risk);
  EXPECT_EQ(risk->expected, -8);
  EXPECT_FALSE(risk->range);
  EXPECT_FALSE(model.predict(snapshot(0, 0, 20)));
  EXPECT_FALSE(SprintRiskModel::train({}).error());
}

TEST(SprintRisk, SnapshotsOfOneSprintCountAsOneSprint) {
  auto outcomes = four_fifths(40, 1);
  for (auto& outcome : outcomes) outcome.snapshot.sprint %= 7;
  EXPECT_FALSE(SprintRiskModel::train(outcomes).error());
}

TEST(SprintRisk, LearnsWhatThePaceDoesNotTell) {
  const auto model = SprintRiskModel::train(four_fifths(200, 2));
  EXPECT_EQ(model.method(), RiskMethod::learned);
  ASSERT_TRUE(model.error());
  EXPECT_EQ(model.error()->sprints, 200U);
  EXPECT_LT(model.error()->mean_absolute, 1);
  EXPECT_GT(model.error()->mean_absolute_extrapolated, 3);
  const auto risk = model.predict(snapshot(0.5, 6, 20));
  ASSERT_TRUE(risk && risk->range);
  EXPECT_NEAR(risk->expected, -4, 1);
  EXPECT_LE(risk->range->p15, risk->range->p50);
  EXPECT_LE(risk->range->p50, risk->range->p85);
  EXPECT_GT(risk->range->chance_of_shortfall, 0.95);
}

// A team whose pace holds to the point: nothing to learn beyond it, and the range is that single value.
TEST(SprintRisk, KeepsToThePaceWhereThatIsExact) {
  auto outcomes = four_fifths(60, 3);
  for (auto& outcome : outcomes) outcome.difference = *extrapolated_difference(outcome.snapshot);
  const auto model = SprintRiskModel::train(outcomes);
  EXPECT_EQ(model.method(), RiskMethod::extrapolated);
  ASSERT_TRUE(model.error());
  EXPECT_EQ(model.error()->mean_absolute, 0);
  const auto risk = model.predict(snapshot(0.5, 6, 14));
  ASSERT_TRUE(risk && risk->range);
  EXPECT_EQ(risk->range->p15, -8);
  EXPECT_EQ(risk->range->p85, -8);
  EXPECT_EQ(risk->range->chance_of_shortfall, 1);
  EXPECT_EQ(model.predict(snapshot(0.5, 12, 8))->range->chance_of_shortfall, 0);
}

TEST(SprintRisk, TheErrorUnchangedIsWhatRemained) {
  auto outcomes = four_fifths(10, 4);
  double expected = 0;
  for (auto& outcome : outcomes) {
    outcome.difference = 3 - outcome.snapshot.remaining;
    expected += 3.0 / 10;
  }
  EXPECT_NEAR(SprintRiskModel::train(outcomes).error()->mean_absolute_unchanged, expected, 1e-12);
}

TEST(SprintRisk, NobodyDeliversLessThanNothing) {
  auto outcomes = four_fifths(40, 5);
  for (auto& outcome : outcomes) outcome.difference = -outcome.snapshot.taken_on();
  const auto model = SprintRiskModel::train(outcomes);
  for (const double size : {0.0, 1.0, 7.0, 500.0}) {
    const auto risk = model.predict(snapshot(0.5, 0, size));
    ASSERT_TRUE(risk && risk->range);
    EXPECT_GE(risk->expected, -size);
    EXPECT_GE(risk->range->p15, -size);
  }
}

TEST(SprintRisk, TheOrderOfTheOutcomesDoesNotShow) {
  auto outcomes = four_fifths(60, 6);
  const auto one = SprintRiskModel::train(outcomes);
  std::ranges::reverse(outcomes);
  const auto other = SprintRiskModel::train(outcomes);
  EXPECT_EQ(one.error()->mean_absolute, other.error()->mean_absolute);
  for (const auto& outcome : outcomes) {
    const auto left = one.predict(outcome.snapshot);
    const auto right = other.predict(outcome.snapshot);
    ASSERT_EQ(left->expected, right->expected);
    ASSERT_EQ(left->range->p15, right->range->p15);
  }
}

TEST(SprintRisk, LearnsFromTheLatestOnly) {
  auto outcomes = four_fifths(static_cast<std::int64_t>(SprintRiskModel::kMostOutcomes) + 50, 7);
  for (std::size_t i = 0; i < 50; ++i) outcomes[i].difference = 1e6;
  const auto all = SprintRiskModel::train(outcomes);
  EXPECT_EQ(all.error()->sprints, SprintRiskModel::kMostOutcomes);
  EXPECT_LT(all.error()->mean_absolute, 2);
}

// Every sprint twice, with an end that nothing foretells: known twins would make the error vanish.
TEST(SprintRisk, NoSnapshotIsPredictedFromItsOwnSprint) {
  RandomStream random(10);
  std::vector<SprintOutcome> outcomes;
  double spread = 0;
  for (auto& outcome : four_fifths(80, 10)) {
    outcome.difference = uniform(random) < 0.5 ? 0 : 20;
    spread += 10.0 / 80;
    outcomes.push_back(outcome);
    outcomes.push_back(outcome);
  }
  const auto model = SprintRiskModel::train(outcomes);
  EXPECT_EQ(model.error()->sprints, 80U);
  EXPECT_GT(model.error()->mean_absolute, 0.7 * spread);
}

// The promise of the range, on sprints that were not learned from.
TEST(SprintRisk, SevenOfTenFreshSprintsFallBetweenP15AndP85) {
  const auto model = SprintRiskModel::train(four_fifths(300, 8));
  const auto fresh = four_fifths(300, 9);
  const auto inside = std::ranges::count_if(fresh, [&](const SprintOutcome& outcome) {
    const auto range = model.predict(outcome.snapshot)->range;
    return range->p15 <= outcome.difference && outcome.difference <= range->p85;
  });
  EXPECT_GT(inside, 300 * 0.6);
  EXPECT_LT(inside, 300 * 0.9);
}

// --- published sprints ---

class PublishedSprints : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path folder = std::filesystem::path{STINT_DATA} / "sprints";
    if (std::string_view{STINT_DATA}.empty() || !std::filesystem::exists(folder)) {
      GTEST_SKIP() << "no published sprints: configure with -DSTINT_DATA=FOLDER";
    }
    auto apache = bench::read_sprint_records(folder / "apache_iteration_50.csv", 0.5);
    auto spring = bench::read_sprint_records(folder / "spring_iteration_50.csv", 0.5);
    ASSERT_TRUE(apache && spring);
    apache_ = std::move(*apache);
    spring_ = std::move(*spring);
  }

  std::vector<bench::SprintRecord> apache_, spring_;
};

TEST_F(PublishedSprints, AreReadWhole) {
  EXPECT_EQ(apache_.size(), 348U);
  EXPECT_EQ(spring_.size(), 476U);
  const auto& first = spring_.front();  // 5,7,Sprint 1,…
  EXPECT_EQ(first.board, 5);
  EXPECT_EQ(first.outcome.snapshot.sprint, 7);
  EXPECT_EQ(first.outcome.snapshot.planned_days, 14);
  EXPECT_EQ(first.outcome.snapshot.committed, 17);
}

TEST_F(PublishedSprints, AreToldBetterThanByMeanAndPace) {
  const auto told = bench::evaluate(apache_, spring_, bench::Protocol::sprints);
  const auto& [model, mean, unchanged, pace] = told.predictors;
  EXPECT_EQ(told.predicted, apache_.size());
  EXPECT_LT(model.mean_absolute_error / told.interquartile_range, 0.36);  // 0.32 when written
  EXPECT_LT(model.mean_absolute_error, 0.6 * mean.mean_absolute_error);
  EXPECT_LT(model.mean_absolute_error, unchanged.mean_absolute_error);
  EXPECT_LT(model.mean_absolute_error, 1.02 * pace.mean_absolute_error);
}

}  // namespace
}  // namespace stint::metrics
