#include "sample.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <random>

#include "chart/ageing_work.h"
#include "chart/burndown.h"
#include "chart/control.h"
#include "chart/cumulative_flow.h"
#include "chart/cycle_times.h"
#include "chart/daily_score.h"
#include "chart/defect_escape.h"
#include "chart/forecast.h"
#include "chart/sparkline.h"
#include "chart/velocity.h"

namespace stint::test {
namespace {

namespace chr = std::chrono;
using report::Column;
using report::Keys;
using report::Note;
using report::Section;
using report::Table;

Day day(int month, unsigned number) {
  return Day{chr::local_days{chr::year{2026} / month / chr::day{number}}};
}

chart::Moment at(int month, unsigned number, int hour) {
  return day(month, number) + chr::hours{hour};
}

// The engine's numbers are the same everywhere; the standard's distributions are not.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  double unit() { return static_cast<double>(engine_()) / 4294967296.0; }
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(unit() * static_cast<double>(count));
  }

 private:
  std::mt19937 engine_;
};

Keys some_keys(std::size_t total, std::size_t from, std::string command) {
  Keys keys{{}, total, std::move(command)};
  for (std::size_t i = 0; i < std::min<std::size_t>(total, 60); ++i)
    keys.keys.push_back(fmt::format("FLEET-{}", from + i * 3));
  return keys;
}

std::string date(Day when) {
  return format_day(when);
}

Section burndown() {
  chart::Burndown data{{"burndown", "Burndown of Sprint 24"},
                       "points",
                       at(11, 2, 9),
                       at(11, 13, 17),
                       {},
                       at(11, 11, 17),
                       {day(11, 7), day(11, 8)}};
  data.readings = {{at(11, 2, 9), 52, 52},   {at(11, 3, 15), 47, 52},  {at(11, 4, 11), 52, 57},
                   {at(11, 4, 16), 49, 57},  {at(11, 5, 10), 57, 65},  {at(11, 5, 17), 52, 65},
                   {at(11, 6, 14), 49, 65},  {at(11, 9, 10), 46, 65},  {at(11, 9, 16), 41, 65},
                   {at(11, 10, 12), 38, 65}, {at(11, 10, 15), 41, 68}, {at(11, 11, 11), 33, 68}};
  Section section{"burndown", "Burndown", "Work done keeps pace; work added eats the gain",
                  "Of 52 points committed, 35 are done with two days to go, but 16 more have come in since."};
  section.figures = {
      {"Remaining", report::number(33), "points", "even pace 12", 0},
      {"Added since the start", report::number(16), "points", "31 % of what was committed", 1}};
  section.chart = chart::draw(data);
  Table table{"At each change", {{"At"}, {"Remaining", "points"}, {"Scope", "points"}}};
  for (const auto& reading : data.readings) {
    table.rows.push_back({report::text(date(chart::day_of(reading.at))), report::number(reading.remaining),
                          report::number(reading.scope)});
  }
  section.table = table;
  section.notes = {
      {"Remaining",
       "Estimates of the sprint’s items that are not done; the even pace rests at weekends.",
       23,
       "items of the sprint",
       {{"epics", {{"FLEET-12"}, 1, ""}}, {"subtasks", {{"FLEET-340", "FLEET-341", "FLEET-352"}, 3, ""}}},
       some_keys(9, 402, "stint metrics sprints --evidence")},
      {"Added since the start",
       "Estimates of items that entered after the activation, and growth of those inside.",
       5,
       "items",
       {},
       some_keys(5, 431, "stint metrics sprints --evidence")}};
  return section;
}

