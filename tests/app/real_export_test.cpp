// A real board's export, where the optional data folder has one: nothing is dropped silently.
#include <gtest/gtest.h>

#include "app/program.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

class RealExport : public Program {
 protected:
  void SetUp() override {
    folder_ = fs::path{STINT_SHARED_DATA} / "jira-real";
    if (!fs::exists(folder_)) GTEST_SKIP() << "no " << folder_;
  }
  JsonDocument import(const std::vector<std::string>& below) const {
    std::vector<std::string> words{"import", "--json"};
    for (const std::string& name : below) words.push_back((folder_ / name).string());
    const Ran ran = run(words);
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    return ran.json();
  }
  fs::path folder_;
};

TEST_F(RealExport, EveryDocumentIsAccountedFor) {
  const JsonDocument report = import({"board-export", "issues"});
  EXPECT_EQ(report["error_count"], 0);
  EXPECT_EQ(report["issues_read"], 12);
  EXPECT_EQ(report["added"], 10);
  // Two are in both folders, in different states.
  EXPECT_EQ(report["added"].get<int>() + report["updated"].get<int>() + report["extended"].get<int>() +
                report["unchanged"].get<int>() + report["older"].get<int>() +
                report["conflicting"]["count"].get<int>(),
            12);
  for (const auto& file : report["files"]) {
    EXPECT_NE(file["kind"], "skipped") << file;
    EXPECT_GT(file["issues"].get<int>() + file["definitions"].get<int>() +
                  (file["kind"] == "export period" ? 1 : 0),
              0)
        << file;
  }
  const Ran issues = run({"issues", "--csv"});
  EXPECT_EQ(std::ranges::count(issues.out, '\n'), 11);
  EXPECT_EQ(run({"import", "--json", folder_.string()}).json()["changed"], false);
}

// Worked out by hand from the changelogs. All statuses but Backlog are in progress on that board, so work
// starts by leaving it; SP-5 was reopened once, which moves its end but not its start.
TEST_F(RealExport, DatesAreThoseWorkedOutByHand) {
  import({"board-export", "issues"});
  std::map<std::string, std::pair<JsonDocument, JsonDocument>> dates;
  const JsonDocument document = run({"issues", "--json"}).json();
  for (const auto& issue : document["issues"]) dates[issue["key"]] = {issue["started"], issue["done"]};
  const auto expect = [&](const char* key, const JsonDocument& started, const JsonDocument& done) {
    EXPECT_EQ(dates[key].first, started) << key;
    EXPECT_EQ(dates[key].second, done) << key;
  };
  expect("SP-1", "2021-06-18T18:43:34.818+00:00", nullptr);
  expect("SP-5", "2021-06-23T12:44:38.197+00:00", "2021-10-11T12:49:07.261+00:00");
  expect("SP-10", "2021-08-29T18:06:28.717+00:00", "2021-09-06T04:34:26.239+00:00");
  expect("SP-13", "2022-04-19T01:31:30.710+00:00", "2022-04-19T01:53:42.206+00:00");
  expect("SP-14", "2022-04-19T01:31:32.667+00:00", "2022-04-19T01:53:07.054+00:00");
}

}  // namespace
}  // namespace stint::app
