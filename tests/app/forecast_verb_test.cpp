// `stint forecast`: what it answers, and what it refuses.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/program.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;

class ForecastVerb : public Program {
 protected:
  // A board-less project on which one item was finished on each weekday of November 2026 up to the 20th, a
  // Friday; E-1 is an epic with two open items.
  void import_steady() const {
    std::string issues;
    int id = 0;
    const auto add = [&](const std::string& fields, const std::string& histories) {
      ++id;
      issues += fmt::format(
          R"({}{{"id":"{}","key":"P-{}","fields":{{"summary":"s","created":"2026-11-01T08:00:00.000+0000",)"
          R"("updated":"2026-11-20T20:00:00.000+0000","project":{{"id":"1","key":"P"}},{}}},)"
          R"("changelog":{{"startAt":0,"maxResults":100,"total":{},"histories":[{}]}}}})",
          id > 1 ? "," : "", id, id, fields, histories.empty() ? 0 : 1, histories);
    };
    const std::string open = R"("status":{"id":"1","name":"To Do","statusCategory":{"key":"new"}},)";
    add(open + R"("issuetype":{"id":"2","name":"Epic","subtask":false,"hierarchyLevel":1})", "");
    for (int i = 0; i < 2; ++i) {
      add(open + R"("issuetype":{"id":"1","name":"Story","subtask":false},"parent":{"id":"1","key":"P-1"})",
          "");
    }
    for (int day = 2; day <= 20; ++day) {
      if (day % 7 == 0 || day % 7 == 1) continue;  // 7 and 14 November are Saturdays
      add(R"("status":{"id":"3","name":"Done","statusCategory":{"key":"done"}},)"
          R"("issuetype":{"id":"1","name":"Story","subtask":false})",
          fmt::format(
              R"({{"id":"{}","created":"2026-11-{:02}T12:00:00.000+0000","items":[{{"field":"status",)"
              R"("fieldId":"status","from":"1","fromString":"To Do","to":"3","toString":"Done"}}]}})",
              day, day));
    }
    ASSERT_EQ(import_json("{\"issues\":[" + issues + "]}").status, 0);
  }
  [[nodiscard]] Ran ask(std::vector<std::string> words) const {
    words.insert(words.begin(), {"forecast", "--as-of", "2026-11-20"});
    return run(words);
  }
};

