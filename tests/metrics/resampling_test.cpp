#include "metrics/resampling.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

#include "metrics/random.h"

namespace stint::metrics {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
using ::testing::Each;

TEST(Random, GivesThePublishedNumbers) {
  Random random{1234567};
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
  EXPECT_EQ(random.next(), 9817491932198370423ULL);
}

TEST(DaysToFinish, AreCertainWhereEveryDayIsTheSame) {
  const std::vector<double> twos{2, 2, 2};
  EXPECT_THAT(days_to_finish(twos, 7, 100, {50, 1}), Each(4));
  EXPECT_THAT(days_to_finish(twos, 8, 100, {50, 1}), Each(4));
  EXPECT_THAT(days_to_finish(twos, 0.5, 100, {50, 1}), Each(1));
  const std::vector<double> tenths{0.1};
  EXPECT_THAT(days_to_finish(tenths, 1, 100, {50, 1}), Each(10)) << "but for rounding";
}

TEST(DaysToFinish, EndAtTheHorizon) {
  const std::vector<double> ones{1};
  EXPECT_THAT(days_to_finish(ones, 5, 5, {20, 1}), Each(5));
  EXPECT_THAT(days_to_finish(ones, 6, 5, {20, 1}), Each(kNever));
  EXPECT_THAT(days_to_finish(ones, 6, 6, {20, 1}), Each(6));
  EXPECT_THAT(days_to_finish(std::vector<double>{0, 0}, 1, 50, {20, 1}), Each(kNever));
  const std::vector<double> rare{0, 0, 0, 3};
  const auto days = days_to_finish(rare, 9, 5, {4000, 1});
  EXPECT_EQ(std::ranges::count(days, kNever), std::ranges::count_if(days, [](double d) { return d > 5; }));
  EXPECT_GT(std::ranges::count(days, 5.0), 0);
}

// The distribution worked out exactly, sum by sum, for whole amounts.
std::vector<double> exactly_done_by(const std::vector<double>& sample, std::size_t amount, std::size_t days) {
  std::vector<double> open(amount, 0.0);  // chance of each sum that is not enough yet
  open[0] = 1;
  std::vector<double> done;
  for (std::size_t day = 0; day < days; ++day) {
    std::vector<double> next(amount, 0.0);
    for (std::size_t sum = 0; sum < amount; ++sum) {
      for (const double more : sample) {
        const std::size_t to = sum + static_cast<std::size_t>(more);
        if (to < amount) next[to] += open[sum] / static_cast<double>(sample.size());
      }
    }
    open = next;
    double left = 0;
    for (const double chance : open) left += chance;
    done.push_back(1 - left);
  }
  return done;
}

TEST(DaysToFinish, AreDistributedAsWorkedOutExactly) {
  const std::vector<double> sample{0, 0, 1, 0, 2, 0, 3, 1};
  constexpr std::size_t kTrials = 40'000;
  for (const std::size_t amount : {1U, 4U, 11U}) {
    const auto days = days_to_finish(sample, static_cast<double>(amount), 200, {kTrials, 9});
    const auto exact = exactly_done_by(sample, amount, 40);
    for (std::size_t day = 0; day < exact.size(); ++day) {
      const auto by =
          std::ranges::count_if(days, [&](double d) { return d <= static_cast<double>(day + 1); });
      const double share = static_cast<double>(by) / kTrials;
      const double error = std::sqrt(exact[day] * (1 - exact[day]) / kTrials);
      EXPECT_NEAR(share, exact[day], 4 * error + 1e-9) << amount << " in " << day + 1;
    }
  }
}

TEST(FinishedWithin, IsDistributedAsCoinsAre) {
  // Three on a day or nothing: 3 · a binomial of the number of days.
  constexpr std::size_t kTrials = 40'000;
  for (const std::size_t days : {1U, 2U, 5U}) {
    const auto sums = finished_within(std::vector<double>{0, 3}, days, {kTrials, 4});
    double choose = 1;
    for (std::size_t k = 0; k <= days; ++k) {
      const double expected = choose / std::pow(2.0, static_cast<double>(days));
      const double share =
          static_cast<double>(std::ranges::count(sums, 3.0 * static_cast<double>(k))) / kTrials;
      EXPECT_NEAR(share, expected, 4 * std::sqrt(expected * (1 - expected) / kTrials)) << k << " of " << days;
      choose = choose * static_cast<double>(days - k) / static_cast<double>(k + 1);
    }
  }
  EXPECT_THAT(finished_within(std::vector<double>{5}, 0, {20, 1}), Each(0));
}

TEST(Trials, AreThoseOfTheirSeed) {
  const std::vector<double> sample{0, 1, 2, 5, 0, 0};
  EXPECT_EQ(days_to_finish(sample, 20, 500, {1000, 3}), days_to_finish(sample, 20, 500, {1000, 3}));
  EXPECT_NE(days_to_finish(sample, 20, 500, {1000, 3}), days_to_finish(sample, 20, 500, {1000, 4}));
  EXPECT_EQ(finished_within(sample, 9, {1000, 3}), finished_within(sample, 9, {1000, 3}));
}

}  // namespace
}  // namespace stint::metrics
