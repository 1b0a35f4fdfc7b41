#include "metrics/throughput.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/answers.h"
#include "metrics/cycle_trend.h"
#include "metrics/random_history.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;
using ::testing::ElementsAre;

Day day(int year, unsigned month, unsigned day_of_month) {
  return chr::local_days{chr::year{year} / chr::month{month} / chr::day{day_of_month}};
}

// A scenario with all that is worked out from it.
struct Board {
  explicit Board(std::string_view text)
      : scenario(test::parse_scenario(text)),
        data(test::dataset_of(scenario)),
        context{data, scenario.as_of, scenario.zone, scenario.options},
        dates(flow_dates(context)),
        boards(completions(context, dates)) {}
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;
  ~Board() = default;

  [[nodiscard]] Throughput throughput() const { return metrics::throughput(context, 0, boards.at(0)); }
  [[nodiscard]] CycleTrend trend() const { return cycle_trend(context, 0, boards.at(0), dates); }
  [[nodiscard]] std::string excluded(const std::vector<Excluded>& list) const {
    std::string text;
    for (const Excluded& out : list) text += fmt::format(" {}:{}", data.key(out.issue), out.reason);
    return text;
  }

  test::Scenario scenario;
  history::Dataset data;
  Context context;
  std::vector<FlowDates> dates;
  std::vector<BoardCompletions> boards;
};

TEST(IsoWeek, IsOfTheYearOfItsThursday) {
  EXPECT_EQ(iso_week(day(2026, 1, 1)), "2026-W01");
  EXPECT_EQ(iso_week(day(2027, 1, 1)), "2026-W53");
  EXPECT_EQ(iso_week(day(2024, 12, 30)), "2025-W01");
  EXPECT_EQ(iso_week(day(2021, 1, 3)), "2020-W53");
  EXPECT_EQ(iso_week(day(2026, 11, 22)), "2026-W47");
  EXPECT_EQ(iso_week(day(2026, 11, 23)), "2026-W48");
  EXPECT_EQ(monday_of(day(2026, 11, 22)), day(2026, 11, 16));
  EXPECT_EQ(monday_of(day(2026, 11, 16)), day(2026, 11, 16));
}

// The board's first item is of Wednesday 7 January; weeks begin on the 5th, 12th, 19th and 26th.
constexpr std::string_view kSome = R"(board 1 points
issue A-1 created 01-07 points 3
  01-08 status doing
  01-13 status done
issue A-2 created 01-07 points 5
  01-13 status done
issue A-3 created 01-07
  01-21 status done
issue A-4 created 01-07 points 2
  01-22 resolution "Won't Do"
  01-22 status done
issue A-5 created 01-07 points 1 parent A-1 subtask
  01-22 status done
issue A-6 created 01-07 points 8
  01-13 status done
  01-14 status doing
issue A-7 created 01-07 points 1
  01-28 status done
issue A-8 created 01-07 points 4 status done no-history
)";

TEST(Throughput, CountsWholeDaysAndWeeksWithoutAnything) {
  const Board board{std::string{kSome} + "as-of 01-28T12:00\n"};
  const Throughput found = board.throughput();
  EXPECT_EQ(found.window.first, day(2026, 1, 7));
  EXPECT_EQ(found.window.end, day(2026, 1, 28)) << "the day of as-of is not over";
  EXPECT_EQ(found.items.value, 3);
  EXPECT_EQ(test::show_keys(board.data, found.items.issues), " A-1 A-2 A-3");
  ASSERT_EQ(found.days.size(), 21U);
  EXPECT_EQ(found.days[6].items, 2);
  EXPECT_EQ(found.days[6].points, 8);
  EXPECT_EQ(found.days[7].items, 0);
  EXPECT_EQ(found.days[14].items, 1);
  ASSERT_EQ(found.weeks.size(), 4U);
  std::vector<std::string> weeks;
  for (const Week& week : found.weeks) {
    weeks.push_back(
        fmt::format("{} {} {}", iso_week(week.monday), week.finished.items, week.whole ? "whole" : "part"));
  }
  EXPECT_THAT(weeks,
              ElementsAre("2026-W02 0 part", "2026-W03 2 whole", "2026-W04 1 whole", "2026-W05 0 part"));
  EXPECT_EQ(found.mean_items, 1.5);
  EXPECT_EQ(found.median_items, 1.5);
  EXPECT_EQ(found.points, std::nullopt) << "two of three are fewer than 80 %";
  EXPECT_EQ(found.estimated, 2);
  EXPECT_EQ(board.excluded(found.excluded), " A-4:wont_do A-5:subtask A-8:no_history");
}

