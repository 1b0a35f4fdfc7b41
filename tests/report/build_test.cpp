// Reports made from histories: figures worked out by hand, and what must hold of any history.
#include "report/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "report/format.h"

namespace stint::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The report of a scenario, with the dataset it was made from.
struct Made {
  explicit Made(std::string_view text, const Choice& choice = {})
      : scenario(test::parse_scenario(text)),
        data(test::dataset_of(scenario)),
        analysis(metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options})),
        report(build(analysis, choice)) {}

  [[nodiscard]] const Section& section(std::string_view id) const {
    const auto found = std::ranges::find(report.sections, id, &Section::id);
    if (found == report.sections.end()) throw std::runtime_error("no section " + std::string{id});
    return *found;
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const Section& one : report.sections) all.push_back(one.id);
    return all;
  }

  test::Scenario scenario;
  history::Dataset data;
  metrics::Analysis analysis;
  Report report;
};

std::vector<std::string> shown(const Table& table) {
  std::vector<std::string> rows;
  for (const auto& row : table.rows) {
    std::string& line = rows.emplace_back();
    for (const Value& value : row) line += (line.empty() ? "" : " | ") + value_text(value);
  }
  return rows;
}

std::string shown(const Figure& figure) {
  return figure.name + ": " + value_text(figure.value) + (figure.unit.empty() ? "" : " ") + figure.unit +
         " (" + figure.comparison + ")";
}

// From Monday to Friday of the week after; as-of is in the afternoon of the first Friday.
constexpr std::string_view kRunning = R"(
board 1 points
sprint 10 start 01-05 end 01-16 active
issue A-1 created 01-01 points 5 sprint 10
  01-06 status doing
  01-07 status done
issue A-2 created 01-01 points 8 sprint 10
  01-09 points 10
issue A-3 created 01-01 points 3
  01-08 sprint 10
issue A-4 created 01-01 points 2 sprint 10
  01-08T15:00 sprint -
issue A-5 created 01-01 points 1 subtask sprint 10
as-of 01-09T16:00
)";

TEST(Burndown, FollowsTheLedger) {
  const Made made{kRunning};
  const Section& section = made.section("burndown");
  EXPECT_EQ(
      section.lede,
      "15 points committed, 3 added, 2 more by re-estimating, 2 removed, 5 completed: 13 remain, and the "
      "sprint ends on 16 Jan.");
  ASSERT_TRUE(section.table);
  EXPECT_THAT(shown(*section.table), ElementsAre("2026-01-05 10:00 | 15 | 15", "2026-01-07 10:00 | 10 | 15",
                                                 "2026-01-08 10:00 | 13 | 18", "2026-01-08 15:00 | 11 | 16",
                                                 "2026-01-09 10:00 | 13 | 18"));
  // Of 216 working hours 102 have passed: 15 × (1 − 102 / 216) = 7.9.
  ASSERT_EQ(section.figures.size(), 3U);
  EXPECT_EQ(shown(section.figures[0]), "Remaining: 13 points (even pace 8)");
  EXPECT_EQ(shown(section.figures[1]), "Taken on since the start: 5 points (33\u00a0% of the commitment)");
  EXPECT_EQ(shown(section.figures[2]), "Completed: 5 points (15 committed)");
  EXPECT_THAT(section.title, HasSubstr(" is 5 points behind an even pace"));
  ASSERT_TRUE(section.chart);
  const Note& note = section.notes.at(section.figures[0].note.value());
  EXPECT_EQ(note.n, 2U);
  EXPECT_THAT(note.issues.keys, ElementsAre("A-2", "A-3"));
  ASSERT_EQ(note.excluded.size(), 1U);
  EXPECT_EQ(note.excluded[0].reason, "sub-tasks");
  EXPECT_THAT(note.excluded[0].issues.keys, ElementsAre("A-5"));
  EXPECT_THAT(section.notes.at(section.figures[1].note.value()).issues.keys, ElementsAre("A-2", "A-3"));
}

// Half of the time between 10:00 on 5 January and on 15 January has gone, and 5 of 10 + 5 + 5 points are
// done: at that pace it will be 10, which is 10 short. Nothing was learned from no earlier sprint.
TEST(SprintRisk, StretchesThePaceWhereNothingWasLearned) {
  const Made made{R"(
board 1 points
sprint 10 start 01-05 end 01-15 active
issue A-1 created 01-01 points 5 sprint 10
  01-07 status done
issue A-2 created 01-01 points 10 sprint 10
issue A-3 created 01-01 points 5
  01-08 sprint 10
as-of 01-10
)"};
  const Section& section = made.section("sprint-risk");
  EXPECT_EQ(section.title, "Sprint 10 is expected to fall 10 points short");
  ASSERT_EQ(section.figures.size(), 2U);
  EXPECT_EQ(shown(section.figures[0]), "Expected shortfall: 10 points ()");
  EXPECT_EQ(section.figures[1].value.kind, Value::Kind::undefined);
  EXPECT_EQ(section.figures[1].value.text, "too few earlier sprints");
  EXPECT_THAT(section.notes[0].definition, HasSubstr("if the pace so far holds"));
  EXPECT_THAT(shown(*section.table), ElementsAre("Sprint 10 | 50\u00a0% | 20 | 5 | \u221210 | –"));
}

