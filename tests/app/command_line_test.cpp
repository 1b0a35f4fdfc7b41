// The command line itself: global options, help, exit statuses.
#include <gtest/gtest.h>

#include "app/program.h"
#include "app/verb.h"
#include "app/version.h"
#include "metrics/options.h"

namespace stint::app {
namespace {

TEST_F(Program, GlobalOptionsStandBeforeAndBehindTheVerb) {
  import_demo();
  const std::string behind = run({"issues", "--json", "--as-of", "2026-11-01"}).out;
  EXPECT_EQ(run({"--json", "--as-of", "2026-11-01", "issues"}).out, behind);
  EXPECT_EQ(run({"--json", "issues", "--as-of=2026-11-01"}).out, behind);
  environment_["STINT_DATA"] = "/nonexistent";
  EXPECT_EQ(run({"issues", "--data", data(), "--json", "--as-of", "2026-11-01"}).out, behind);
  EXPECT_EQ(run({"--data", data(), "issues", "--json", "--as-of", "2026-11-01"}).out, behind);
}

TEST_F(Program, HelpIsAsWritten) {
  std::string all = run({"--help"}).out;
  for (const VerbInfo& verb : verbs())
    all += "\n=== " + std::string{verb.name} + "\n" + run({std::string{verb.name}, "--help"}).out;
  const std::string golden = test::read_file(std::string{STINT_GOLDEN} + "/help.txt");
  EXPECT_EQ(all, golden) << "the new text is right? then it belongs into tests/app/golden/help.txt:\n" << all;
  for (const VerbInfo& verb : verbs())
    EXPECT_NE(all.find(std::string{verb.example}), std::string::npos) << verb.name;
  EXPECT_EQ(run({}).out, run({"--help"}).out);
  EXPECT_EQ(run({"--help"}).status, 0);
}

TEST_F(Program, VersionIsOneLine) {
  EXPECT_EQ(run({"--version"}).out, "stint " + std::string{kVersion} + "\n");
}

TEST_F(Program, WrongLinesAreUsageErrors) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"fly"},
                                             {"--nope"},
                                             {"import"},
                                             {"issues", "x"},
                                             {"demo"},
                                             {"completion"},
                                             {"completion", "tcsh"},
                                             {"metrics", "luck"},
                                             {"issues", "--json", "--csv"},
                                             {"demo", "x", "--seed", "-1"},
                                             {"demo", "x", "--seed", "many"},
                                             {"demo", "x", "--plant", "luck"},
                                             {"demo", "x", "--end", "never"},
                                             {"demo", "x", "--issues", "0"},
                                             {"issues", "--set", "nothing"},
                                             {"issues", "--set", "scope_creep.warning=much"},
                                             {"issues", "--set", "scope_creep.warning=-1"},
                                             {"issues", "--tz", "Mars/Olympus"},
                                             {"issues", "--as-of", "yesterday"},
                                             {"issues", "--data"}}) {
    const Ran ran = run(words);
    EXPECT_EQ(ran.status, 2) << words[0] << " " << words.back() << ran.err;
    EXPECT_TRUE(ran.err.starts_with("stint: ")) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
}

TEST_F(Program, UnknownOptionsAreNamedWithTheNearest) {
  const Ran ran = run({"metrics", "--options", "--set", "scope_creep.warnin=0.5"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("there is no option \"scope_creep.warnin\""), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("scope_creep.warning"), std::string::npos) << ran.err;
}

TEST_F(Program, EveryOptionCanBeSet) {
  for (const metrics::OptionInfo& option : metrics::option_table()) {
    const std::string least = std::to_string(static_cast<int>(option.least));
    const Ran ran = run({"metrics", "--options", "--json", "--set", std::string{option.name} + "=" + least});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const JsonDocument document = ran.json();
    for (const auto& row : document["options"]) {
      if (row["option"] != option.name) continue;
      EXPECT_EQ(row["value"].get<double>(), option.least);
    }
  }
}

TEST_F(Program, NothingThereIsNotFoundButIssuesAreNone) {
  EXPECT_EQ(run({"insights"}).status, 4);
  EXPECT_EQ(run({"metrics", "sprints"}).status, 4);
  EXPECT_NE(run({"insights"}).err.find("stint import PATH"), std::string::npos);
  EXPECT_EQ(run({"import", (scratch_ / "none").string()}).status, 4);
  Ran issues = run({"issues", "--csv"});
  EXPECT_EQ(issues.status, 0);
  EXPECT_EQ(issues.out,
            "key,id,type,status,status_category,created,started,done,cycle_days,lead_days,blocked_days,"
            "points,sprints\n");
  issues = run({"issues"});
  EXPECT_EQ(issues.status, 0);
  EXPECT_EQ(issues.out, "KEY  TYPE  STATUS  STARTED  DONE  CYCLE  BLOCKED  POINTS  SUMMARY\n");
  EXPECT_TRUE(run({"issues", "--json"}).json()["issues"].empty());
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Program, UnknownProjectsAreNotFoundAndTheKnownOnesNamed) {
  import_demo();
  for (const char* verb : {"insights", "issues"}) {
    const Ran ran = run({verb, "--project", "NOPE"});
    EXPECT_EQ(ran.status, 4);
    EXPECT_NE(ran.err.find("there is no project \"NOPE\""), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("projects here: "), std::string::npos) << ran.err;
  }
}

TEST_F(Program, AsOfIsADayOrAnInstant) {
  import_demo();
  const auto as_of = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"issues", "--json"});
    return run(more).json()["as_of"].get<std::string>();
  };
  EXPECT_EQ(as_of({"--as-of", "2026-11-01"}), "2026-11-01T23:59:59.999+00:00");
  EXPECT_EQ(as_of({"--as-of", "2026-11-01", "--tz", "Europe/Berlin"}), "2026-11-01T22:59:59.999+00:00");
  EXPECT_EQ(as_of({"--as-of", "2026-10-25", "--tz", "Europe/Berlin"}), "2026-10-25T22:59:59.999+00:00");
  EXPECT_EQ(as_of({"--as-of", "2026-11-01T12:00:00Z"}), "2026-11-01T12:00:00+00:00");
  EXPECT_EQ(as_of({"--as-of", "2026-11-01T12:00:00+02:00"}), "2026-11-01T10:00:00+00:00");
  // Without, the export's own end, and the output says so.
  EXPECT_EQ(as_of({}), "2026-11-20T17:00:00+00:00");
  EXPECT_EQ(run({"issues", "--json"}).json()["as_of_source"], "end of the export");
  EXPECT_EQ(run({"issues", "--json", "--as-of", "2026-11-01"}).json()["as_of_source"], "option");
  EXPECT_NE(run({"insights"}).out.find("As of 2026-11-20T17:00:00+00:00 (end of the export)."),
            std::string::npos);
  // Nothing later is seen.
  const JsonDocument earlier = run({"issues", "--json", "--as-of", "2026-10-01"}).json();
  EXPECT_FALSE(earlier["issues"].empty());
  for (const auto& issue : earlier["issues"]) {
    EXPECT_LT(issue["created"].get<std::string>(), "2026-10-02");
  }
  EXPECT_TRUE(run({"issues", "--json", "--as-of", "1999-01-01"}).json()["issues"].empty());
  EXPECT_EQ(run({"insights", "--as-of", "1999-01-01"}).status, 0);
}

}  // namespace
}  // namespace stint::app