TEST_F(ForecastVerb, PromisesWithItsCoverage) {
  import_steady();
  const Ran ran = ask({"--items", "4"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(": 4 items\n"));
  EXPECT_THAT(ran.out, HasSubstr("  85 % sure: by 2026-11-26, in 4 working days\n"));
  EXPECT_THAT(ran.out,
              HasSubstr("  In 2 earlier forecasts of this kind, 2 (100 %) came true within the P85.\n"));
  EXPECT_THAT(ran.out,
              HasSubstr("  From 15 items finished on 15 of 15 working days, 2026-11-01 to 2026-11-20.\n"));
  const JsonDocument json = ask({"--items", "4", "--json"}).json();
  EXPECT_EQ(json["schema"], "stint.forecast/1");
  ASSERT_EQ(json["forecasts"].size(), 1U);
  const JsonDocument& one = json["forecasts"][0];
  EXPECT_EQ(one["confidences"][2]["percent"], 85);
  EXPECT_EQ(one["confidences"][2]["date"], "2026-11-26");
  EXPECT_EQ(one["backtest"]["coverage"], 1.0);
  EXPECT_EQ(one["issues"]["sample"].size(), 15U);
  EXPECT_EQ(one["excluded"].size(), 0U);
  EXPECT_THAT(ask({"--items", "4", "--csv"}).out, HasSubstr(",when_done,4,issues,,85,2026-11-26,4,,2,1,\n"));
}

TEST_F(ForecastVerb, SaysHowManyByADate) {
  import_steady();
  EXPECT_THAT(ask({"--by", "2026-12-04"}).out, HasSubstr("  85 % sure: at least 10 items\n"));
  const JsonDocument json = ask({"--by", "2026-11-23", "--json"}).json();
  EXPECT_EQ(json["forecasts"][0]["confidences"][3]["at_least"], 1.0);
  EXPECT_EQ(json["forecasts"][0]["working_days"], 1);
}

TEST_F(ForecastVerb, AsksAboutAnEpicOrTheRunningSprint) {
  import_steady();
  const JsonDocument json = ask({"--epic", "P-1", "--json"}).json();
  EXPECT_EQ(json["forecasts"][0]["amount"], 2.0);
  EXPECT_EQ(json["forecasts"][0]["issues"]["asked"], JsonDocument({"P-2", "P-3"}));
  EXPECT_THAT(ask({}).out, HasSubstr("No running sprint has open items."));
  EXPECT_EQ(ask({"--json"}).json()["reason"], "nothing_to_do");
}

TEST_F(ForecastVerb, SaysHowRunningSprintsAreLikelyToEnd) {
  import_demo();
  const Ran ran = run({"forecast"});
  EXPECT_THAT(ran.out, HasSubstr("of its time gone: "));
  EXPECT_THAT(ran.out, HasSubstr("\n  Expected to "));
  const JsonDocument document = run({"forecast", "--json"}).json();
  const JsonDocument sprints = run({"metrics", "sprint_risk", "--json"}).json()["sprints"];
  ASSERT_FALSE(sprints.empty());
  EXPECT_EQ(document["sprints"], sprints);
  const std::string board = sprints[0]["board"]["id"];
  const JsonDocument of_board = run({"forecast", "--json", "--board", board}).json();
  for (const JsonDocument& sprint : of_board["sprints"]) EXPECT_EQ(sprint["board"]["id"], board);
  // Who asks something else gets an answer to that.
  EXPECT_FALSE(run({"forecast", "--items", "3", "--json"}).json().contains("sprints"));
  EXPECT_THAT(run({"forecast", "--items", "3"}).out, ::testing::Not(HasSubstr("time gone")));
}

TEST_F(ForecastVerb, RefusesWhatItCannotAnswer) {
  import_steady();
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--items", "4", "--by", "2026-12-04"},
           {"--epic", "P-1", "--points", "3"},
           {"--items", "0"},
           {"--items", "-3"},
           {"--points", "0"},
           {"--points", "nan"},
           {"--points", "3x"},
           {"--by", "2026-11-20"},
           {"--by", "2026-13-01"},
           {"--by", "soon"},
           {"--by", "2099-01-01"},
           {"--epic", "P-2"},
       }) {
    const Ran ran = ask(words);
    EXPECT_EQ(ran.status, 2) << words[0] << " " << words[1] << ": " << ran.out << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  const Ran epic = ask({"--epic", "P-99"});
  EXPECT_EQ(epic.status, 4);
  EXPECT_THAT(epic.err, HasSubstr("P-1"));
  EXPECT_EQ(ask({"--items", "4", "--board", "nowhere"}).status, 4);
  // Points that nobody estimated, and too few days: said, but no failure.
  const Ran points = ask({"--points", "8"});
  EXPECT_EQ(points.status, 0);
  EXPECT_THAT(points.out, HasSubstr("no forecast: too few of the finished items were estimated.\n"));
  const Ran early = run({"forecast", "--items", "4", "--as-of", "2026-11-05"});
  EXPECT_THAT(early.out,
              HasSubstr("no forecast: items were finished on 4 days from 2026-11-01 to 2026-11-05, and 5 are "
                        "needed.\n"));
}

TEST_F(ForecastVerb, FiguresOfTheFamilyHoldTogether) {
  import_demo();
  for (const char* name : {"throughput", "trend", "forecast"}) {
    const Ran ran = run({"metrics", name, "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out, run({"metrics", name, "--json"}).out) << "the same bytes again";
    EXPECT_GT(std::ranges::count(run({"metrics", name, "--csv"}).out, '\n'), 1) << name;
  }
  const JsonDocument throughput = run({"metrics", "throughput", "--json"}).json();
  for (const JsonDocument& board : throughput["boards"]) {
    int by_day = 0;
    int by_week = 0;
    for (const JsonDocument& items : board["items_by_day"]) by_day += items.get<int>();
    for (const JsonDocument& week : board["weeks"]) by_week += week["items"].get<int>();
    EXPECT_EQ(by_day, board["n"]);
    EXPECT_EQ(by_week, board["n"]);
    EXPECT_EQ(board["issues"].size(), board["n"]);
    EXPECT_EQ(board["items_by_day"].size(), board["window"]["days"]);
  }
}

}  // namespace
}  // namespace stint::app
