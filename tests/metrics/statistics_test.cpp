#include "metrics/statistics.h"

#include <gtest/gtest.h>
#include <numeric>

#include "metrics/intervals.h"
#include "metrics/options.h"

namespace stint::metrics {
namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.rbegin(), values.rend(), 1.0);
  return values;
}

TEST(Percentile, IsTheNearestRank) {
  EXPECT_EQ(percentile(one_to(10), 85), 9);
  EXPECT_EQ(percentile(one_to(10), 80), 8);
  EXPECT_EQ(percentile(one_to(10), 50), 5);
  EXPECT_EQ(percentile(one_to(10), 1), 1);
  EXPECT_EQ(percentile(one_to(10), 100), 10);
  EXPECT_EQ(percentile(one_to(20), 95), 19);
  EXPECT_EQ(percentile(one_to(100), 7), 7);
  EXPECT_EQ(percentile({4}, 85), 4);
  EXPECT_EQ(percentile({}, 85), std::nullopt);
}

TEST(Median, IsTheMiddleOrTheMeanOfTwo) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
  EXPECT_EQ(median({}), std::nullopt);
}

TEST(Ratio, IsUndefinedByNothing) {
  EXPECT_EQ(ratio(1, 4), 0.25);
  EXPECT_EQ(ratio(0, 4), 0);
  EXPECT_EQ(ratio(1, 0), std::nullopt);
  EXPECT_EQ(ratio(0, 0), std::nullopt);
}

Interval span(int from, int to) {
  return {from_epoch_ms(from), from_epoch_ms(to)};
}

TEST(Intervals, UniteWhatOverlapsOrTouches) {
  const auto all = united({span(5, 7), span(1, 3), span(3, 4), span(2, 3), span(6, 6), span(9, 8)});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].from, from_epoch_ms(1));
  EXPECT_EQ(all[0].to, from_epoch_ms(4));
  EXPECT_EQ(total(all).count(), 5);
}

TEST(Intervals, KeepOnlyWhatIsInBoth) {
  EXPECT_EQ(total(intersected({span(0, 10), span(20, 30)}, {span(5, 22), span(29, 40)})).count(), 8);
  EXPECT_EQ(total(intersected({span(0, 10)}, {span(10, 20)})).count(), 0);
  EXPECT_TRUE(intersected({}, {span(10, 20)}).empty());
}

TEST(Options, AreSetByNameWithinTheirBounds) {
  Options options;
  EXPECT_TRUE(set_option(options, "velocity.warning", "0.3"));
  EXPECT_EQ(options.velocity_warning, 0.3);
  for (const std::string_view bad : {"1.5", "-0.1", "nan", "", "0.3x", " 0.3"}) {
    const auto refused = set_option(options, "velocity.warning", bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, ErrorCode::usage);
  }
  EXPECT_EQ(options.velocity_warning, 0.3);
}

TEST(Options, NameTheNearestForOneThatIsNone) {
  Options options;
  const auto refused = set_option(options, "velocity.waning", "0.3");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().hint.find("velocity.warning"), std::string::npos);
}

TEST(Options, HaveDefaultsWithinTheirBoundsAndNamesOfTheirOwn) {
  const Options defaults;
  for (const OptionInfo& option : option_table()) {
    EXPECT_GE(defaults.*option.value, option.least) << option.name;
    EXPECT_LE(defaults.*option.value, option.most) << option.name;
    for (const OptionInfo& other : option_table()) {
      if (&other == &option) continue;
      EXPECT_NE(option.name, other.name);
      EXPECT_NE(option.value, other.value) << option.name;
    }
  }
}

}  // namespace
}  // namespace stint::metrics
