#include "metrics/forecast.h"

#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <memory>

#include "metrics/open_items.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

Day day(unsigned month, unsigned day_of_month) {
  return chr::local_days{chr::year{2026} / chr::month{month} / chr::day{day_of_month}};
}

// A board on which so many items are finished on each day from 5 January, a Monday, on.
std::string finishing(int days, const std::function<int(Day)>& items) {
  std::string text = "board 1 points\n";
  int number = 0;
  for (int i = 0; i < days; ++i) {
    const Day on = day(1, 5) + chr::days{i};
    for (int k = 0; k < items(on); ++k) {
      text += fmt::format("issue A-{} created 01-05T08:00 points 3\n  {}T12:00 status done\n", ++number,
                          format_day(on));
    }
  }
  return text;
}

bool is_weekday(Day on) {
  const chr::weekday weekday{on};
  return weekday != chr::Saturday && weekday != chr::Sunday;
}
int one_each_weekday(Day on) {
  return is_weekday(on) ? 1 : 0;
}

class Forecasts : public ::testing::Test {
 protected:
  Forecast ask(const std::string& text, const Question& question, const WorkingCalendar& calendar = {}) {
    scenario_ = test::parse_scenario(text);
    data_ = test::dataset_of(scenario_);
    Context context{data_, scenario_.as_of, scenario_.zone, scenario_.options};
    context.calendar = calendar;
    const auto boards = completions(context, flow_dates(context));
    return forecast(context, forecast_days(context), throughput(context, 0, boards.at(0)), boards.at(0),
                    question);
  }

  static Question done(double items) { return {Question::Kind::when_done, false, items, {}}; }
  static Question by(Day on) { return {Question::Kind::how_many, false, 0, on}; }

  test::Scenario scenario_;
  history::Dataset data_;
};

// 16 weeks of one item each weekday; the last day is Sunday 26 April.
const std::string kSteady = finishing(16 * 7, one_each_weekday) + "as-of 04-26T23:59:59.999\n";

TEST_F(Forecasts, AreCertainWhereEveryDayIsTheSame) {
  const Forecast found = ask(kSteady, done(7));
  EXPECT_EQ(found.refused, "");
  EXPECT_EQ(found.window.first, day(1, 27));
  EXPECT_EQ(found.sample.size(), 64U);  // weekdays of 90 days
  EXPECT_EQ(found.active_days, 64);
  EXPECT_EQ(found.trials, 0U) << "worked out exactly";
  for (const Confidence& confidence : found.confidences) {
    EXPECT_EQ(confidence.working_days, 7);
    EXPECT_EQ(confidence.day, day(5, 5)) << "seven weekdays from Monday 27 April on";
  }
}

TEST_F(Forecasts, SkipHolidays) {
  // 1 and 4 May off.
  const WorkingCalendar calendar{kMondayToFriday, {day(5, 1), day(5, 4)}};
  EXPECT_EQ(ask(kSteady, done(7), calendar).confidences[0].day, day(5, 7));
  const Forecast found = ask(kSteady, by(day(5, 8)), calendar);
  EXPECT_EQ(found.working_days, 8);
  for (const Confidence& confidence : found.confidences) EXPECT_EQ(confidence.amount, 8);
}

TEST_F(Forecasts, SayHowMany) {
  EXPECT_EQ(ask(kSteady, by(day(4, 27))).confidences[kPromise].amount, 1);
  EXPECT_EQ(ask(kSteady, by(day(5, 10))).confidences[kPromise].amount, 10);
  // On a holiday alone nothing is done.
  const Forecast none = ask(kSteady, by(day(4, 27)), WorkingCalendar{kMondayToFriday, {day(4, 27)}});
  EXPECT_EQ(none.confidences[kPromise].amount, 0);
  EXPECT_EQ(none.backtest.coverage(), std::nullopt);
}

TEST_F(Forecasts, CountPoints) {
  const Forecast found = ask(kSteady, {Question::Kind::when_done, true, 20, {}});
  EXPECT_EQ(found.unit, history::Unit::points);
  EXPECT_EQ(found.confidences[kPromise].working_days, 7);
  EXPECT_EQ(found.finished.value, 3 * 64);
}

