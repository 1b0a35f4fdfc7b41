#include "metrics/process_behaviour.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "metrics/random_history.h"

namespace stint::metrics {
namespace {

using ::testing::ElementsAre;

// Centre 11, mean moving range 2: sigma 1.773…, limits 5.68 and 16.32.
const std::vector<double> kBaseline{10, 12, 10, 12, 10, 12, 10, 12};

std::vector<Signal> signals(const std::vector<double>& values, Floor floor = Floor::none) {
  return process_behaviour(kBaseline, values, floor)->signals;
}

TEST(ProcessBehaviour, DrawsLimitsFromTheMeanMovingRange) {
  const std::vector<double> values{10, 50, 40, 30};
  const auto chart = process_behaviour(values, Floor::none);
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->centre, 32.5);
  EXPECT_DOUBLE_EQ(chart->mean_moving_range, 20);
  EXPECT_NEAR(chart->upper, 85.7, 1e-12);
  ASSERT_TRUE(chart->lower);
  EXPECT_NEAR(*chart->lower, -20.7, 1e-12);
  EXPECT_FALSE(process_behaviour(values, Floor::zero)->lower);
  EXPECT_TRUE(process_behaviour(kBaseline, Floor::zero)->lower);
  EXPECT_FALSE(process_behaviour(std::vector<double>{1}, Floor::none));
  EXPECT_FALSE(process_behaviour({}, Floor::none));
}

TEST(ProcessBehaviour, SaysNothingOfUsualVariation) {
  EXPECT_TRUE(signals(kBaseline).empty());
  EXPECT_TRUE(signals({}).empty());
  for (const double same : {0.0, 0.1, 7.3, 1e9}) {
    EXPECT_TRUE(process_behaviour(std::vector<double>(30, same), Floor::zero)->signals.empty()) << same;
  }
}

TEST(ProcessBehaviour, NamesEachPointOutsideTheLimits) {
  EXPECT_TRUE(signals({16.32, 11, 5.68}).empty());
  const auto found = signals({16.33, 11, 11, 17, 11, 5.67});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].rule, SignalRule::large_change);
  EXPECT_FALSE(found[0].high);
  EXPECT_THAT(found[0].points, ElementsAre(5));
  EXPECT_TRUE(found[1].high);
  EXPECT_THAT(found[1].points, ElementsAre(0));
  EXPECT_THAT(found[2].points, ElementsAre(3));
}

TEST(ProcessBehaviour, NamesTwoOfThreeBeyondTwoSigma) {
  EXPECT_TRUE(signals({14.6, 11, 11, 14.6}).empty());
  EXPECT_TRUE(signals({14.5, 11, 14.5}).empty());
  EXPECT_TRUE(signals({14.6, 11, 7.4}).empty());
  const auto found = signals({11, 14.6, 11.5, 14.6, 10});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, SignalRule::moderate_change);
  EXPECT_TRUE(found[0].high);
  EXPECT_THAT(found[0].points, ElementsAre(1, 2, 3));
  // The one between them lies on the other side and is no part of it.
  EXPECT_THAT(signals({7.4, 12, 7.4}).at(0).points, ElementsAre(0, 2));
  EXPECT_FALSE(signals({7.4, 12, 7.4}).at(0).high);
}

TEST(ProcessBehaviour, NamesFourOfFiveBeyondOneSigma) {
  EXPECT_TRUE(signals({12.8, 12.8, 11, 11, 12.8, 12.8}).empty());
  EXPECT_TRUE(signals({12.7, 12.7, 12.7, 12.7, 12.7}).empty());
  const auto found = signals({11, 12.8, 12.8, 10, 12.8, 12.8});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, SignalRule::moderate_shift);
  EXPECT_THAT(found[0].points, ElementsAre(1, 2, 4, 5));
}

