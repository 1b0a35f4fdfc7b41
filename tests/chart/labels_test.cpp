#include "chart/labels.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "chart/text.h"

namespace stint::chart {
namespace {

using testing::ElementsAre;

TEST(Spreading, LeavesAloneWhatIsFree) {
  EXPECT_THAT(spread({10, 50, 90}, 16, 0, 100), ElementsAre(10, 50, 90));
}

TEST(Spreading, MovesBothOfTwo) {
  EXPECT_THAT(spread({50, 54}, 16, 0, 100), ElementsAre(44, 60));
}

TEST(Spreading, KeepsInside) {
  EXPECT_THAT(spread({99, 98, 97}, 10, 0, 100), ElementsAre(100, 90, 80));
}

TEST(Spreading, ShrinksTheGapWhereTheyCannotFit) {
  EXPECT_THAT(spread({5, 5, 5}, 16, 0, 10), ElementsAre(0, 5, 10));
}

TEST(Spreading, OfNothing) {
  EXPECT_TRUE(spread({}, 16, 0, 10).empty());
}

TEST(Spreading, NeverOverlapsNorReorders) {
  std::mt19937 engine{29};
  for (int round = 0; round < 5000; ++round) {
    std::vector<double> wanted(1 + engine() % 6);
    for (double& value : wanted)
      value = static_cast<double>(engine() % 1000) / 10 - 20 + (engine() % 3 == 0 ? 60 : 0);
    const auto placed = spread(wanted, 16, 0, 100);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      ASSERT_GE(placed[i], -1e-9);
      ASSERT_LE(placed[i], 100 + 1e-9);
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (i != k) {
          ASSERT_GE(std::abs(placed[i] - placed[k]), 16 - 1e-9);
        }
        if (wanted[i] < wanted[k]) {
          ASSERT_LT(placed[i], placed[k]);
        }
      }
    }
  }
}

TEST(CommonWords, AreDropped) {
  EXPECT_THAT(without_common_words({"Team Blue Sprint 7", "Team Blue Sprint 8"}), ElementsAre("7", "8"));
  EXPECT_THAT(without_common_words({"Sprint 17", "Sprint 18 (holidays)"}),
              ElementsAre("17", "18 (holidays)"));
  EXPECT_THAT(without_common_words({"Alpha", "Beta"}), ElementsAre("Alpha", "Beta"));
  EXPECT_THAT(without_common_words({"Sprint 17"}), ElementsAre("Sprint 17"));
  EXPECT_THAT(without_common_words({"Sprint ", "Sprint 2"}), ElementsAre("Sprint ", "Sprint 2"));
}

TEST(TwoLines, BreakAtASpace) {
  EXPECT_THAT(two_lines("Done", 50, 10), ElementsAre("Done"));
  EXPECT_THAT(two_lines("Ready for Release", 50, 10), ElementsAre("Ready for", "Release"));
  const auto cut = two_lines("Extraordinarilylong wordsfollowingit", 50, 10);
  ASSERT_EQ(cut.size(), 2U);
  for (const std::string& line : cut) EXPECT_LE(text_width(line, 10), 50);
}

}  // namespace
}  // namespace stint::chart