TEST(Throughput, CountsTheDayOfAsOfOnceItIsOver) {
  const Board board{std::string{kSome} + "as-of 01-28T23:59:59.999\n"};
  EXPECT_EQ(board.throughput().window.end, day(2026, 1, 29));
  EXPECT_EQ(board.throughput().items.value, 4);
}

TEST(Throughput, CountsPointsWhereItemsAreEstimated) {
  const Board board{std::string{kSome} + "option sprints.estimated_share 0.6\nas-of 01-28\n"};
  EXPECT_EQ(board.throughput().points, 8);
  EXPECT_EQ(board.throughput().mean_points, 4);
}

TEST(Throughput, LetsInWhatOptionsSay) {
  const Board all{std::string{kSome} +
                  "option throughput.include_wont_do 1\noption sprints.include_subtasks 1\nas-of 01-28\n"};
  EXPECT_EQ(test::show_keys(all.data, all.throughput().items.issues), " A-1 A-2 A-3 A-4 A-5");
  const Board short_window{std::string{kSome} + "option throughput.window_days 7\nas-of 01-28\n"};
  EXPECT_EQ(short_window.throughput().window.first, day(2026, 1, 21));
  EXPECT_EQ(short_window.throughput().items.value, 1);
}

TEST(Throughput, TakesDaysFromTheZone) {
  const Board board{
      "board 1 points\nzone Pacific/Auckland\nissue A-1 created 01-07\n  01-13T12:00 status done\nas-of "
      "01-20\n"};
  const Throughput found = board.throughput();
  EXPECT_EQ(found.days.at(static_cast<std::size_t>((day(2026, 1, 14) - found.window.first).count())).items,
            1);
}

TEST(Throughput, IsEmptyForAnEmptyBoard) {
  const Board board{"board 1 points\nissue A-1 created 01-29\nas-of 01-28\n"};
  EXPECT_EQ(board.throughput().window.days(), 0);
  EXPECT_EQ(board.throughput().mean_items, std::nullopt);
  EXPECT_TRUE(board.throughput().weeks.empty());
  const Board young{
      "board 1 points\nissue A-1 created 01-28\n  01-28T10:30 status done\nas-of 01-28T11:00\n"};
  EXPECT_EQ(young.throughput().window.days(), 0);
  EXPECT_TRUE(young.throughput().weeks.empty());
}

TEST(Completions, WithAWontDoIsToldByTheSameInstant) {
  const Board board{
      "board 1 points\nissue A-1 created 01-07\n  01-13 status done\n  01-13 resolution Duplicate\n"
      "issue A-2 created 01-07\n  01-13 status done\n  01-14 resolution Duplicate\n"
      "issue A-3 created 01-07\n  01-12 resolution Duplicate\n  01-13 resolution -\n  01-13 status done\n"
      "as-of 01-28\n"};
  EXPECT_EQ(test::show_keys(board.data, board.throughput().items.issues), " A-2 A-3");
}

// Of any history: what stands is what flow dates say, seen from now and from every earlier day.
TEST(Completions, StandAsFlowDatesSaySeenFromAnyDay) {
  int standing = 0;
  int fallen = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const std::string text = test::random_scenario(seed);
    const Board board{text};
    for (int back = 0; back < 40; back += 3) {
      const Day seen_from = first_unseen_day(board.context) - chr::days{back};
      Context then = board.context;
      if (back > 0) then.as_of = then.zone.instant_of(seen_from) - Milliseconds{1};
      const std::vector<FlowDates> dates = flow_dates(then);
      std::vector<std::optional<Instant>> done(dates.size());
      const auto note = [&](const Completion& completion) {
        if (!completion.stands(back > 0 ? seen_from : kNever)) {
          ++fallen;
          return;
        }
        ASSERT_FALSE(done[completion.issue]) << "twice";
        done[completion.issue] = completion.done;
        ++standing;
      };
      for (const BoardCompletions& one : board.boards) {
        for (const Completion& completion : one.counted) note(completion);
        for (const LeftOut& out : one.left_out) note(out.completion);
      }
      for (Index i = 0; i < dates.size(); ++i)
        ASSERT_EQ(done[i], dates[i].done) << board.data.key(i) << "\n" << text;
    }
  }
  EXPECT_GT(standing, 1000);
  EXPECT_GT(fallen, 1000);
}

