#include "metrics/theil_sen.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "metrics/random.h"
#include "metrics/random_history.h"

namespace stint::metrics {
namespace {

using test::draw;

double sign(double value) {
  return value > 0 ? 1 : (value < 0 ? -1 : 0);
}

TEST(TheilSen, IsTheMedianOfAllSlopes) {
  // Slopes by hand: 0, 3/2, 1/3, 3, 1/2, -2.
  const auto fit = theil_sen({{0, 0}, {1, 0}, {2, 3}, {3, 1}});
  ASSERT_TRUE(fit);
  EXPECT_DOUBLE_EQ(fit->slope, (1.0 / 3 + 1.0 / 2) / 2);
  EXPECT_EQ(fit->slopes, 6U);
  EXPECT_EQ(fit->n, 4U);
  // An odd number of them: 1, 1/4, -1/2.
  EXPECT_DOUBLE_EQ(theil_sen({{1, 1}, {2, 2}, {3, 1.5}})->slope, 0.25);
}

TEST(TheilSen, LooksOnlyAtPairsOfDifferentDays) {
  const auto fit = theil_sen({{0, 1}, {0, 5}, {2, 3}, {2, 3}});
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->slopes, 4U);  // 1, 1, -1, -1
  EXPECT_EQ(fit->slope, 0);
  EXPECT_FALSE(theil_sen({{3, 1}, {3, 2}, {3, 9}}));
  EXPECT_FALSE(theil_sen({{3, 1}}));
  EXPECT_FALSE(theil_sen({}));
}

TEST(TheilSen, IsSureOfALineAndOfALevel) {
  std::vector<Point> rising;
  std::vector<Point> level;
  for (int i = 0; i < 30; ++i) {
    rising.push_back({static_cast<double>(i), 2.0 * i + 1});
    level.push_back({static_cast<double>(i), 4});
  }
  const auto up = theil_sen(rising);
  EXPECT_EQ(up->slope, 2);
  EXPECT_EQ(up->low, 2);
  EXPECT_EQ(up->high, 2);
  EXPECT_TRUE(up->significant());
  const auto flat = theil_sen(level);
  EXPECT_EQ(flat->slope, 0);
  EXPECT_FALSE(flat->significant());
}

TEST(TheilSen, IsNotBentByOutliers) {
  std::vector<Point> points;
  for (int i = 0; i < 40; ++i) points.push_back({static_cast<double>(i), i % 10 == 0 ? 500.0 : 0.5 * i});
  EXPECT_NEAR(theil_sen(points)->slope, 0.5, 0.05);
}

// The variance of Kendall's S over every order of the values, which is what the formula with ties stands for.
double variance_over_all_orders(const std::vector<Point>& points) {
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  double sum = 0;
  double count = 0;
  do {
    double s = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t j = i + 1; j < points.size(); ++j)
        s += sign(points[j].x - points[i].x) * sign(points[order[j]].y - points[order[i]].y);
    }
    sum += s * s;
    ++count;
  } while (std::ranges::next_permutation(order).found);
  return sum / count;
}

TEST(TheilSen, TakesTheIntervalFromTheVarianceWithTies) {
  std::mt19937 random{11};
  int narrower = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Point> points;
    const std::uint32_t n = 4 + draw(random, 4);
    for (std::uint32_t i = 0; i < n; ++i) {
      points.push_back({static_cast<double>(draw(random, 5)), static_cast<double>(draw(random, 4))});
    }
    std::vector<double> slopes;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i + 1; j < n; ++j) {
        const double run = points[j].x - points[i].x;
        if (run != 0) slopes.push_back((points[j].y - points[i].y) / run);
      }
    }
    const auto fit = theil_sen(points);
    ASSERT_EQ(fit.has_value(), !slopes.empty());
    if (!fit) continue;
    std::ranges::sort(slopes);
    const double reach = 1.959963984540054 * std::sqrt(variance_over_all_orders(points));
    const auto count = static_cast<double>(slopes.size());
    // 1-based, from either end; by the rounding of the square root a whole rank may fall either way.
    const double rank = std::max(1.0, std::floor((count - reach) / 2 + 1e-9));
    const auto outer = std::min(static_cast<std::size_t>(rank) - 1, slopes.size() / 2);
    EXPECT_DOUBLE_EQ(fit->low, slopes[outer]);
    EXPECT_DOUBLE_EQ(fit->high, slopes[std::max(slopes.size() - 1 - outer, slopes.size() / 2)]);
    EXPECT_LE(fit->low, fit->slope);
    EXPECT_GE(fit->high, fit->slope);
    if (rank > 1) ++narrower;
  }
  EXPECT_GT(narrower, 0);
}

TEST(TheilSen, CoversTheTrueSlopeAsOftenAsItSays) {
  std::mt19937 random{5};
  int covered = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Point> points;
    for (int i = 0; i < 50; ++i) {
      double noise = 0;
      for (int k = 0; k < 4; ++k) noise += static_cast<double>(draw(random, 1000)) / 1000;
      points.push_back({static_cast<double>(i), 0.1 * i + noise});
    }
    const auto fit = theil_sen(points);
    if (fit->low <= 0.1 && 0.1 <= fit->high) ++covered;
  }
  EXPECT_GE(covered, kRounds * 92 / 100);
  EXPECT_LE(covered, kRounds * 98 / 100);
}

TEST(TheilSen, ThinsManyPointsAlikeInWhateverOrder) {
  std::mt19937 random{7};
  std::vector<Point> points;
  for (int i = 0; i < 5000; ++i) {
    const double x = i / 25;  // several on each day
    points.push_back({x, 0.25 * x + static_cast<double>(draw(random, 20))});
  }
  const auto fit = theil_sen(points);
  EXPECT_EQ(fit->n, 5000U);
  EXPECT_EQ(fit->used, kExactPoints);
  EXPECT_NEAR(fit->slope, 0.25, 0.01);
  std::ranges::shuffle(points, random);
  const auto shuffled = theil_sen(points);
  EXPECT_EQ(fit->slope, shuffled->slope);
  EXPECT_EQ(fit->low, shuffled->low);
  EXPECT_EQ(fit->high, shuffled->high);
  points.resize(kExactPoints);
  EXPECT_EQ(theil_sen(points)->used, kExactPoints);
}

}  // namespace
}  // namespace stint::metrics