Section velocity() {
  chart::Velocity data{{"velocity", "Velocity of the last seven sprints"}, "points", {}, 31, 43, 51, {}};
  data.next = chart::Velocity::Next{33, 42, 48};
  const double completed[] = {44, 51, 38, 43, 47, 31, 40};
  const double committed[] = {46, 50, 45, 44, 46, 47, 48};
  Table table{"By sprint", {{"Sprint"}, {"Completed", "points"}, {"Committed", "points"}}};
  for (int i = 0; i < 7; ++i) {
    data.bars.push_back({fmt::format("FLEET Sprint {}", 17 + i), completed[i], committed[i]});
    table.rows.push_back(
        {report::text(data.bars.back().label), report::number(completed[i]), report::number(committed[i])});
  }
  Section section{"velocity", "Velocity", "Two weak sprints after a steady summer",
                  "The last two sprints completed less than the median of 43 points; both committed more."};
  section.figures = {
      {"Median", report::number(43), "points", "31 to 51", 0},
      {"Next sprint", report::text("33–48"), "points", "70 of 100 cases; error 11 % in backtests", 1}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {
      {"Median", "The middle of what the last closed sprints completed.", 7, "closed sprints", {}, {}},
      {"Next sprint",
       "P15 and P85 of the same sprints; the error is the median of the relative misses when each earlier "
       "sprint is forecast from those before it.",
       7,
       "closed sprints",
       {},
       {}}};
  return section;
}

Section flow() {
  chart::CumulativeFlow data{{"cumulative-flow", "Cumulative flow"},
                             {"Backlog", "Ready", "In Progress", "Review", "Test", "Done"},
                             {},
                             {}};
  data.items.resize(6);
  Dice dice{7};
  double counts[] = {34, 8, 6, 3, 2, 0};
  Table table{"At the end of the day", {{"Day"}}};
  for (const auto& column : data.columns) table.columns.push_back({column, "items"});
  for (int i = 0; i < 84; ++i) {
    const Day when = day(8, 20) + chr::days{i};
    data.days.push_back(when);
    for (std::size_t c = 0; c < 6; ++c) data.items[c].push_back(counts[c]);
    std::vector<report::Value> row{report::text(date(when))};
    for (const double count : counts) row.push_back(report::number(count));
    table.rows.push_back(row);
    if (chr::weekday{chr::sys_days{when.time_since_epoch()}}.iso_encoding() > 5) continue;
    counts[0] += static_cast<double>(dice.below(4));
    for (std::size_t c = 0; c < 5; ++c) {
      const double most = c == 3 && i > 50 ? 1.2 : 2.9;  // review becomes the bottleneck
      const double moved = std::min(counts[c], std::floor(dice.unit() * most));
      counts[c] -= moved;
      counts[c + 1] += moved;
    }
  }
  Section section{"cumulative-flow", "Cumulative flow", "Work piles up before review",
                  "A band that widens is a queue: since October the one of Review has."};
  section.figures = {{"In progress", report::number(21), "items", "12 at the start", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"In progress",
                    "Items by the furthest column they have reached; skipped columns are filled in, moves "
                    "backwards shown as corrections.",
                    118,
                    "items",
                    {{"subtasks", {{}, 31, ""}}, {"without history", {{"FLEET-7", "FLEET-9"}, 2, ""}}},
                    some_keys(21, 380, "stint metrics flow --evidence")}};
  return section;
}

Section ageing() {
  chart::AgeingWork data{{"ageing", "Ageing work by column"}, {}};
  using Items = std::vector<chart::AgeingWork::Item>;
  data.columns = {
      {"In Progress",
       {{3, 7, 11}},
       Items{{"FLEET-455", 2, false},
             {"FLEET-457", 2, false},
             {"FLEET-440", 4, false},
             {"FLEET-438", 5, false},
             {"FLEET-431", 9, true},
             {"FLEET-460", 1, false}}},
      {"Code Review",
       {{5, 9, 14}},
       Items{{"FLEET-402", 17, false},
             {"FLEET-411", 12, false},
             {"FLEET-420", 11, false},
             {"FLEET-433", 6, false},
             {"FLEET-436", 6, false},
             {"FLEET-437", 6, false},
             {"FLEET-441", 5, false},
             {"FLEET-443", 4, false},
             {"FLEET-444", 4, false},
             {"FLEET-446", 3, false}}},
      {"Test",
       {{6, 11, 18}},
       Items{{"FLEET-398", 20, true}, {"FLEET-425", 8, false}, {"FLEET-429", 7, false}}},
      {"Ready for Release", {{8, 14, 21}}, Items{{"FLEET-401", 9, false}, {"FLEET-409", 13, false}}}};
  Table table{"Open work, the oldest first", {{"Item"}, {"Column"}, {"Age", "days"}, {"Blocked"}}};
  for (const auto& column : data.columns) {
    for (const auto& item : column.items) {
      table.rows.push_back({report::key(item.key), report::text(column.name), report::number(item.days),
                            report::text(item.blocked ? "yes" : "no")});
    }
  }
  std::ranges::stable_sort(table.rows, std::greater{}, [](const auto& row) { return row[2].number; });
  Section section{"ageing", "Ageing work", "Five items are older than they should be",
                  "Shading marks the age at which 50, 85 and 95 of 100 earlier items left the column."};
  section.figures = {{"Over P85 of their column", report::number(5), "of 21 items", "", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"Over P85 of their column",
                    "Age is today − start + 1 in days.",
                    21,
                    "items in progress",
                    {},
                    some_keys(5, 398, "stint metrics flow --evidence")}};
  return section;
}

Section control() {
  chart::Control data{
      {"control", "Weekly cycle time, XmR"}, "median days to done, by week", {}, 6.1, 1.9, 10.3};
  const double values[] = {5, 6.5, 4.5, 7, 6, 5.5, 8, 5, 4, 6.5, 7, 5.5, 12, 8.5};
  Table table{"By week", {{"Week of"}, {"Median", "days"}, {"Signal"}}};
  for (int i = 0; i < 14; ++i) {
    const Day when = day(8, 10) + chr::days{7 * i};
    data.readings.push_back({when, values[i], i == 12 ? "beyond the upper limit" : ""});
    table.rows.push_back(
        {report::text(date(when)), report::number(values[i]), report::text(data.readings.back().signal)});
  }
  Section section{
      "control", "Process behaviour", "One week was not like the others",
      "Inside the band weeks differ by chance; the first week of November has a cause of its own."};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {
      {"Limits", "Mean ± 2.66 × the mean moving range of the weekly medians (XmR).", 14, "weeks", {}, {}}};
  return section;
}

Section forecast() {
  chart::Forecast data{{"forecast", "When 32 items are done"},
                       "having 32 items done by",
                       day(11, 12),
                       {},
                       {{50, day(12, 7)}, {85, day(12, 16)}}};
  Table table{"Chance by day", {{"Day"}, {"Chance"}}};
  for (int i = 0; i < 50; ++i) {
    const Day when = day(11, 14) + chr::days{i};
    const double x = (i - 23.0) / 5.2;
    data.chances.push_back({when, 1 / (1 + std::exp(-1.15 * x))});
    table.rows.push_back({report::text(date(when)), report::share(data.chances.back().share)});
  }
  Section section{"forecast", "Forecast", "Safe to promise for the middle of December",
                  "Drawn from the last twelve weeks’ throughput, ten thousand times."};
  section.figures = {{"85 of 100 cases", report::text("16 Dec"), "", "", 0},
                     {"Kept in backtests", report::share(0.83), "", "of 24 promises at 85 %", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"Forecast",
                    "Bootstrap of daily throughput over working days, 10,000 trials with a fixed seed.",
                    61,
                    "working days",
                    {},
                    {}}};
  return section;
}

Section escape() {
  chart::DefectEscape data{{"escape", "Defects by release"}, {}};
  data.releases = {{"2026.4", 2, 0, 9, 2 / 11.0, 2 / 11.0},
                   {"2026.5", 1, 1, 12, 1 / 14.0, 2 / 14.0},
                   {"2026.6", 3, 0, 8, 3 / 11.0, 3 / 11.0},
                   {"2026.7", 2, 2, 7, 2 / 11.0, 4 / 11.0},
                   {"2026.8", 6, 1, 7, 6 / 14.0, 7 / 14.0}};
  Table table{"By release",
              {{"Release"},
               {"Production", "defects"},
               {"Before", "defects"},
               {"Unknown", "defects"},
               {"Rate, low"},
               {"Rate, high"}}};
  for (const auto& r : data.releases) {
    table.rows.push_back({report::text(r.label), report::number(r.production),
                          report::number(r.before_release), report::number(r.unknown),
                          report::share(r.low, "no defects"), report::share(r.high, "no defects")});
  }
  Section section{
      "escape", "Defect escape", "Every second defect of 2026.8 reached customers",
      "Where the defects of each release were found; the share found in production on the right."};
  section.figures = {{"Escape rate", report::text("43–50 %"), "", "18 % a release before", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"Escape rate",
                    "Production ÷ (production + before release); where a bug was found comes from its "
                    "environment, labels or reporter. Unknown ones give the range.",
                    61,
                    "defects",
                    {{"duplicates", {{}, 6, ""}}, {"won’t fix", {{}, 3, ""}}},
                    some_keys(61, 200, "stint metrics defects --evidence")}};
  return section;
}

Section hygiene() {
  chart::DailyScore data{{"hygiene", "Hygiene over 60 days"}, "hygiene score", {}, 80, 60};
  Dice dice{5};
  double score = 88;
  Table table{"By day", {{"Day"}, {"Score"}}};
  for (int i = 0; i < 60; ++i) {
    score = std::clamp(score + (dice.unit() - 0.56) * 3.2, 62.0, 96.0);
    data.readings.push_back({day(9, 14) + chr::days{i}, score});
    table.rows.push_back({report::text(date(data.readings.back().day)), report::number(score)});
  }
  Section section{"hygiene", "Hygiene", "The backlog has been getting untidy since October",
                  "Every lost point is an item that fails a check."};
  section.figures = {{"Score", report::number(std::round(score)), "of 100", "88 two months ago", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"Score",
                    "100 × (1 − share of failed checks among those that apply), reconstructed for each day.",
                    214,
                    "checks",
                    {},
                    some_keys(48, 300, "stint metrics hygiene --evidence")}};
  return section;
}

Section silos() {
  Section section{"silos", "Knowledge", "Billing rests on one person",
                  "The fewest people who make half of a component’s contributions."};
  section.table =
      Table{"Components with at least 20 contributions in 90 days",
            {{"Component"}, {"Absence factor", "people"}, {"Contributions"}, {"Top share", "", true}},
            {{report::text("Billing"), report::number(1), report::number(64), report::share(0.71)},
             {report::text("Routing"), report::number(2), report::number(112), report::share(0.38)},
             {report::text("Mobile app"), report::number(2), report::number(87), report::share(0.34)},
             {report::text("Telemetry"), report::number(3), report::number(41), report::share(0.22)},
             {report::text("Import"), report::undefined("fewer than 20 contributions"), report::number(12),
              report::undefined("fewer than 20 contributions")}},
            false};
  section.notes = {
      {"Absence factor",
       "The fewest people who together give at least half of the contributions (CHAOSS); bots are left out.",
       316,
       "contributions",
       {{"by bots", {{}, 24, ""}}},
       {}}};
  return section;
}

}  // namespace

