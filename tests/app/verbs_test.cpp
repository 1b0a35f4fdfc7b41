// Each verb on what it is for.
#include <gtest/gtest.h>

#include "app/program.h"
#include "app/verb.h"
#include "lib/sqlite/database.h"
#include "support/child.h"
#include "support/jira.h"

namespace stint::app {
namespace {

TEST_F(Program, ImportSaysWhatCameOfIt) {
  scratch_.write("in/page.json", test::classic_page({test::issue_json({.number = 1, .total = 5}),
                                                     test::issue_json({.number = 2})}));
  scratch_.write("in/truth.json", "{\"plants\":[]}");
  const std::string folder = (scratch_ / "in").string();
  Ran ran = run({"import", folder});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.out, "  skipped " + folder +
                         "/truth.json: not tracker data\nRead 2 issues from 1 file.\n2 new.\n"
                         "1 issue has its history incomplete (the tracker says there is more than the files "
                         "hold): T-1. Fetch "
                         "/rest/api/3/issue/KEY/changelog for each and import the pages too.\n");
  ran = run({"import", folder});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("Nothing changed: all of it was known already.\n"), std::string::npos) << ran.out;
  const JsonDocument json = run({"import", folder, "--json"}).json();
  EXPECT_EQ(json["unchanged"], 2);
  EXPECT_EQ(json["changed"], false);
  EXPECT_EQ(json["incomplete"]["count"], 1);
  EXPECT_EQ(json["files"].size(), 2U);
}

TEST_F(Program, ImportSaysHowToGetTheHistoryThatACsvLacks) {
  const auto file = scratch_.write("export.csv", "Issue key,Issue id,Summary\nT-1,1,a\n");
  const Ran ran = run({"import", file.string()});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("curl "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("changelog,names"), std::string::npos) << ran.out;
}

TEST_F(Program, ImportStatusSaysHowMuchIsIn) {
  // All of it; some of it; nothing because of the input; nothing because there was nothing.
  EXPECT_EQ(import_json(test::issue_json({.number = 1})).status, 0);
  EXPECT_EQ(
      import_json("[" + test::issue_json({.number = 2}) + ",{\"id\":\"3\",\"key\":\"T-3\",\"fields\":{}}]")
          .status,
      1);
  EXPECT_EQ(import_json("[{\"id\":\"3\",\"key\":\"T-3\",\"fields\":{}}]").status, 2);
  EXPECT_EQ(import_json("{\"issues\":[").status, 2);
  EXPECT_EQ(import_json("{\"issues\":[]}").status, 0);
  EXPECT_EQ(import_json("{\"what\":\"else\"}").status, 1);
  EXPECT_EQ(import_json("").status, 1);
  EXPECT_EQ(run({"import", scratch_.write("x.csv", "a,b\n1,2\n").string()}).status, 2);
}

TEST_F(Program, ImportRefusesANewerDatabase) {
  import_demo();
  ASSERT_TRUE(sqlite::Database::open(data() + "/stint.db", sqlite::OpenMode::read_write)
                  ->execute("PRAGMA user_version = 99"));
  EXPECT_EQ(run({"import", (scratch_ / "demo").string()}).status, 5);
  EXPECT_EQ(run({"insights"}).status, 5);
  const Ran doctor = run({"doctor"});
  EXPECT_EQ(doctor.status, 1);
  EXPECT_NE(doctor.out.find("BAD  database"), std::string::npos) << doctor.out;
}

TEST_F(Program, DemoWritesWhereItMayAndNowhereElse) {
  const std::string folder = (scratch_ / "demo").string();
  EXPECT_EQ(run({"demo", folder, "--issues", "150"}).status, 0);
  EXPECT_EQ(run({"demo", folder, "--issues", "150", "--quiet"}).out, "");
  scratch_.write("demo/thesis.txt", "mine");
  EXPECT_EQ(run({"demo", folder}).status, 5);
}

