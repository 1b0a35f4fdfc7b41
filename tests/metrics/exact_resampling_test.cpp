// Against counting every possible future, and against many trials.
#include "metrics/exact_resampling.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <vector>

#include "metrics/resampling.h"

namespace stint::metrics {
namespace {

double day_of(const std::vector<double>& sample, double amount, std::size_t horizon, double chance) {
  return sure_day(chances_by_day(sample, amount, horizon, chance).value(), chance);
}
double amount_of(const std::vector<double>& sample, std::size_t days, double chance) {
  return sure_amount(chances_by_amount(sample, days).value(), chance);
}

// Calls `visit(sums by day)` for each of the sample.size()^days futures.
template <class Visit>
void each_future(const std::vector<double>& sample, std::size_t days, const Visit& visit) {
  std::vector<std::size_t> drawn(days, 0);
  std::vector<double> sums(days);
  while (true) {
    double sum = 0;
    for (std::size_t day = 0; day < days; ++day) sums[day] = sum += sample[drawn[day]];
    visit(sums);
    std::size_t digit = 0;
    while (digit < days && ++drawn[digit] == sample.size()) drawn[digit++] = 0;
    if (digit == days) return;
  }
}

TEST(ExactResampling, CountsEveryFuture) {
  constexpr std::size_t kDays = 5;
  std::mt19937 random{11};
  for (int round = 0; round < 60; ++round) {
    std::vector<double> sample(1 + random() % 4);
    for (double& amount : sample) amount = static_cast<double>(random() % 4);
    const double amount = static_cast<double>(1 + random() % 8);
    std::vector<std::size_t> done(kDays + 1, 0);  // futures, by the day they are done; the last: never
    std::vector<double> ends;
    each_future(sample, kDays, [&](const std::vector<double>& sums) {
      const auto reached = std::ranges::find_if(sums, [&](double sum) { return sum >= amount; });
      ++done[static_cast<std::size_t>(reached - sums.begin())];
      ends.push_back(sums.back());
    });
    std::ranges::sort(ends, std::ranges::greater{});
    for (const double chance : {0.05, 0.37, 0.5, 0.7, 0.85, 0.95}) {
      double expected = std::numeric_limits<double>::infinity();
      std::size_t so_far = 0;
      for (std::size_t day = 0; day < kDays; ++day) {
        so_far += done[day];
        if (static_cast<double>(so_far) / static_cast<double>(ends.size()) < chance - 1e-9) continue;
        expected = static_cast<double>(day + 1);
        break;
      }
      EXPECT_EQ(day_of(sample, amount, kDays, chance), expected);
      const auto rank = static_cast<std::size_t>(std::ceil(chance * static_cast<double>(ends.size()) - 1e-9));
      EXPECT_EQ(amount_of(sample, kDays, chance), ends[std::max<std::size_t>(rank, 1) - 1]);
    }
  }
}

TEST(ExactResampling, IsWhatTrialsTendTo) {
  const std::vector<double> sample{0, 0, 3, 1, 0, 2, 0, 0, 5, 1};
  std::vector<double> days = days_to_finish(sample, 40, 1000, {100'000, 4});
  std::vector<double> amounts = finished_within(sample, 21, {100'000, 4});
  std::ranges::sort(days);
  std::ranges::sort(amounts, std::ranges::greater{});
  for (const double chance : {0.5, 0.7, 0.85, 0.95}) {
    const auto rank = static_cast<std::size_t>(chance * 100'000) - 1;
    EXPECT_NEAR(day_of(sample, 40, 1000, chance), days[rank], 1);
    EXPECT_NEAR(amount_of(sample, 21, chance), amounts[rank], 1);
  }
}

TEST(ExactResampling, LeavesToTrialsWhatIsNotForIt) {
  EXPECT_FALSE(chances_by_day(std::vector{0.5, 1.0}, 4, 10, 0.85));
  EXPECT_FALSE(chances_by_amount(std::vector{1.0, std::nan("")}, 4));
  EXPECT_FALSE(chances_by_day(std::vector{0.0, 1.0}, 900'000, 2'000'000, 0.85)) << "would take long";
  EXPECT_FALSE(chances_by_amount(std::vector{0.0, 1'000'000.0}, 100)) << "would take long";
  EXPECT_EQ(day_of({0.0, 0.0}, 1, 1000, 0.85), std::numeric_limits<double>::infinity());
  EXPECT_EQ(day_of({2.0}, 3.5, 10, 0.85), 2);
  EXPECT_EQ(amount_of({2.0}, 0, 0.85), 0);
}

}  // namespace
}  // namespace stint::metrics
