#include <fmt/format.h>

#include "chart/ageing_work.h"
#include "chart/burndown.h"
#include "chart/control.h"
#include "chart/cumulative_flow.h"
#include "chart/daily_score.h"
#include "chart/defect_escape.h"
#include "chart/forecast.h"
#include "chart/velocity.h"
#include "sample.h"

namespace stint::test {
namespace {

namespace chr = std::chrono;
using report::Section;
using report::Table;

Day day(int month, unsigned number) {
  return Day{chr::local_days{chr::year{2026} / month / chr::day{number}}};
}

chart::Moment at(int month, unsigned number, int hour) {
  return day(month, number) + chr::hours{hour};
}

}  // namespace

report::Report awkward_report() {
  const std::string hostile =
      "</title><script>alert(1)</script> \"'&<b>\x01\xFF\xC3 \u202Egnp.exe | `x` [a](javascript:1) @team #1";
  const std::string endless =
      "An extraordinarily long name of a column that somebody thought would be helpful to everyone";
  report::Report sample = sample_report();
  sample.title = hostile;
  sample.board = endless;
  sample.issue_url = "javascript:alert(1)//";
  sample.insights[0].title = hostile;
  sample.insights[0].message = hostile + endless + std::string(300, 'x');
  sample.insights[0].issues = {{hostile, "=1+1"}, 7, "stint `rm`"};
  sample.sections.clear();

  Section one{"one", hostile, hostile, hostile};
  one.chart = chart::draw(chart::Burndown{
      {"b1", hostile}, hostile, at(11, 2, 9), at(11, 2, 9), {{at(11, 2, 9), 0, 0}}, at(11, 2, 9), {}});
  one.table = Table{hostile,
                    {{hostile, hostile}, {endless}},
                    {{report::text("=cmd|' /C calc'!A0"), report::number(-3)},
                     {report::key(hostile), report::undefined(hostile)}}};
  one.notes = {{hostile,
                hostile,
                1'000'000,
                hostile,
                {{hostile, {{hostile}, 1, ""}}},
                {{hostile}, 4'000'000, hostile}}};
  sample.sections.push_back(one);

  Section two{"two", "Velocity", "One sprint, huge", endless};
  two.chart = chart::draw(chart::Velocity{{"v1", "v"}, "points", {{endless, 1.5e12, 2e12}}, {}, {}, {}, {}});
  sample.sections.push_back(two);

  Section three{"three", "Velocity", "Many sprints, long names", ""};
  chart::Velocity many{{"v2", "v"}, "issues", {}, 0, 3, 1e4, chart::Velocity::Next{0, 3, 10}};
  for (int i = 0; i < 30; ++i) many.bars.push_back({fmt::format("{} {}", endless, i), i * 350.0, {}});
  three.chart = chart::draw(many);
  sample.sections.push_back(three);

  Section four{"four", "Cumulative flow", "Two days, nothing in them", ""};
  four.chart = chart::draw(chart::CumulativeFlow{
      {"c1", "c"}, {endless, hostile, "Done"}, {day(1, 1), day(1, 2)}, {{0, 0}, {0, 0}, {0, 0}}});
  sample.sections.push_back(four);

  sample.sections.push_back(cycle_time_section(12'000, 3.2));
  sample.sections.back().id = "five";

  Section six{"six", "Ageing", "Everything in one column", ""};
  chart::AgeingWork crowded{{"a1", "a"},
                            {{endless, {}, {}}, {"Doing", {{1, 2, 3}}, {}}, {hostile, {{2, 4, 900}}, {}}}};
  for (int i = 0; i < 400; ++i)
    crowded.columns[1].items.push_back({fmt::format("LONGPROJECTKEY-{}", i), 1.0 + i % 37, i % 5 == 0});
  crowded.columns[2].items.push_back({hostile, 1e6, true});
  six.chart = chart::draw(crowded);
  sample.sections.push_back(six);

  Section seven{"seven", "XmR", "One value", ""};
  seven.chart = chart::draw(chart::Control{{"x1", "x"}, "days", {{day(3, 1), 4, "alone"}}, 4, 4, 4});
  sample.sections.push_back(seven);
  Section eight{"eight", "XmR", "Negative and all signals", ""};
  chart::Control wild{{"x2", "x"}, "days", {}, 0, -5e5, 5e5};
  for (int i = 0; i < 200; ++i)
    wild.readings.push_back({day(1, 1) + chr::days{i * 7}, (i % 2 == 0 ? 1 : -1) * 1e6, hostile});
  eight.chart = chart::draw(wild);
  sample.sections.push_back(eight);

  Section nine{"nine", "Forecast", "Done today", ""};
  nine.chart = chart::draw(chart::Forecast{
      {"f1", "f"}, hostile, day(11, 12), {{day(11, 12), 1}}, {{50, day(11, 12)}, {85, day(11, 12)}}});
  sample.sections.push_back(nine);

  Section ten{"ten", "Defects", "Long names", ""};
  ten.chart =
      chart::draw(chart::DefectEscape{{"d1", "d"}, {{endless, 0, 0, 0, {}, {}}, {hostile, 1e9, 1, 0, 1, 1}}});
  sample.sections.push_back(ten);

  Section eleven{"eleven", "Hygiene", "With gaps", ""};
  eleven.chart = chart::draw(chart::DailyScore{
      {"h1", "h"}, "score", {{day(1, 1), {}}, {day(1, 2), 0}, {day(1, 3), {}}, {day(1, 4), 100}}, 80, 60});
  sample.sections.push_back(eleven);

  Section twelve{"twelve", "Forecast", "Nothing to draw", "There is no lede without a figure."};
  twelve.missing = "Fewer than 5 days with a finished item: a forecast would be a guess.";
  sample.sections.push_back(twelve);
  return sample;
}

}  // namespace stint::test