Section cycle_time_section(std::size_t count, double spread) {
  chart::CycleTimes data{{"cycle-time", "Cycle time of finished items"}, {}, {{50, 5}, {85, 11}, {95, 19}}};
  static std::vector<std::string> keys;
  keys.clear();
  for (std::size_t i = 0; i < count; ++i) keys.push_back(fmt::format("FLEET-{}", 100 + i));
  Dice dice{11};
  Table table{"Finished items", {{"Item"}, {"Done"}, {"Cycle time", "days"}}};
  std::vector<double> days;
  for (std::size_t i = 0; i < count; ++i) {
    const Day when = day(8, 15) + chr::days{static_cast<int>(dice.below(90))};
    const double length = std::ceil(std::exp(1.6 + spread * (dice.unit() + dice.unit() + dice.unit() - 1.5)));
    data.items.push_back({when, length, keys[i]});
    days.push_back(length);
    table.rows.push_back({report::key(keys[i]), report::text(date(when)), report::number(length)});
  }
  std::ranges::sort(days);
  for (auto& line : data.percentiles) {
    line.days = days[(days.size() * static_cast<std::size_t>(line.percent) + 99) / 100 - 1];
  }
  Section section{"cycle-time", "Cycle time", "Half is done in a week, a few drag on for a month",
                  "Each dot is an item on the day it was finished."};
  section.figures = {{"85 of 100 within", report::number(data.percentiles[1].days), "days", "", 0}};
  section.chart = chart::draw(data);
  section.table = table;
  section.notes = {{"85 of 100 within",
                    "Days from the last start to done, first and last day included; nearest rank.",
                    count,
                    "finished items",
                    {{"never in progress", {{"FLEET-66", "FLEET-71", "FLEET-90", "FLEET-92"}, 4, ""}}},
                    some_keys(count, 100, "stint metrics flow --evidence")}};
  return section;
}

