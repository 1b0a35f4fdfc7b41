#include "chart/number.h"

#include <clocale>
#include <gtest/gtest.h>
#include <limits>

namespace stint::chart {
namespace {

namespace chr = std::chrono;

Day day(int year, unsigned month, unsigned number) {
  return Day{chr::local_days{chr::year{year} / chr::month{month} / chr::day{number}}};
}

TEST(Figure, HasAsManyDecimalsAsItsSizeNeeds) {
  EXPECT_EQ(figure(0), "0");
  EXPECT_EQ(figure(0.333), "0.33");
  EXPECT_EQ(figure(4.5), "4.5");
  EXPECT_EQ(figure(9.994), "9.99");
  EXPECT_EQ(figure(9.996), "10");
  EXPECT_EQ(figure(12.34), "12.3");
  EXPECT_EQ(figure(999.4), "999.4");
  EXPECT_EQ(figure(999.6), "1,000");
  EXPECT_EQ(figure(1234567), "1,234,567");
  EXPECT_EQ(figure(-1234.5),
            "\u2212"
            "1,234");
  EXPECT_EQ(figure(-0.001), "0");
  EXPECT_EQ(figure(100), "100");
  EXPECT_EQ(figure(1e20), "1.0e+20");
}

TEST(Figure, OfNothingFiniteIsADash) {
  EXPECT_EQ(figure(std::numeric_limits<double>::quiet_NaN()), "–");
  EXPECT_EQ(figure(std::numeric_limits<double>::infinity()), "–");
  EXPECT_EQ(short_figure(-std::numeric_limits<double>::infinity()), "–");
}

TEST(ShortFigure, FitsAnAxis) {
  EXPECT_EQ(short_figure(9999), "9,999");
  EXPECT_EQ(short_figure(12'000), "12k");
  EXPECT_EQ(short_figure(12'345), "12.3k");
  EXPECT_EQ(short_figure(1'500'000), "1.5M");
  EXPECT_EQ(short_figure(2e9), "2bn");
  EXPECT_EQ(short_figure(-20'000),
            "\u2212"
            "20k");
}

TEST(Percent, IsWhole) {
  EXPECT_EQ(percent(0.384), "38\u00A0%");
  EXPECT_EQ(percent(1.2), "120\u00A0%");
}

TEST(Figure, DoesNotFollowTheLocale) {
  const char* set = std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(figure(1234.0), "1,234");
  EXPECT_EQ(figure(4.5), "4.5");
  if (set != nullptr) std::setlocale(LC_ALL, "C");
}

TEST(Dates, AreShort) {
  EXPECT_EQ(short_date(day(2026, 11, 4)), "4 Nov");
  EXPECT_EQ(long_date(day(2024, 2, 29)), "29 Feb 2024");
}

TEST(Moments, CountDays) {
  EXPECT_DOUBLE_EQ(days_since_epoch(day(1970, 1, 2) + chr::hours{6}), 1.25);
  EXPECT_EQ(day_of(day(1969, 12, 31) + chr::hours{23}), day(1969, 12, 31));
}

}  // namespace
}  // namespace stint::chart
