#include "chart/thinning.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace stint::chart {
namespace {

std::vector<Point> grid(std::size_t count) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i)
    points.push_back({static_cast<double>(i % 100), static_cast<double>(i / 100)});
  return points;
}

TEST(Thinning, KeepsAllOfAFew) {
  const std::vector<Point> points{{1, 1}, {1, 1}, {2, 2}};
  EXPECT_THAT(thinned(points, {false, false, false}, 3), testing::ElementsAre(0, 1, 2));
}

TEST(Thinning, DropsWhatLiesOnTheSameSpotFirst) {
  const std::vector<Point> points{{1, 1}, {5, 5}, {1.1, 1}, {9, 9}};
  EXPECT_THAT(thinned(points, {false, false, false, false}, 3), testing::ElementsAre(0, 1, 3));
}

TEST(Thinning, GivesExactlyTheMost) {
  const auto points = grid(5000);
  std::vector<bool> keep(points.size(), false);
  for (std::size_t i = 0; i < keep.size(); i += 500) keep[i] = true;
  const auto chosen = thinned(points, keep, 600);
  EXPECT_EQ(chosen.size(), 600U);
  EXPECT_TRUE(std::ranges::is_sorted(chosen));
  EXPECT_EQ(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), chosen.size());
  for (std::size_t i = 0; i < keep.size(); i += 500) EXPECT_TRUE(std::ranges::binary_search(chosen, i)) << i;
}

TEST(Thinning, DoesNotLetTheKeptDrownTheRest) {
  const auto points = grid(5000);
  std::vector<bool> keep(points.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = i % 2 == 0;
  const auto chosen = thinned(points, keep, 600);
  EXPECT_EQ(chosen.size(), 600U);
  EXPECT_EQ(std::ranges::count_if(chosen, [&](std::size_t i) { return keep[i]; }), 200);
}

TEST(Thinning, FillsUpWithTheKeptWhereTheRestAreFew) {
  const auto points = grid(5000);
  std::vector<bool> keep(points.size(), true);
  EXPECT_EQ(thinned(points, keep, 600).size(), 600U);
}

}  // namespace
}  // namespace stint::chart