TEST_F(Forecasts, CountWhatIsFinishedOnADayOffForTheDayBefore) {
  const auto on_saturdays = [](Day on) { return chr::weekday{on} == chr::Saturday ? 5 : 0; };
  const Forecast found = ask(finishing(16 * 7, on_saturdays) + "as-of 04-26T23:59:59.999\n", done(5));
  double sum = 0;
  for (const double amount : found.sample) sum += amount;
  EXPECT_EQ(sum, found.finished.value);
  EXPECT_EQ(found.active_days, 13);
}

TEST_F(Forecasts, AreRefusedWithTheReason) {
  const std::string four = finishing(4, one_each_weekday);
  EXPECT_EQ(ask(four + "as-of 02-01\n", done(1)).refused, "too_few_active_days");
  EXPECT_EQ(ask(four + "as-of 02-01\n", done(1)).active_days, 4);
  EXPECT_EQ(ask(finishing(5, one_each_weekday) + "as-of 02-01\n", done(1)).refused, "");
  EXPECT_EQ(ask(kSteady, done(0)).refused, "nothing_to_do");
  EXPECT_EQ(ask("board 1 points\nissue A-1 created 02-02\nas-of 02-01\n", done(1)).refused, "no_whole_day");
  EXPECT_EQ(
      ask("board 1 points\nissue A-1 created 01-05 status done no-history\nas-of 02-01\n", done(1)).refused,
      "no_history");
  std::string unestimated = kSteady;
  for (std::size_t at = 0; (at = unestimated.find(" points 3", at)) != std::string::npos;)
    unestimated.erase(at, 9);
  EXPECT_EQ(ask(unestimated, {Question::Kind::when_done, true, 20, {}}).refused, "not_estimated");
}

TEST_F(Forecasts, GiveNoDayBeyondTheHorizon) {
  const Forecast found = ask(kSteady, done(5000));
  EXPECT_EQ(found.refused, "");
  for (const Confidence& confidence : found.confidences) EXPECT_EQ(confidence.day, std::nullopt);
  EXPECT_EQ(found.backtest.n, 0);
}

TEST_F(Forecasts, BeginOnTheDayAfterAsOf) {
  const std::string text = finishing(16 * 7, one_each_weekday);
  // Thursday 23 April at noon: the sample ends on Wednesday, the first day to come is Friday.
  const Forecast found = ask(text + "as-of 04-23T12:30\n", done(1));
  EXPECT_EQ(found.window.end, day(4, 23));
  EXPECT_EQ(found.confidences[0].day, day(4, 24));
}

TEST_F(Forecasts, MoreConfidencePromisesLess) {
  const auto uneven = [](Day on) {
    return is_weekday(on) ? static_cast<int>(on.time_since_epoch().count() * 7 % 4) : 0;
  };
  const std::string text = finishing(16 * 7, uneven) + "as-of 04-26T23:59:59.999\n";
  const Forecast when = ask(text, done(30));
  const Forecast much = ask(text, by(day(5, 8)));
  for (std::size_t i = 1; i < kConfidences.size(); ++i) {
    EXPECT_GE(when.confidences[i].day, when.confidences[i - 1].day);
    EXPECT_LE(much.confidences[i].amount, much.confidences[i - 1].amount);
  }
  EXPECT_LT(when.confidences[0].day, when.confidences[3].day);
  EXPECT_GT(much.confidences[0].amount, much.confidences[3].amount);
  // At least so much, in at least 85 of 100 trials, is at most what half of them reach.
  EXPECT_EQ(when.confidences, ask(text, done(30)).confidences) << "the same seed";
}

TEST_F(Forecasts, AreTestedAgainstWhatCame) {
  // Every earlier forecast of 7 items promised 7 working days, and was right. Asked on Mondays: 16 weeks back
  // there was no sample, 15 weeks back five active days; the last two had not come due.
  const Forecast found = ask(kSteady, done(7));
  EXPECT_EQ(found.backtest.n, 14);
  EXPECT_EQ(found.backtest.came_true, 14);
  EXPECT_EQ(found.backtest.coverage(), 1);
  const Forecast two_weeks = ask(kSteady, by(day(5, 8)));
  EXPECT_EQ(two_weeks.backtest.n, 14);
  EXPECT_EQ(two_weeks.backtest.came_true, 14);
}