TEST_F(Program, DoctorIsWellWithoutAndWithData) {
  Ran ran = run({"doctor"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("not there yet"), std::string::npos) << ran.out;
  import_demo();
  ran = run({"doctor", "--json"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.json()["ok"], true);
  EXPECT_NE(run({"doctor"}).out.find("issues: 150"), std::string::npos);
}

TEST_F(Program, InsightsShowWhatIsCurrentAndAllOnRequest) {
  import_demo();
  const std::string shown = run({"insights"}).out;
  const std::string all = run({"insights", "--all"}).out;
  EXPECT_LE(shown.size(), all.size());
  EXPECT_EQ(shown.find("--all shows them") != std::string::npos, shown.size() < all.size());
  EXPECT_EQ(run({"insights", "--csv"}).out.find("id,kind,severity,title,message,evidence,change\n"), 0U);
}

TEST_F(Program, MetricsListThemselves) {
  const std::string out = run({"metrics", "--list"}).out;
  for (const char* name : {"sprints", "velocity", "flow", "defects", "hygiene"})
    EXPECT_NE(out.find(name), std::string::npos);
  import_demo();
  for (const char* name : {"sprints", "velocity", "flow", "defects", "hygiene"}) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"metrics", name}, {"metrics", name, "--csv"}}) {
      const Ran ran = run(words);
      EXPECT_EQ(ran.status, 0) << ran.err;
      EXPECT_GT(std::ranges::count(ran.out, '\n'), 1) << name;
    }
  }
}

TEST_F(Program, WithoutHistoryFiguresAreNullWithTheReason) {
  const auto file = scratch_.write(
      "export.csv",
      "Issue key,Issue id,Issue Type,Status,Created,Sprint\nT-1,1,Story,Done,2026-01-01 10:00,"
      "\"com.atlassian.greenhopper.service.sprint.Sprint@1[id=5,rapidViewId=3,state=CLOSED,name=S,startDate="
      "2026-01-01T09:00:00.000Z,endDate=2026-01-15T09:00:00.000Z,completeDate=2026-01-15T09:00:00.000Z,"
      "sequence=5]\"\n");
  ASSERT_EQ(run({"import", file.string()}).status, 0);
  const JsonDocument sprints = run({"metrics", "sprints", "--json"}).json()["sprints"];
  ASSERT_EQ(sprints.size(), 1U);
  EXPECT_TRUE(sprints[0]["committed"].is_null());
  EXPECT_EQ(sprints[0]["reason"], "no_history");
  const JsonDocument issue = run({"issues", "--json"}).json()["issues"][0];
  EXPECT_TRUE(issue["done"].is_null());
  EXPECT_EQ(issue["history"], "none");
}

TEST_F(Program, ThePointsFieldIsAChoiceThatIsKept) {
  const std::string text = test::issue_json({.number = 1, .fields = "'customfield_7':3,'customfield_8':5,"});
  import_json(text);
  EXPECT_TRUE(run({"issues", "--json"}).json()["issues"][0]["points"].is_null());
  EXPECT_EQ(run({"issues", "--json", "--points-field", "customfield_8"}).json()["issues"][0]["points"], 5.0);
  ASSERT_EQ(run({"import", (scratch_ / "in.json").string(), "--points-field", "customfield_7"}).status, 0);
  EXPECT_EQ(run({"issues", "--json"}).json()["issues"][0]["points"], 3.0);
  const Ran unknown = run({"import", (scratch_ / "in.json").string(), "--points-field", "Moon phase"});
  EXPECT_EQ(unknown.status, 0);
  EXPECT_NE(unknown.err.find("Moon phase"), std::string::npos);
}

TEST_F(Program, CompletionScriptsAreScripts) {
  const std::string bash = run({"completion", "bash"}).out;
  for (const VerbInfo& verb : verbs()) {
    for (const char* shell : {"bash", "zsh", "fish"}) {
      EXPECT_NE(run({"completion", shell}).out.find(std::string{verb.name}), std::string::npos)
          << shell << verb.name;
    }
  }
  const auto file = scratch_.write("stint.bash", bash);
  const auto parsed = test::run_child({"bash", "-n", file.string()});
  if (parsed.status == 127) GTEST_SKIP() << "no bash here";
  EXPECT_EQ(parsed.status, 0) << parsed.err;
  const auto empty = scratch_ / "empty";
  std::filesystem::create_directories(empty);
  // It completes verbs, and options of the verb and of the program.
  const auto complete = [&](const std::string& line) {
    // In an empty folder, since files are completed too.
    const std::string script = "cd \"$2\" && . \"$1\"; COMP_WORDS=(" + line +
                               "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _stint; echo ${COMPREPLY[*]}";
    return test::run_child({"bash", "-c", script, "bash", file.string(), empty.string()}).out;
  };
  EXPECT_EQ(complete("stint ins"), "insights\n");
  EXPECT_EQ(complete("stint demo --se"), "--seed --set\n");
  EXPECT_EQ(complete("stint --json insights --al"), "--all\n");
}

}  // namespace
}  // namespace stint::app