TEST(Throughput, OfDaysAndWeeksAddUp) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const Board board{test::random_scenario(seed)};
    const Throughput found = board.throughput();
    int by_day = 0;
    int by_week = 0;
    for (const Finished& one : found.days) by_day += one.items;
    for (const Week& week : found.weeks) by_week += week.finished.items;
    ASSERT_EQ(by_day, found.items.value);
    ASSERT_EQ(by_week, found.items.value);
    ASSERT_EQ(found.items.issues.size(), static_cast<std::size_t>(found.items.value));
  }
}

// One item a week on Wednesdays, in progress since `age` days before.
std::string weekly(int weeks, const std::function<int(int)>& age) {
  std::string text = "board 1 points\n";
  const Day first = day(2026, 1, 7);
  for (int i = 0; i < weeks; ++i) {
    const Day done = first + chr::weeks{i};
    text += fmt::format("issue A-{} created 01-01\n  {} status doing\n  {}T12:00 status done\n", i + 1,
                        format_day(done - chr::days{age(i)}), format_day(done));
  }
  return text;
}

TEST(CycleTrend, RisesWithTheCycleTimes) {
  const Board board{weekly(20, [](int i) { return i; }) + "as-of 2026-05-24T23:59:59.999\n"};
  const CycleTrend trend = board.trend();
  ASSERT_EQ(trend.items.size(), 20U);
  EXPECT_EQ(trend.items[3].cycle_days, 4);
  ASSERT_TRUE(trend.slope);
  EXPECT_DOUBLE_EQ(trend.slope->slope, 1.0 / 7);
  EXPECT_TRUE(trend.slope->significant());
  // From the first whole week of the board, or 26 back: the as-of is a Sunday, its week is whole.
  EXPECT_EQ(trend.weeks_window.end, day(2026, 5, 25));
  EXPECT_EQ(trend.weeks_window.first, day(2026, 1, 5));
  ASSERT_EQ(trend.weeks.size(), 20U);
  EXPECT_EQ(trend.weekly_median_cycle.values.size(), 20U);
  EXPECT_EQ(trend.weeks_with_median.front(), 0U);
  EXPECT_EQ(trend.weekly_median_cycle.values.back(), 20);
}

TEST(CycleTrend, NamesTheWeekThatIsOutOfTheUsual) {
  const auto jump = [](int at) { return [at](int i) { return i == at ? 25 : 2 + 4 * (i % 2); }; };
  const Board late{weekly(20, jump(19)) + "as-of 2026-05-24T23:59:59.999\n"};
  const auto found = recent_signals(late.trend());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].figure, "weekly_median_cycle");
  EXPECT_EQ(found[0].signal.rule, SignalRule::large_change);
  EXPECT_TRUE(found[0].signal.high);
  EXPECT_THAT(found[0].mondays, ElementsAre(day(2026, 5, 18)));
  // Of the last five weeks, not of those before.
  EXPECT_EQ(recent_signals(Board{weekly(20, jump(15)) + "as-of 2026-05-24T23:59:59.999\n"}.trend()).size(),
            1U);
  EXPECT_TRUE(
      recent_signals(Board{weekly(20, jump(14)) + "as-of 2026-05-24T23:59:59.999\n"}.trend()).empty());
}

TEST(CycleTrend, SaysWhyThereIsNone) {
  const Board few{weekly(9, [](int i) { return i; }) + "as-of 2026-03-09\n"};
  EXPECT_FALSE(few.trend().slope);
  EXPECT_EQ(few.trend().slope_reason, "too_few_points");
  EXPECT_EQ(few.trend().cycle_times.reason, "too_few_points");
  std::string text = "board 1 points\n";
  for (int i = 1; i <= 12; ++i) {
    text +=
        fmt::format("issue A-{} created 01-01\n  01-0{} status doing\n  01-09 status done\n", i, 1 + i % 8);
  }
  EXPECT_EQ(Board{text + "as-of 01-20\n"}.trend().slope_reason, "one_day");
  const Board empty{"board 1 points\nissue A-1 created 01-29\nas-of 01-28\n"};
  EXPECT_TRUE(empty.trend().weeks.empty());
  EXPECT_EQ(empty.trend().slope_reason, "too_few_points");
}

TEST(CycleTrend, LeavesOutWhatNeverStarted) {
  const Board board{"board 1 points\nissue A-1 created 01-01\n  01-09 status done\nas-of 01-20\n"};
  EXPECT_EQ(board.excluded(board.trend().excluded), " A-1:no_start");
}

}  // namespace
}  // namespace stint::metrics
