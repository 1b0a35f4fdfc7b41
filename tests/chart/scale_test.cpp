#include "chart/scale.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "chart/duration_scale.h"

namespace stint::chart {
namespace {

namespace chr = std::chrono;
using testing::ElementsAre;
using testing::Pointwise;

Day day(int year, unsigned month, unsigned number) {
  return Day{chr::local_days{chr::year{year} / chr::month{month} / chr::day{number}}};
}

std::vector<std::string> labels(const std::vector<DayTick>& ticks) {
  std::vector<std::string> texts;
  for (const DayTick& tick : ticks) texts.push_back(tick.label);
  return texts;
}

TEST(LinearScale, MapsEndsToEnds) {
  const Scale y = Scale::linear(0, 50, 300, 100);
  EXPECT_DOUBLE_EQ(y(0), 300);
  EXPECT_DOUBLE_EQ(y(50), 100);
  EXPECT_DOUBLE_EQ(y(25), 200);
  EXPECT_DOUBLE_EQ(y(1e300), -100) << "held at one length beyond";
  EXPECT_DOUBLE_EQ(y(-1e300), 500);
}

TEST(LinearScale, WithoutLengthStandsInTheMiddle) {
  EXPECT_DOUBLE_EQ(Scale::linear(7, 7, 0, 100)(7), 50);
}

TEST(LogarithmicScale, GivesEqualRatiosEqualRoom) {
  const Scale y = Scale::logarithmic(1, 100, 0, 200);
  EXPECT_NEAR(y(1), 0, 1e-9);
  EXPECT_NEAR(y(10), 100, 1e-9);
  EXPECT_NEAR(y(100), 200, 1e-9);
  EXPECT_DOUBLE_EQ(y(0), 0) << "has no logarithm";
  EXPECT_DOUBLE_EQ(y(-3), 0);
}

TEST(Ticks, AreRound) {
  EXPECT_THAT(ticks(0, 55, 6), ElementsAre(0, 10, 20, 30, 40, 50));
  EXPECT_THAT(ticks(0, 72, 6), ElementsAre(0, 20, 40, 60));
  EXPECT_THAT(ticks(0, 100, 5), ElementsAre(0, 50, 100));
  EXPECT_THAT(ticks(-12, 12, 6), ElementsAre(-10, -5, 0, 5, 10));
  EXPECT_THAT(ticks(40, 100, 6), ElementsAre(40, 60, 80, 100));
  EXPECT_THAT(ticks(0, 1, 6), Pointwise(testing::DoubleNear(1e-12), {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}));
}

TEST(Ticks, OfNoRange) {
  EXPECT_THAT(ticks(3, 3, 6), ElementsAre(3));
  EXPECT_THAT(ticks(0, std::numeric_limits<double>::infinity(), 6), ElementsAre(0));
}

// Against the definition, value by value.
TEST(Ticks, StayInsideAndFew) {
  std::mt19937 engine{17};
  for (int round = 0; round < 5000; ++round) {
    const double low =
        (static_cast<double>(engine()) - 2147483648.0) * std::pow(10.0, static_cast<int>(engine() % 12) - 10);
    const double length =
        (static_cast<double>(engine()) + 1) * std::pow(10.0, static_cast<int>(engine() % 12) - 10);
    if (length < std::abs(low) * 1e-7) continue;
    const int most = 2 + static_cast<int>(engine() % 9);
    const auto values = ticks(low, low + length, most);
    ASSERT_LE(values.size(), static_cast<std::size_t>(most));
    for (const double value : values) {
      ASSERT_GE(value, low - length * 1e-6);
      ASSERT_LE(value, low + length * (1 + 1e-6));
    }
    for (std::size_t i = 2; i < values.size(); ++i) {
      ASSERT_NEAR(values[i] - values[i - 1], values[1] - values[0], length * 1e-6);
    }
  }
}

TEST(Ticks, EndWhereNeighboursAreOneNumber) {
  EXPECT_LE(ticks(1e17, 1e17 + 64, 6).size(), 6U);
}

TEST(LogarithmicTicks, AreOneTwoFive) {
  EXPECT_THAT(logarithmic_ticks(1, 60, 9),
              Pointwise(testing::DoubleNear(1e-9), {1.0, 2.0, 5.0, 10.0, 20.0, 50.0}));
  EXPECT_THAT(logarithmic_ticks(1, 1e5, 9),
              Pointwise(testing::DoubleNear(1e-6), {1.0, 10.0, 100.0, 1e3, 1e4, 1e5}));
}

TEST(Headroom, IsNeverNothing) {
  EXPECT_DOUBLE_EQ(headroom(50), 53);
  EXPECT_EQ(headroom(0), 1);
  EXPECT_EQ(headroom(-4), 1);
}

TEST(DayTicks, OfASprint) {
  EXPECT_THAT(labels(day_ticks(day(2026, 11, 2), day(2026, 11, 6), 6)),
              ElementsAre("2 Nov", "3", "4", "5", "6"));
  EXPECT_THAT(labels(day_ticks(day(2026, 10, 29), day(2026, 11, 11), 8)),
              ElementsAre("29 Oct", "31", "2 Nov", "4", "6", "8", "10"));
}

TEST(DayTicks, OfWeeksAreMondays) {
  const auto ticks = day_ticks(day(2026, 10, 7), day(2026, 11, 25), 8);
  EXPECT_THAT(labels(ticks), ElementsAre("12 Oct", "19", "26", "2 Nov", "9", "16", "23"));
  for (const DayTick& tick : ticks) EXPECT_EQ(chr::weekday{tick.day}, chr::Monday);
}

TEST(DayTicks, OfMonthsNameTheYearWhereItChanges) {
  EXPECT_THAT(labels(day_ticks(day(2025, 10, 15), day(2026, 3, 10), 6)),
              ElementsAre("Nov 2025", "Dec", "Jan 2026", "Feb", "Mar"));
  EXPECT_THAT(labels(day_ticks(day(2019, 5, 1), day(2026, 3, 10), 7)),
              ElementsAre("2020", "2021", "2022", "2023", "2024", "2025", "2026"));
}

TEST(DayTicks, OfOneDay) {
  EXPECT_THAT(labels(day_ticks(day(2026, 3, 1), day(2026, 3, 1), 6)), ElementsAre("1 Mar"));
}

TEST(DayTicks, AreFewWhateverTheSpan) {
  std::mt19937 engine{23};
  for (int round = 0; round < 3000; ++round) {
    const Day first = day(1990, 1, 1) + chr::days{engine() % 20'000};
    const Day last = first + chr::days{engine() % (round % 2 == 0 ? 400 : 40'000)};
    const std::size_t most = 2 + engine() % 10;
    const auto ticks = day_ticks(first, last, static_cast<int>(most));
    ASSERT_FALSE(ticks.empty());
    ASSERT_LE(ticks.size(), most);
    for (const DayTick& tick : ticks) {
      ASSERT_GE(tick.day, first);
      ASSERT_LE(tick.day, last);
    }
  }
}

TEST(DurationScale, TurnsLogarithmicForAFewVeryLongOnes) {
  EXPECT_FALSE(duration_scale(30, 12, 300, 0).logarithmic);
  EXPECT_TRUE(duration_scale(200, 12, 300, 0).logarithmic);
  EXPECT_FALSE(duration_scale(0, 0, 300, 0).ticks.empty());
}

}  // namespace
}  // namespace stint::chart