TEST(SprintRisk, SaysWhyThereIsNone) {
  EXPECT_THAT(Made{"board 1 points\nsprint 10 start 01-05 active\nissue A-1 created 01-01 points 5 sprint "
                   "10\nas-of 01-10\n"}
                  .section("sprint-risk")
                  .missing,
              HasSubstr("The sprint has no planned end"));
  const Made closed{
      "board 1 points\nsprint 10 start 01-05 completed 01-16 closed\nissue A-1 created 01-01 "
      "points 5 sprint 10\nas-of 01-30\n"};
  EXPECT_THAT(closed.ids(), testing::Not(testing::Contains("sprint-risk")));
}

// Ten sprints of 10 points, of which 4 are done in the first half and 2 in the second, and an eleventh so far
// alike: what is learned from the ten is what they did. The pace alone has 8 for the first, which is 2 off,
// and for the others 4 and half of the usual 6, which is 1 off.
TEST(SprintRisk, LearnsFromEarlierSprints) {
  std::string text = "board 1 points\n";
  std::string issues;
  for (int i = 0; i <= 10; ++i) {
    const auto day = [&](int offset) { return format_day(Day{std::chrono::days{20'454 + 10 * i + offset}}); };
    text += "sprint " + std::to_string(i + 1) + " start " + day(0) + " end " + day(8);
    text += i < 10 ? " completed " + day(8) + " closed\n" : " active\n";
    for (int k = 0; k < 5; ++k) {
      issues += "issue A-" + std::to_string(10 * i + k) + " created " + day(-1) + " points 2 sprint " +
                std::to_string(i + 1) + "\n";
      if (k < 2) issues += "  " + day(2) + " status done\n";
      if (k == 2 && i < 10) issues += "  " + day(6) + " status done\n";
    }
    if (i == 10) issues += "as-of " + day(4) + "\n";
  }
  const Made made{text + issues};
  const Section& section = made.section("sprint-risk");
  EXPECT_EQ(section.title, "Sprint 11 is expected to fall 4 points short");
  ASSERT_EQ(section.figures.size(), 3U);
  EXPECT_EQ(shown(section.figures[0]),
            "Expected shortfall: 4 points (between 4 short and 4 short in 70 of 100 cases)");
  EXPECT_EQ(shown(section.figures[1]), "Chance of a shortfall: 100\u00a0% ()");
  EXPECT_EQ(shown(section.figures[2]), "Usual error: 0 points (by the pace alone 1.1)");
  EXPECT_EQ(section.notes[0].n, 10U);
}

TEST(Burndown, OfAClosedSprintSaysWhatWasMissed) {
  const Made made{R"(
board 1 points
sprint 10 start 01-05 completed 01-16 closed
issue A-1 created 01-01 points 5 sprint 10
  01-07 status done
issue A-2 created 01-01 points 3 sprint 10
as-of 01-30
)"};
  const Section& section = made.section("burndown");
  EXPECT_THAT(section.title, HasSubstr(" left 3 of 8 points undone"));
  EXPECT_EQ(section.lede, "8 points committed, 5 completed: 3 remained at its end.");
  EXPECT_EQ(shown(section.figures.at(0)), "Completed: 5 points (8 committed)");
  EXPECT_EQ(shown(section.figures.at(2)), "Missed target: 38\u00a0% ()");
  const Section& velocity = made.section("velocity");
  EXPECT_THAT(velocity.title, HasSubstr(" completed 5 points"));
  EXPECT_EQ(shown(velocity.figures.at(0)), "Usual velocity: 5 points (5)");
}

TEST(Burndown, ShowsTheSprintThatIsAskedFor) {
  const std::string text = R"(
board 1 points
sprint 10 start 01-05 completed 01-16 closed
sprint 11 start 01-19 end 01-30 active
issue A-1 created 01-01 points 5 sprint 10
  01-07 status done
issue A-2 created 01-01 points 3 sprint 11
as-of 01-20
)";
  const Made running{text};
  EXPECT_THAT(running.section("burndown").lede, HasSubstr("3 points committed"));
  Choice choice;
  choice.board = 0;
  choice.sprint = running.data.sprints[0].id == "10" ? 0 : 1;
  EXPECT_THAT(Made(text, choice).section("burndown").lede, HasSubstr("5 points committed"));
}

TEST(Build, SaysWhyThereIsNothing) {
  const Made empty{"as-of 01-10\n"};
  EXPECT_THAT(empty.ids(), ElementsAre("nothing"));
  EXPECT_EQ(empty.report.title, "Nothing to report");
  EXPECT_FALSE(empty.report.sections[0].missing.empty());

  // A board without sprints works without them; one item that nobody touched says little else.
  const Made one{"board 1 points\nissue A-1 created 01-09\nas-of 01-10\n"};
  EXPECT_THAT(one.ids(), ElementsAre("cumulative-flow", "cycle-time", "ageing", "control", "forecast",
                                     "defects", "hygiene", "silos"));
  for (const std::string_view id : {"cycle-time", "ageing", "control", "forecast", "silos"}) {
    EXPECT_FALSE(one.section(id).missing.empty()) << id;
    EXPECT_FALSE(one.section(id).chart) << id;
  }

  const Made planned{
      "board 1 points\nsprint 10 start 01-19 end 01-30 future\nissue A-1 created 01-09 sprint 10\nas-of "
      "01-10\n"};
  EXPECT_THAT(planned.section("burndown").missing, HasSubstr("none had started"));
  EXPECT_THAT(planned.section("velocity").missing, HasSubstr("No sprint of the board has closed"));
}

TEST(Build, SaysWhatLacksAHistory) {
  const Made made{R"(
board 1 points
sprint 10 start 01-05 completed 01-16 closed
issue A-1 created 01-01 points 5 sprint 10 status done no-history
issue A-2 created 01-01 points 5 sprint 10 no-history
as-of 01-30
)"};
  EXPECT_THAT(made.section("burndown").missing, HasSubstr("no history"));
  const Section& cycle = made.section("cycle-time");
  EXPECT_FALSE(cycle.missing.empty());
  ASSERT_EQ(cycle.notes.size(), 1U);
  ASSERT_EQ(cycle.notes[0].excluded.size(), 1U);
  EXPECT_EQ(cycle.notes[0].excluded[0].reason, "without a history");
  EXPECT_THAT(cycle.notes[0].excluded[0].issues.keys, ElementsAre("A-1"));
  EXPECT_THAT(made.section("forecast").missing, HasSubstr("without a history"));
}

TEST(Build, NamesAgeingWorkByItsColumn) {
  const Made made{R"(
board 1 points
issue A-1 created 01-01
  01-05 status doing
issue A-2 created 01-01
  01-07 status doing
  01-08 flag on
as-of 01-10
)"};
  const Section& section = made.section("ageing");
  EXPECT_EQ(section.title, "2 items in progress");
  ASSERT_TRUE(section.table);
  ASSERT_EQ(section.table->rows.size(), 2U);
  EXPECT_EQ(value_text(section.table->rows[0][0]), "A-1");
  EXPECT_EQ(value_text(section.table->rows[0][3]), "6");
  EXPECT_EQ(section.table->rows[0][4].kind, Value::Kind::undefined) << "nothing has left the column yet";
  EXPECT_EQ(value_text(section.table->rows[0][5]), "no");
  EXPECT_EQ(value_text(section.table->rows[1][0]), "A-2");
  EXPECT_EQ(value_text(section.table->rows[1][3]), "4");
  EXPECT_EQ(value_text(section.table->rows[1][5]), "yes");
}

TEST(Build, LinksIssuesOfASingleSiteOnly) {
  Made made{kRunning};
  const auto url = [&](std::vector<history::Site> sites) {
    made.data.sites = std::move(sites);
    return build(made.analysis, {}).issue_url;
  };
  EXPECT_EQ(url({{1, "https://one.example/"}}), "https://one.example/browse/");
  EXPECT_EQ(url({{1, "https://one.example"}, {2, "https://two.example"}}), "");
  EXPECT_EQ(url({{1, "javascript:alert(1)"}}), "");
  EXPECT_EQ(url({{1, ""}}), "");
  EXPECT_EQ(url({}), "");
}

// Board n has its own project and n items that were started; the third has had a blocked item for weeks.
std::string several_boards(int boards) {
  std::string text;
  for (int b = 1; b <= boards; ++b) {
    const std::string key{static_cast<char>('A' + b - 1)};
    text += "board " + std::to_string(b) + " points project " + key + "\n";
    text += "issue " + key + "-1 created 01-01\n  01-05 status doing\n";
    if (b == 3) text += "  01-06 flag on\n";
  }
  return text + "as-of 01-30\n";
}

TEST(Build, PutsSeveralBoardsIntoATableFirst) {
  Choice choice;
  choice.most_boards = 2;
  const std::string text = several_boards(4);
  const Made made{text, choice};
  const Section& overview = made.section("boards");
  ASSERT_TRUE(overview.table);
  ASSERT_EQ(overview.table->rows.size(), 4U);
  EXPECT_EQ(value_text(overview.table->rows[0][0]), made.data.boards[2].name) << "the worst first";
  EXPECT_EQ(value_text(overview.table->rows[0][6]), "error");
  EXPECT_EQ(made.report.title, "One of four boards has an error");
  EXPECT_THAT(overview.lede, HasSubstr("first two"));
  std::set<std::string> boards;
  for (const Section& section : made.report.sections) boards.insert(section.board);
  EXPECT_THAT(boards, ElementsAre("", made.data.boards[0].name, made.data.boards[2].name));
  EXPECT_EQ(made.section("ageing").board, made.data.boards[2].name);
  EXPECT_EQ(made.section("ageing-2").board, made.data.boards[0].name);
  ASSERT_FALSE(made.report.insights.empty());
  EXPECT_EQ(made.report.insights[0].section, "ageing");
  EXPECT_EQ(made.report.insights[0].severity, Severity::error);

  choice.board = 0;
  const Made one{text, choice};
  EXPECT_EQ(one.report.board, made.data.boards[0].name);
  EXPECT_THAT(one.ids(), testing::Not(testing::Contains("boards")));
}

// What every report must hold to.
void expect_sound(const Report& report, const std::string& text) {
  std::set<std::string> ids;
  for (const Section& section : report.sections) {
    ASSERT_TRUE(ids.insert(section.id).second) << section.id << text;
    ASSERT_FALSE(section.title.empty() || section.lede.empty() || section.kicker.empty())
        << section.id << text;
    ASSERT_TRUE(section.table || !section.missing.empty()) << section.id << text;
    ASSERT_TRUE(!section.chart || section.table) << section.id << text;
    for (const Figure& figure : section.figures) {
      ASSERT_TRUE(figure.note && *figure.note < section.notes.size()) << section.id << figure.name << text;
      ASSERT_TRUE(figure.value.kind != Value::Kind::undefined || !figure.value.text.empty())
          << figure.name << text;
    }
    for (const Note& note : section.notes) {
      ASSERT_TRUE(note.definition.ends_with('.')) << note.definition;
      ASSERT_LE(note.issues.keys.size(), std::min(kMostKeys, note.issues.total)) << note.figure << text;
    }
    if (!section.table) continue;
    for (const auto& row : section.table->rows)
      ASSERT_EQ(row.size(), section.table->columns.size()) << section.id;
  }
  for (const Figure& figure : report.figures) ASSERT_TRUE(note_number(report, figure)) << figure.name << text;
  for (const Insight& insight : report.insights) {
    ASSERT_TRUE(insight.section.empty() || ids.contains(insight.section)) << insight.section << text;
  }
}

TEST(Build, HoldsForAnyHistory) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const std::string text = test::random_scenario(seed);
    const Made made{text};
    ASSERT_NO_FATAL_FAILURE(expect_sound(made.report, text));
    const std::string html = write_html(made.report);
    ASSERT_EQ(html, write_html(build(made.analysis, {}))) << text;
    ASSERT_EQ(html.find("nan"), std::string::npos) << text;
    ASSERT_EQ(html.find(">inf"), std::string::npos) << text;
  }
}

TEST(Burndown, EndsWhereTheLedgerDoes) {
  for (std::uint32_t seed = 1000; seed < 1300; ++seed) {
    const std::string text = test::random_scenario(seed);
    const Made all{text};
    for (const metrics::SprintLedger& ledger : all.analysis.ledgers) {
      if (ledger.no_history || ledger.items.empty()) continue;
      Choice choice;
      choice.sprint = ledger.sprint;
      choice.board = all.data.sprints[ledger.sprint].board;
      const Report report = build(all.analysis, choice);
      const auto section = std::ranges::find(report.sections, "burndown", &Section::id);
      ASSERT_NE(section, report.sections.end());
      ASSERT_TRUE(section->table) << text;
      const auto& first = section->table->rows.front();
      const auto& last = section->table->rows.back();
      EXPECT_EQ(first[2].number, ledger.committed.value) << text;
      EXPECT_NEAR(last[1].number, ledger.remaining.value, 1e-9) << text;
      EXPECT_NEAR(
          last[2].number,
          ledger.committed.value + ledger.added.value + ledger.re_estimated.value - ledger.removed.value,
          1e-9)
          << text;
    }
  }
}

}  // namespace
}  // namespace stint::report
