// What each chart draws: that the marks are there and where the figures say. That every drawing is
// well-formed is checked by an XML parser over the sample reports (tests/report).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chart/ageing_work.h"
#include "chart/burndown.h"
#include "chart/control.h"
#include "chart/cumulative_flow.h"
#include "chart/cycle_times.h"
#include "chart/daily_score.h"
#include "chart/defect_escape.h"
#include "chart/forecast.h"
#include "chart/sparkline.h"
#include "chart/stylesheet.h"
#include "chart/velocity.h"

namespace stint::chart {
namespace {

namespace chr = std::chrono;
using testing::HasSubstr;
using testing::Not;

Day day(unsigned number) {
  return Day{chr::local_days{chr::year{2026} / chr::November / chr::day{number}}};
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t i = text.find(part); i != std::string_view::npos; i = text.find(part, i + part.size()))
    ++found;
  return found;
}

Burndown sprint() {
  return {{"b", "Sprint 1"},
          "points",
          day(2) + chr::hours{9},
          day(6) + chr::hours{17},
          {{day(2) + chr::hours{9}, 10, 10}, {day(3), 14, 14}, {day(4), 8, 14}},
          day(5),
          {}};
}

TEST(Charts, WithoutDataAreNothing) {
  EXPECT_FALSE(draw(Burndown{}));
  EXPECT_FALSE(draw(Velocity{}));
  EXPECT_FALSE(draw(CumulativeFlow{}));
  EXPECT_FALSE(draw(CumulativeFlow{{}, {"Done"}, {day(1)}, {{1}}})) << "one day makes no flow";
  EXPECT_FALSE(draw(CycleTimes{}));
  EXPECT_FALSE(draw(AgeingWork{}));
  EXPECT_FALSE(draw(Control{}));
  EXPECT_FALSE(draw(Forecast{}));
  EXPECT_FALSE(draw(DefectEscape{}));
  EXPECT_FALSE(draw(DailyScore{{}, "score", {{day(1), {}}}, 80, 60})) << "a day without a score";
  EXPECT_EQ(sparkline({"s", "s"}, {1.0, std::nullopt}), "");
}

TEST(Charts, AreTheSameEachTime) {
  const auto once = draw(sprint());
  const auto again = draw(sprint());
  EXPECT_EQ(once->wide, again->wide);
  EXPECT_EQ(once->narrow, again->narrow);
}

TEST(Charts, HaveTheirOwnIdentifiersForBothWidths) {
  const auto chart = draw(sprint());
  EXPECT_THAT(chart->wide, HasSubstr(R"(id="b-wide-t")"));
  EXPECT_THAT(chart->narrow, HasSubstr(R"(id="b-narrow-t")"));
}

TEST(BurndownChart, TellsRemainingScopeAndPace) {
  const auto chart = draw(sprint());
  EXPECT_THAT(chart->wide, HasSubstr(">8 left<"));
  EXPECT_THAT(chart->wide, HasSubstr(">14 in scope<"));
  EXPECT_THAT(chart->wide, HasSubstr(">+4<"));
  // 104 hours in all, 63 of them gone: 10 × 41 ÷ 104.
  EXPECT_EQ(chart->description,
            "From 2 Nov 2026 to 5 Nov 2026, planned until 6 Nov 2026: work remaining went from 10 to 8 "
            "points, scope "
            "from 10 to 14. An even pace would have 3.94 remaining.");
}

TEST(BurndownChart, RestsOnDaysOff) {
  Burndown data = sprint();
  data.days_off = {day(3), day(4)};
  // 56 hours in all, 15 of them gone: 10 × 41 ÷ 56.
  EXPECT_THAT(draw(data)->description, HasSubstr("An even pace would have 7.32 remaining."));
  EXPECT_EQ(count(draw(data)->wide, R"(class="off")"), 2U);
}

TEST(VelocityChart, DrawsTheLastTwelve) {
  Velocity data{{"v", "v"}, "points", {}, 1, 2, 3, {}};
  for (int i = 1; i <= 30; ++i) data.bars.push_back({fmt::format("Sprint {}", i), 100.0 + i, {}});
  const auto chart = draw(data);
  EXPECT_EQ(chart->remark, "Drawn: the last 12 of 30 sprints, 8 on a small screen.");
  EXPECT_THAT(chart->wide, HasSubstr(">119<"));
  EXPECT_THAT(chart->wide, Not(HasSubstr(">118<")));
  EXPECT_THAT(chart->description,
              HasSubstr("12 sprints, from Sprint 19 to Sprint 30. The last one completed 130 points; "
                        "the median is 2, the range 1 to 3."));
}

TEST(CumulativeFlowChart, StacksFromDoneUp) {
  const CumulativeFlow data{
      {"c", "c"}, {"To do", "Doing", "Done"}, {day(1), day(2)}, {{4, 3}, {1, 1}, {0, 1}}};
  const auto chart = draw(data);
  // Done grows from 0 to 1 on top of the base line; all together are 5 on both days, level.
  EXPECT_EQ(count(chart->wide, "class=\"band-"), 3U);
  EXPECT_THAT(chart->wide, HasSubstr(">3 To do<"));
  EXPECT_THAT(chart->description,
              HasSubstr("3 To do (first day 4), 1 Doing (first day 1), 1 Done (first day 0)."));
}

TEST(CycleTimesChart, DrawsADotPerItem) {
  CycleTimes data{
      {"t", "t"}, {{day(2), 3, "A-1"}, {day(3), 4, "A-2"}, {day(4), 9, "A-3"}}, {{50, 4}, {85, 4}}};
  const auto chart = draw(data);
  EXPECT_EQ(count(chart->wide, "h0"), 3U);
  EXPECT_EQ(chart->remark, "");
  EXPECT_THAT(chart->wide, HasSubstr("<title>A-3: 9 days</title>"));
  EXPECT_THAT(chart->wide, Not(HasSubstr("A-2")));
}

TEST(CycleTimesChart, StaysSmall) {
  CycleTimes data{{"t", "t"}, {}, {{50, 100}, {85, 170}}};
  const std::string key = "A-1";
  for (int i = 0; i < 100'000; ++i)
    data.items.push_back({day(1) + chr::days{i % 365}, 1.0 + (i * 7919) % 200, key});
  const auto chart = draw(data);
  EXPECT_EQ(count(chart->wide, "h0"), kWide.most_marks);
  EXPECT_EQ(count(chart->narrow, "h0"), kNarrow.most_marks);
  EXPECT_LT(chart->wide.size(), 40'000U);
  EXPECT_EQ(chart->remark,
            "100,000 items share 1,500 dots, or fewer on a small screen; the lines count all of them.");
}

TEST(AgeingWorkChart, TellsTooOldAndBlockedApart) {
  const AgeingWork data{{"a", "a"},
                        {{"Doing", {{2, 4, 6}}, {{"A-1", 1, false}, {"A-2", 5, false}, {"A-3", 9, true}}}}};
  const auto chart = draw(data);
  EXPECT_EQ(count(chart->wide, "<title>A-"), 3U);
  EXPECT_THAT(chart->wide, HasSubstr("A-3: 9 days, blocked"));
  EXPECT_THAT(chart->description,
              HasSubstr("Doing: 3 items, the oldest 9 days (A-3). 2 are older than 85 of 100"));
}

TEST(ControlChart, MarksSignals) {
  const Control data{{"x", "x"}, "days", {{day(2), 4, ""}, {day(9), 12, "beyond the upper limit"}}, 5, 1, 9};
  const auto chart = draw(data);
  EXPECT_THAT(chart->wide, HasSubstr(">12, beyond the upper limit<"));
  EXPECT_THAT(chart->description, HasSubstr("A signal: 12 on 9 Nov 2026 (beyond the upper limit)."));
}

TEST(ForecastChart, NamesThePromises) {
  const Forecast data{{"f", "f"},
                      "5 items done by",
                      day(1),
                      {{day(2), 0.2}, {day(3), 0.6}, {day(4), 0.9}},
                      {{50, day(3)}, {85, day(4)}}};
  const auto chart = draw(data);
  EXPECT_THAT(chart->wide, HasSubstr(">50 % by 3 Nov<"));
  EXPECT_THAT(chart->wide, HasSubstr(">85 % by 4 Nov<"));
}

TEST(DefectEscapeChart, GivesTheRangeThatTheUnknownLeave) {
  const DefectEscape data{{"d", "d"}, {{"1.0", 1, 1, 2, 0.25, 0.5}, {"1.1", 0, 0, 0, {}, {}}}};
  const auto chart = draw(data);
  EXPECT_THAT(chart->wide, HasSubstr(">25–50\u00A0%<"));
  EXPECT_THAT(chart->wide, HasSubstr(">–<"));
}

TEST(DailyScoreChart, LeavesGaps) {
  const DailyScore data{
      {"h", "h"}, "score", {{day(1), 90}, {day(2), 85}, {day(3), {}}, {day(4), 70}, {day(5), 75}}, 80, 60};
  const auto chart = draw(data);
  const std::size_t at = chart->wide.find(R"(class="main-line" d=")");
  ASSERT_NE(at, std::string::npos);
  const std::string line = chart->wide.substr(at, chart->wide.find("/>", at) - at);
  EXPECT_EQ(count(line, "M"), 2U);
  EXPECT_THAT(chart->description, HasSubstr("90 at first, 75 at last, lowest 70 on 4 Nov 2026"));
}

TEST(Sparkline, RunsFromEdgeToEdge) {
  const std::string svg = sparkline({"s", "Remaining"}, {5, 1, 3});
  EXPECT_THAT(svg, HasSubstr(R"(d="M4 4L4 4L60 24L116 14")"));
  EXPECT_THAT(svg, HasSubstr("3 values from 5 to 3, between 1 and 5"));
}

TEST(Stylesheet, HasTheSameColoursForLightDarkAndPaper) {
  const std::string_view css = stylesheet();
  const std::size_t properties = count(css, "--") - count(css, "var(--");
  EXPECT_EQ(properties % 3, 0U);
  EXPECT_GT(properties, 60U);
}

}  // namespace
}  // namespace stint::chart