report::Report sample_report() {
  report::Report sample;
  sample.title = "Sprint 24 works fast enough, and takes on too much";
  sample.standfirst =
      "Sixteen points came in after the start. Review is where work waits, and every second defect of the "
      "last release was found by customers.";
  sample.project = "FLEET";
  sample.board = "Fleet delivery";
  sample.sprint = "Sprint 24, 2–13 Nov";
  sample.as_of_local = at(11, 11, 17);
  sample.as_of = Instant{sample.as_of_local.time_since_epoch() - chr::hours{1}};
  sample.as_of_source = "option";
  sample.time_zone = "Europe/Zurich";
  sample.issue_url = "https://tracker.example/browse/";
  sample.generator = "Stint 0.1.0";
  sample.insights = {
      {report::Severity::error, "Defect leakage", "Half of the defects of 2026.8 reached production",
       "6 of 14 defects were found in production, 1 more may have been; the release before had 2 of 11. Look "
       "at the issues that came without a test in review first.",
       "escape", some_keys(6, 210, "")},
      {report::Severity::warning, "Scope creep", "Scope grew by 31 % since the start",
       "16 points were added to 52 committed, half of them on Thursday. Usual on this board is 9 %.",
       "burndown", some_keys(5, 431, "")},
      {report::Severity::warning, "Flow", "Five items are too long in progress",
       "They are older than 85 of 100 earlier items when they left the same column; 2 are blocked.", "ageing",
       some_keys(5, 398, "")},
      {report::Severity::info,
       "Forecast",
       "32 items by 16 December in 85 of 100 cases",
       "Promises made this way were kept in 83 % of backtests.",
       "forecast",
       {}}};
  sample.figures = {
      {"Remaining", report::number(33), "points", "even pace 12", 0, "burndown",
       chart::sparkline({"spark-remaining", "Remaining"}, {52, 47, 49, 52, 49, 41, 41, 33})},
      {"Velocity, median of 7", report::number(43), "points", "31 to 51", 0, "velocity",
       chart::sparkline({"spark-velocity", "Velocity"}, {44, 51, 38, 43, 47, 31, 40})},
      {"85 of 100 done within", report::number(11), "days", "", 0, "cycle-time", ""},
      {"Escape rate of 2026.8", report::text("43–50 %"), "", "18 % a release before", 0, "escape",
       chart::sparkline({"spark-escape", "Escape rate"}, {18, 7, 27, 18, 43})},
      {"Hygiene", report::number(79), "of 100", "88 two months ago", 0, "hygiene", ""},
      {"Silos", report::undefined("no component with enough contributions"), "", "", 0, "silos", ""}};
  sample.sections = {burndown(), velocity(), flow(),   ageing(),  cycle_time_section(260, 1.5),
                     control(),  forecast(), escape(), hygiene(), silos()};
  return sample;
}

}  // namespace stint::test