TEST(ProcessBehaviour, NamesEightOnOneSide) {
  EXPECT_TRUE(signals({12, 12, 12, 12, 12, 12, 12}).empty());
  EXPECT_TRUE(signals({12, 12, 12, 12, 11, 12, 12, 12, 12}).empty()) << "on the centre is on no side";
  const auto found = signals({10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 10});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, SignalRule::small_shift);
  EXPECT_THAT(found[0].points, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_EQ(found[0].last(), 9U);
}

TEST(ProcessBehaviour, SaysNothingUnderALineThatCannotBeCrossed) {
  // Centre 2, mean moving range 2: sigma 1.77, so that only the lines at zero sigma and one sigma are drawn.
  const std::vector<double> baseline{1, 3, 1, 3, 1, 3};
  const std::vector<double> zeros(5, 0.0);
  const auto free = process_behaviour(baseline, zeros, Floor::none)->signals;
  ASSERT_EQ(free.size(), 1U);
  EXPECT_EQ(free[0].rule, SignalRule::moderate_shift);
  const auto floored = process_behaviour(std::vector<double>{1, 2, 0, 2, 0, 2}, zeros, Floor::zero)->signals;
  EXPECT_TRUE(floored.empty());  // centre 7/6, sigma 1.6
}

// A second reading: every window looked at by itself.
std::set<std::tuple<int, bool, std::size_t>> marks_by_windows(const std::vector<double>& values,
                                                              double centre, double range, bool floored) {
  struct Rule {
    std::size_t window, needed;
    double distance;
  };
  const Rule rules[] = {{1, 1, 2.66 * range}, {3, 2, 2 * range / 1.128}, {5, 4, range / 1.128}, {8, 8, 0}};
  std::set<std::tuple<int, bool, std::size_t>> marks;
  for (int r = 0; r < 4; ++r) {
    for (std::size_t begin = 0; begin + rules[r].window <= values.size(); ++begin) {
      std::size_t above = 0;
      std::size_t below = 0;
      for (std::size_t i = begin; i < begin + rules[r].window; ++i) {
        if (values[i] > centre + rules[r].distance) ++above;
        if (values[i] < centre - rules[r].distance && (!floored || centre - rules[r].distance > 0)) ++below;
      }
      for (std::size_t i = begin; i < begin + rules[r].window; ++i) {
        if (above >= rules[r].needed && values[i] > centre) marks.insert({r, true, i});
        if (below >= rules[r].needed && values[i] < centre) marks.insert({r, false, i});
      }
    }
  }
  return marks;
}

TEST(ProcessBehaviour, MarksWhatASecondReadingMarks) {
  std::mt19937 random{3};
  std::size_t marked = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> values;
    double level = 5;
    for (std::uint32_t i = 0, n = 2 + test::draw(random, 40); i < n; ++i) {
      if (test::draw(random, 12) == 0) level = test::draw(random, 15);
      values.push_back(level + test::draw(random, 6));
    }
    const Floor floor = round % 2 == 0 ? Floor::zero : Floor::none;
    const auto chart = process_behaviour(values, floor);
    std::set<std::tuple<int, bool, std::size_t>> marks;
    for (const Signal& signal : chart->signals) {
      ASSERT_FALSE(signal.points.empty());
      for (const std::size_t point : signal.points) {
        const bool fresh = marks.insert({static_cast<int>(signal.rule), signal.high, point}).second;
        ASSERT_TRUE(fresh) << "in two signals of one rule";
      }
    }
    ASSERT_EQ(marks, marks_by_windows(values, chart->centre, chart->mean_moving_range, floor == Floor::zero));
    marked += marks.size();
  }
  EXPECT_GT(marked, 1000U);
}

TEST(ProcessBehaviour, JoinsOverlappingWindowsOnly) {
  // Two runs above with one point below between them: two signals.
  std::vector<double> values(8, 12.0);
  values.push_back(10);
  values.insert(values.end(), 9, 12.0);
  const auto found = signals(values);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].points.size(), 8U);
  EXPECT_EQ(found[1].points.size(), 9U);
}

}  // namespace
}  // namespace stint::metrics
