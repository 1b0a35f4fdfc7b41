// Summaries of scenarios, worked out by hand.
#include "report/summary.h"

#include <gmock/gmock.h>

#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Made {
  explicit Made(std::string_view text)
      : scenario(test::parse_scenario(text)),
        data(test::dataset_of(scenario)),
        analysis(metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options})) {}

  [[nodiscard]] std::optional<Summary> completion() const {
    return completion_summary(analysis, boards_in(data, {}));
  }
  [[nodiscard]] std::optional<Summary> hygiene() const {
    return hygiene_summary(analysis, boards_in(data, {}));
  }

  test::Scenario scenario;
  history::Dataset data;
  metrics::Analysis analysis;
};

std::vector<std::string> keys_of(const Summary& summary) {
  std::vector<std::string> keys;
  for (const SummaryItem& item : summary.items) keys.push_back(item.key);
  return keys;
}

// Of 10 points committed to the first sprint 5 were completed, of 10 of the second 8; A-4 was flagged for two
// days of it.
constexpr std::string_view kTwoSprints = R"(
board 1 points
sprint 1 start 01-05 end 01-16 closed
sprint 2 start 01-19 end 01-30 closed
issue A-1 created 01-01 points 5 sprint 1
  01-07 status doing
  01-09 status done
issue A-2 created 01-01 points 5 sprint 1
issue A-3 created 01-01 points 8 sprint 2
  01-20 status doing
  01-22 status done
issue A-4 created 01-01 points 2 sprint 2
  01-20 status doing
  01-21 flag on
  01-23 flag off
as-of 02-02
)";

TEST(CompletionSummary, SaysWhatTheLastSprintMadeOfItsCommitment) {
  const auto summary = Made{kTwoSprints}.completion();
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->title, "Board 1: Sprint 2 completed 80\u00a0% of its commitment");
  EXPECT_EQ(
      summary->text,
      "Board 1: Sprint 2, which ended on 30 Jan 2026, completed 8 of the 10 points committed (80\u00a0%). "
      "In the sprint before it was 50\u00a0%. One item was not done: it was blocked for a day or more.");
  ASSERT_EQ(summary->items.size(), 1U);
  EXPECT_EQ(summary->items[0].key, "A-4");
  EXPECT_EQ(summary->items[0].project, "A");
  EXPECT_THAT(summary->items[0].title, testing::StartsWith("A-4: "));
  EXPECT_EQ(summary->items[0].text, "2 points; was blocked for a day or more");
}

// Three items of 1, 8 and 2 points were left: the second large, all three never begun.
TEST(CompletionSummary, NamesTheLargestFirstAndTheMostFrequentReasons) {
  const auto summary = Made{R"(
board 1 points
sprint 1 start 01-05 end 01-16 closed
issue A-1 created 01-01 points 1 sprint 1
issue A-2 created 01-01 points 8 sprint 1
issue A-3 created 01-01 points 2 sprint 1
as-of 01-20
)"}
                           .completion();
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->title, "Board 1: Sprint 1 completed 0\u00a0% of its commitment");
  EXPECT_THAT(summary->text,
              HasSubstr("completed 0 of the 11 points committed (0\u00a0%). 3 items were not done: "
                        "3 were started late or not at all, 1 was large from the start."));
  EXPECT_THAT(keys_of(*summary), ElementsAre("A-2", "A-3", "A-1"));
  EXPECT_EQ(summary->items[0].text, "8 points; was started late or not at all; was large from the start");
}

TEST(CompletionSummary, TellsWhereNothingWasCommitted) {
  const auto summary = Made{R"(
board 1 points
sprint 1 start 01-05 end 01-16 closed
issue A-1 created 01-01 points 3
  01-06 sprint 1
  01-07 status doing
  01-08 status done
issue A-2 created 01-01 points 3 sprint 1
  01-04 sprint -
as-of 01-20
)"}
                           .completion();
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->title, "Board 1: Sprint 1 has ended");
  EXPECT_EQ(
      summary->text,
      "Board 1: Sprint 1, which ended on 16 Jan 2026, had committed to nothing and completed 3 points.");
}

// 60 days after 16 January at 10:00 is 17 March at 10:00.
TEST(CompletionSummary, ForgetsWhatIsLongAgo) {
  const std::string text = R"(
board 1 points
sprint 1 start 01-05 end 01-16 closed
issue A-1 created 01-01 points 1 sprint 1
as-of )";
  EXPECT_TRUE(Made{text + "03-17\n"}.completion());
  EXPECT_FALSE(Made{text + "03-18\n"}.completion());
  EXPECT_FALSE(Made{"board 1 points\nissue A-1 created 01-01\nas-of 01-05\n"}.completion());
}