TEST_F(Forecasts, FailTheTestWhereTheTeamSlowedDown) {
  // Half as fast from 2 March, a Monday, on: forecasts made before that and due after it were wrong.
  const auto slowing = [](Day on) {
    return is_weekday(on) && (on < day(3, 2) || on.time_since_epoch().count() % 2 == 0) ? 1 : 0;
  };
  const Forecast found = ask(finishing(16 * 7, slowing) + "as-of 04-26T23:59:59.999\n", done(10));
  // Mondays 12 January to 13 April; those of 16 and 23 February end in or after the slow part.
  EXPECT_GE(found.backtest.n, 10);
  EXPECT_LT(found.backtest.came_true, found.backtest.n);
  EXPECT_GE(found.backtest.came_true, 6);
}

TEST_F(Forecasts, KnowOnlyWhatWasKnownThen) {
  // Everything was said to be done in January, and reopened on 27 April: as seen from now nothing of it was
  // ever done, as seen then it was.
  std::string text = finishing(16 * 7, one_each_weekday);
  std::string reopened;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    reopened += text.substr(at, end - at);
    if (text.substr(at, end - at).starts_with("  ")) reopened += "  04-27 status doing\n";
    at = end;
  }
  reopened += "as-of 05-03T23:59:59.999\n";
  const Forecast found = ask(reopened, done(3));
  EXPECT_EQ(found.refused, "too_few_active_days");
  // With five fresh finishes there is a forecast, and earlier ones that all failed.
  int number = 1000;
  for (int i = 27; i <= 30; ++i)
    reopened += fmt::format("issue A-{} created 01-05T08:00\n  04-{}T12:00 status done\n", ++number, i);
  reopened += fmt::format("issue A-{} created 01-05T08:00\n  05-01T12:00 status done\n", ++number);
  const Forecast fresh = ask(reopened, done(3));
  EXPECT_EQ(fresh.refused, "");
  EXPECT_EQ(fresh.active_days, 5);
  EXPECT_GE(fresh.backtest.n, 14);
  // What came after each: nothing that still stands, but for the last week.
  EXPECT_EQ(fresh.backtest.came_true, 1);
}

TEST_F(Forecasts, OfRandomHistoriesAreOrderedOrRefused) {
  int made = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const std::string text =
        test::random_scenario(seed) + "option forecast.minimum_active_days 1\noption forecast.backtests 3\n";
    const Forecast found = ask(text, done(1 + seed % 4));
    if (!found.refused.empty()) continue;
    ++made;
    ASSERT_GT(found.active_days, 0);
    ASSERT_LE(found.backtest.came_true, found.backtest.n);
    for (std::size_t i = 1; i < kConfidences.size(); ++i) {
      if (found.confidences[i].day) {
        ASSERT_GE(found.confidences[i].day, found.confidences[i - 1].day);
      }
    }
  }
  EXPECT_GT(made, 100);
}

TEST(OpenItems, AreThoseOfRunningSprintsAndBelowAnEpic) {
  const test::Scenario scenario = test::parse_scenario(R"(board 1 points
sprint 1 start 01-05 end 01-16 closed
sprint 2 start 01-19 end 01-30 active
issue A-1 created 01-01 epic
issue A-2 created 01-01 parent A-1 sprint 2
issue A-3 created 01-01 parent A-1 sprint 2
  01-21 status done
issue A-4 created 01-01 sprint 1
issue A-5 created 01-01 parent A-1
issue A-6 created 01-25 parent A-1
issue A-7 created 01-01 sprint 2
as-of 01-23
)");
  const history::Dataset data = test::dataset_of(scenario);
  const Context context{data, scenario.as_of, scenario.zone, scenario.options};
  const auto keys = [&](const std::vector<Index>& issues) {
    std::string text;
    for (const Index issue : issues) text += std::string{data.key(issue)} + " ";
    return text;
  };
  const auto running = open_items_of_running_sprints(context, sprint_ledgers(context));
  ASSERT_EQ(running.size(), 1U);
  EXPECT_EQ(keys(running[0].issues), "A-2 A-7 ");
  const auto below = open_items_below(context, flow_dates(context), 0);
  ASSERT_EQ(below.size(), 1U);
  EXPECT_EQ(keys(below[0].issues), "A-2 A-5 ");
}

}  // namespace
}  // namespace stint::metrics
