// JSON, CSV, files.
#include <gtest/gtest.h>
#include <set>
#include <sys/stat.h>

#include "app/program.h"
#include "support/jira.h"
#include "views/metric_family.h"

namespace stint::app {
namespace {

using views::metric_families;

namespace fs = std::filesystem;

TEST_F(Program, EveryJsonCarriesItsSchema) {
  const std::string folder = (scratch_ / "demo").string();
  EXPECT_EQ(run({"demo", folder, "--issues", "150", "--json"}).json()["schema"], "stint.demo/1");
  EXPECT_EQ(run({"import", folder, "--json"}).json()["schema"], "stint.import/1");
  EXPECT_EQ(run({"issues", "--json"}).json()["schema"], "stint.issues/1");
  EXPECT_EQ(run({"insights", "--json"}).json()["schema"], "stint.insights/1");
  EXPECT_EQ(run({"doctor", "--json"}).json()["schema"], "stint.doctor/1");
  EXPECT_EQ(run({"metrics", "--json"}).json()["schema"], "stint.metrics/1");
  EXPECT_EQ(run({"metrics", "--options", "--json"}).json()["schema"], "stint.options/1");
  EXPECT_EQ(run({"metrics", "--list", "--json"}).json()["schema"], "stint.metrics.list/1");
  const JsonDocument all = run({"metrics", "--json", "--evidence"}).json();
  const JsonDocument counted = run({"metrics", "--json"}).json();
  EXPECT_EQ(all["metrics"].size(), metric_families().size());
  EXPECT_EQ(counted["metrics"].size(), metric_families().size());
  EXPECT_LT(counted.dump().size(), all.dump().size());
  for (const auto& [name, figures] : all["metrics"].items()) {
    const JsonDocument document = run({"metrics", name, "--json"}).json();
    EXPECT_EQ(document["schema"], "stint.metrics." + name + "/1");
    EXPECT_TRUE(document.contains("as_of"));
    for (const auto& [member, value] : figures.items()) EXPECT_EQ(document[member], value) << name;
  }
}

TEST_F(Program, InsightsHaveTheFieldsThatArePromised) {
  import_demo();
  const JsonDocument document = run({"insights", "--json"}).json();
  ASSERT_FALSE(document["insights"].empty());
  std::set<std::string> ids;
  for (const auto& insight : document["insights"]) {
    EXPECT_TRUE(ids.insert(insight["id"]).second) << insight["id"];
    for (const char* name : {"kind", "severity", "title", "message", "source"})
      EXPECT_FALSE(insight[name].get<std::string>().empty());
    EXPECT_EQ(insight["source"], "builtin");
    for (const auto& fact : insight["facts"]) {
      EXPECT_TRUE(fact.contains("name") && fact.contains("value") && fact.contains("unit")) << fact;
    }
    EXPECT_TRUE(insight["evidence"].is_array());
  }
  EXPECT_EQ(run({"insights", "--json"}).out, run({"insights", "--json"}).out);
}

TEST_F(Program, SprintsHaveTheFieldsThatArePromised) {
  import_demo();
  const JsonDocument sprints = run({"metrics", "sprints", "--json"}).json()["sprints"];
  ASSERT_FALSE(sprints.empty());
  for (const auto& sprint : sprints) {
    for (const char* name : {"id", "name", "board", "unit", "state", "start", "end", "missed_target",
                             "scope_creep", "churn", "stories_grown_share", "issues", "excluded"}) {
      EXPECT_TRUE(sprint.contains(name)) << name;
    }
    for (const char* name : {"committed", "added", "removed", "re_estimated", "completed",
                             "completed_outside", "remaining", "spillover"}) {
      EXPECT_TRUE(sprint.contains(name)) << name;
      EXPECT_TRUE(sprint.contains(std::string{name} + "_issues")) << name;
      if (sprint[name].is_null()) continue;
      EXPECT_EQ(sprint["issues"][name].size(), sprint[std::string{name} + "_issues"]);
    }
    EXPECT_DOUBLE_EQ(sprint["committed"].get<double>() + sprint["added"].get<double>() +
                         sprint["re_estimated"].get<double>() - sprint["removed"].get<double>() -
                         sprint["completed"].get<double>(),
                     sprint["remaining"].get<double>());
  }
}

TEST_F(Program, CsvOfIssuesIsOneRowAnIssue) {
  const std::string first = test::status_change(1, "2026-01-03T00:00:00.000+0000", "1", "3");
  import_json(test::classic_page({test::issue_json({.number = 1, .summary = "a, b", .histories = {first}}),
                                  test::issue_json({.number = 2, .changelog = false})}));
  const Ran ran = run({"issues", "--csv"});
  EXPECT_EQ(
      ran.out,
      "key,id,type,status,status_category,created,started,done,cycle_days,lead_days,blocked_days,points,"
      "sprints\n"
      "T-1,10001,Story,In Progress,indeterminate,2026-01-01T08:00:00+00:00,2026-01-03T00:00:00+00:00,,,,0,,\n"
      "T-2,10002,Story,In Progress,indeterminate,2026-01-01T08:00:00+00:00,,,,,,,\n");
  EXPECT_EQ(ran.err, "");
}

TEST_F(Program, CsvCellsAreQuoted) {
  import_json(test::issue_json(
      {.fields = "'customfield_20':[{'id':8,'name':'S, 8 \\\\n','state':'active'}],", .changelog = true}));
  const std::string out = run({"issues", "--csv"}).out;
  EXPECT_NE(out.find(",\"S, 8 "), std::string::npos) << out;
}

TEST_F(Program, FilesAppearWholeOrNotAtAll) {
  import_demo();
  const std::string file = (scratch_ / "out.csv").string();
  Ran ran = run({"issues", "--csv", "-o", file});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(test::read_file(file), run({"issues", "--csv"}).out);
  EXPECT_FALSE(fs::exists(file + ".part"));
  EXPECT_EQ(run({"issues", "--csv", "-o", "-"}).out, test::read_file(file));
  // A link keeps being one.
  fs::create_symlink(file, scratch_ / "link.csv");
  EXPECT_EQ(run({"issues", "--json", "-o", (scratch_ / "link.csv").string()}).status, 0);
  EXPECT_TRUE(fs::is_symlink(scratch_ / "link.csv"));
  EXPECT_TRUE(test::read_file(file).starts_with("{"));

  ran = run({"issues", "-o", (scratch_ / "no" / "such" / "folder.csv").string()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("folder.csv: cannot be written"), std::string::npos) << ran.err;
  fs::create_directories(scratch_ / "a folder");
  EXPECT_EQ(run({"issues", "-o", (scratch_ / "a folder").string()}).status, 1);
  EXPECT_TRUE(fs::is_directory(scratch_ / "a folder"));
}

TEST_F(Program, DevicesStayDevices) {
  import_demo();
  struct stat before{};
  ASSERT_EQ(::stat("/dev/null", &before), 0);
  EXPECT_EQ(run({"issues", "-o", "/dev/null"}).status, 0);
  struct stat after{};
  ASSERT_EQ(::stat("/dev/null", &after), 0);
  EXPECT_TRUE(S_ISCHR(after.st_mode));
  if (!fs::exists("/dev/full")) return;
  EXPECT_EQ(run({"issues", "-o", "/dev/full"}).status, 1);
}

TEST_F(Program, QuietIsQuiet) {
  import_demo();
  EXPECT_EQ(run({"import", (scratch_ / "demo").string(), "--quiet"}).out, "");
  EXPECT_EQ(run({"issues", "--quiet"}).err, "");
  EXPECT_NE(run({"issues"}).err, "");
  EXPECT_EQ(run({"insights", "--quiet"}).out.find("As of"), std::string::npos);
}

}  // namespace
}  // namespace stint::app