// One in progress since 3 January and silent: stale from five days on, so one of its three checks fails, that
// is 66.7. On the last day a second one is in progress, and one of six fails: 83.3.
TEST(HygieneSummary, SaysTheScoreAndHowItMoved) {
  const auto summary = Made{R"(
board 1 points
option hygiene.stalled_days 5
issue A-1 created 01-01 assignee ann
  01-03 status doing
issue A-2 created 01-01 assignee ann
  01-15T09:00 status doing
as-of 01-15
)"}
                           .hygiene();
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->title, "Board 1: hygiene 83 of 100 (+16 since yesterday, +16 in a week)");
  EXPECT_EQ(summary->text,
            "Board 1: 83 of 100 (+16 since yesterday, +16 in a week). 1 item has seen no activity lately.");
  ASSERT_EQ(summary->items.size(), 1U);
  EXPECT_EQ(summary->items[0].key, "A-1");
  EXPECT_EQ(summary->items[0].text, "has seen no activity lately");
}

// A-3 and A-4 fail two checks each; of those that fail one, A-2 has been blocked for three days.
TEST(HygieneSummary, PutsThoseThatLackMostFirst) {
  const auto summary = Made{R"(
board 1 points
sprint 1 start 01-05 end 01-19 active goal -
sprint 2 start 01-19 end 02-02 future goal -
issue A-1 created 01-01 points 1 assignee ann sprint 1 criteria 2
  01-06 status doing
issue A-2 created 01-01 points 1 assignee ann sprint 1 criteria 2
  01-12T09:00 status doing
  01-12T10:00 flag on
issue A-3 created 01-01 points 1 sprint 1
  01-14 status doing
issue A-4 created 01-01 points 1 sprint 1 criteria 1
  01-14 status done
issue A-5 created 01-01 points 0 sprint 2
issue A-6 created 01-01 sprint 2
issue A-7 created 01-01 points -1 sprint 2
issue A-9 created 01-01 subtask parent A-4
issue A-10 created 01-01 type Bug points 1 sprint 1
issue A-11 created 01-01 points 1
  01-03 status doing
  01-04 status done
issue A-12 created 01-01 subtask parent A-11
  01-03 status done
issue A-13 created 01-01 points 3 sprint 1
issue A-14 created 01-01 points 3 sprint 1
issue A-15 created 01-01 points 3 sprint 1
as-of 01-15
)"}
                           .hygiene();
  ASSERT_TRUE(summary);
  EXPECT_THAT(summary->text, testing::StartsWith("Board 1: 59 of 100 ("));
  EXPECT_THAT(summary->text,
              testing::EndsWith("). 4 items have no acceptance criteria, 2 have no estimate, 1 has "
                                "seen no activity lately. The running sprint has no goal."));
  EXPECT_THAT(keys_of(*summary), ElementsAre("A-3", "A-4", "A-2", "A-1", "A-6"));
  EXPECT_EQ(summary->items[0].text, "is in progress without an assignee; has no acceptance criteria");
  EXPECT_EQ(summary->items[2].text, "has been blocked for 3 days");
}

TEST(HygieneSummary, IsNothingWhereNothingIsChecked) {
  EXPECT_FALSE(Made{"board 1 points\nissue A-1 created 01-01\nas-of 01-05\n"}.hygiene());
}

TEST(Summaries, OfSeveralBoardsHaveALineEach) {
  const Made made{R"(
board 1 points
board 2 points
sprint 1 board 1 start 01-05 end 01-16 closed
sprint 2 board 2 start 01-05 end 01-16 closed
issue A-1 created 01-01 points 1 sprint 1
  01-07 status doing
  01-08 status done
issue B-1 created 01-01 points 1 sprint 2
  01-07 status doing
as-of 01-20
)"};
  ASSERT_EQ(made.data.boards.size(), 2U);
  const auto completion = made.completion();
  ASSERT_TRUE(completion);
  EXPECT_EQ(completion->title,
            "The last sprints of two boards completed 50\u00a0% of their commitments (median)");
  EXPECT_EQ(std::ranges::count(completion->text, '\n'), 1);
  const auto hygiene = made.hygiene();
  ASSERT_TRUE(hygiene);
  EXPECT_THAT(hygiene->title, testing::StartsWith("Hygiene of "));
}

TEST(Summaries, HoldOnlyFiguresThatAreThere) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const Made made{test::random_scenario(seed)};
    for (const auto& summary : {made.completion(), made.hygiene()}) {
      if (!summary) continue;
      EXPECT_FALSE(summary->title.empty()) << seed;
      EXPECT_LE(summary->items.size(), 15U) << seed;
      for (const char* bad : {"nan", "inf", "-0", "–"}) {
        EXPECT_THAT(summary->text, Not(HasSubstr(bad))) << seed;
        EXPECT_THAT(summary->title, Not(HasSubstr(bad))) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace stint::report
