// What several imports of the same issues come to: the order must not matter, and nothing is done twice.
#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "demo/demo.h"
#include "exchange/importing.h"
#include "support/child.h"

namespace stint::exchange {
namespace {

using test::classic_page;
using test::issue_json;
using test::status_change;
using test::with_quotes;

// Pieces of an organisation's export that overlap, contradict and complete each other.
std::vector<std::string> overlapping_files() {
  const std::string first = status_change(1, "2026-01-03T00:00:00.000+0000", "1", "2");
  const std::string second = status_change(2, "2026-01-04T00:00:00.000+0000", "2", "3");
  const std::string third = status_change(3, "2026-01-05T00:00:00.000+0000", "3", "4");
  const std::string sprint = "'customfield_20':[{'id':8,'name':'S8','state':'active','boardId':1}],";
  const std::string comment =
      "'comment':{'comments':[{'id':'5','created':'2026-01-04T00:00:00.000+0000','author':{'accountId':'u2','"
      "displayName':'Bo'},'body':'hi'}]},";
  return {
      classic_page({issue_json({.number = 1,
                                .updated = "2026-01-05T00:00:00.000+0000",
                                .summary = "older",
                                .fields = sprint,
                                .histories = {first},
                                .total = 3}),
                    issue_json({.number = 2, .histories = {first, second}})}),
      classic_page({issue_json({.number = 1,
                                .updated = "2026-01-06T00:00:00.000+0000",
                                .summary = "newer",
                                .histories = {second, third},
                                .total = 3})}),
      classic_page(
          {issue_json({.number = 3, .summary = "one side"}), issue_json({.number = 4, .changelog = false})}),
      classic_page({issue_json({.number = 3, .summary = "other side", .fields = comment})}),
      with_quotes("{'self':'https://one.example/rest/api/3/issue/10004/changelog','total':2,'values':[" +
                  first + "," + second + "]}"),
      with_quotes("{'issueChangeLogs':[{'issueId':'10001','changeHistories':[" + first + "]}]}"),
      with_quotes("{'values':[{'id':8,'state':'closed','name':'S8','originBoardId':1,'goal':'g','startDate':'"
                  "2026-01-01T00:00:00.000Z'}]}"),
      with_quotes("[{'self':'https://one.example/rest/api/3/status/"
                  "3','id':'3','name':'Listed','statusCategory':{'key':'done'}}]"),
      with_quotes("{'id':1,'name':'B','type':'scrum','location':{'type':'project','key':'T'},'columnConfig':{"
                  "'columns':[]}}"),
      with_quotes("{'date_end':'2026-02-01T00:00:00Z'}"),
  };
}

TEST_F(Importing, AnyOrderOfImportsGivesTheSameStore) {
  const std::vector<std::string> files = overlapping_files();
  std::mt19937 random{11};
  std::string expected;
  for (int round = 0; round < 12; ++round) {
    std::vector<std::size_t> order(files.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (round > 0) std::ranges::shuffle(order, random);
    const test::Scratch scratch;
    // Some at once, some one after the other.
    const bool at_once = round % 3 == 2;
    std::vector<std::filesystem::path> paths;
    for (std::size_t i = 0; i < order.size(); ++i) {
      paths.push_back(scratch.write(std::to_string(i) + ".json", files[order[i]]));
      if (!at_once) import_files({paths.back()}, scratch / "data", {}).value();
    }
    if (at_once) import_files(paths, scratch / "data", {}).value();
    const std::string dump = test::dump(scratch / "data");
    if (expected.empty()) expected = dump;
    ASSERT_EQ(dump, expected) << "round " << round;
    const auto again = import_files(paths, scratch / "data", {});
    EXPECT_FALSE(again->counts.changed_anything());
    EXPECT_EQ(test::dump(scratch / "data"), expected);
  }
  EXPECT_NE(expected.find("\"newer\""), std::string::npos);
  EXPECT_EQ(expected.find("\"older\""), std::string::npos);
  EXPECT_EQ(expected.find("\"pending\""), std::string::npos);
}

TEST_F(Importing, ADemoInAnyOrderGivesTheSameStore) {
  ASSERT_TRUE(demo::write_demo(scratch_ / "in", {.seed = 9, .issues = 300}));
  import();
  const std::string expected = dump();
  auto paths = test::files_below(scratch_ / "in");
  std::mt19937 random{3};
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(paths, random);
    const auto data = scratch_ / ("data" + std::to_string(round));
    for (const auto& path : paths) ASSERT_TRUE(import_files({path}, data, {}));
    EXPECT_EQ(test::dump(data), expected);
  }
}

TEST_F(Importing, TheSameAgainChangesNothingAndSaysSo) {
  for (std::size_t i = 0; i < overlapping_files().size(); ++i) {
    if (i != 3) write(std::to_string(i) + ".json", overlapping_files()[i]);
  }
  EXPECT_TRUE(import().counts.changed_anything());
  const std::string before = dump();
  const std::string file = test::read_file(data() / "stint.db");
  const ImportReport report = import();
  EXPECT_FALSE(report.counts.changed_anything());
  EXPECT_EQ(report.counts.older + report.counts.unchanged, report.issues_read);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(test::read_file(data() / "stint.db"), file);
}

TEST_F(Importing, NewestUpdatedWinsWithinOneFileToo) {
  write("page.json",
        classic_page(
            {issue_json({.number = 1, .updated = "2026-01-06T00:00:00.000+0000", .summary = "newer"}),
             issue_json({.number = 1, .updated = "2026-01-05T00:00:00.000+0000", .summary = "older"})}));
  const ImportReport report = import();
  EXPECT_EQ(report.issues_read, 2);
  EXPECT_EQ(report.counts.added, 1);
  EXPECT_EQ(report.counts.older, 1);
  EXPECT_EQ(rows("SELECT summary FROM issue"), "newer\n");
}

TEST_F(Importing, ConflictsAreReportedWithTheirPlace) {
  const std::string one = issue_json({.number = 1, .summary = "one"});
  write("page.json",
        classic_page({one, issue_json({.number = 1, .summary = "two"}), issue_json({.number = 2})}));
  const ImportReport report = import();
  EXPECT_EQ(report.counts.conflicting.count, 1);
  ASSERT_EQ(report.counts.conflicting.examples.size(), 1U);
  EXPECT_TRUE(report.counts.conflicting.examples[0].starts_with("T-1 ("))
      << report.counts.conflicting.examples[0];
  EXPECT_NE(report.counts.conflicting.examples[0].find("page.json, byte "), std::string::npos);
  EXPECT_EQ(report.error_count, 0);
}

TEST_F(Importing, IncompleteHistoriesAreCountedAndNamed) {
  const std::string change = status_change(1, "2026-01-03T00:00:00.000+0000", "1", "2");
  std::vector<std::string> issues;
  for (int i = 1; i <= 15; ++i)
    issues.push_back(issue_json({.number = i, .histories = {change}, .total = i > 2 ? 120 : 1}));
  write("page.json", classic_page(issues));
  const ImportReport report = import();
  EXPECT_EQ(report.incomplete.count, 13);
  EXPECT_EQ(report.incomplete.examples.size(), 10U);
  EXPECT_EQ(report.error_count, 0);
  EXPECT_EQ(report.counts.added, 15);
}

TEST_F(Importing, ParentsMayBeMissingOrCyclic) {
  write("page.json",
        classic_page({issue_json({.number = 1, .fields = "'parent':{'id':'10002','key':'T-2'},"}),
                      issue_json({.number = 2, .fields = "'parent':{'id':'10001','key':'T-1'},"}),
                      issue_json({.number = 3, .fields = "'parent':{'id':'10003','key':'T-3'},"}),
                      issue_json({.number = 4, .fields = "'parent':{'id':'99999','key':'T-9'},"})}));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(report.counts.added, 4);
  for (const char* verb : {"insights", "issues"}) {
    const auto result = test::run_child({STINT_BINARY, "--data", data().string(), verb});
    EXPECT_EQ(result.status, 0) << result.err;
  }
  EXPECT_EQ(test::run_child({STINT_BINARY, "--data", data().string(), "metrics", "flow"}).status, 0);
}

TEST_F(Importing, TwoSitesKeepTheirIssues) {
  write("a.json", issue_json({.number = 1}));
  write("b.json", issue_json({.number = 1, .summary = "of another site", .site = "https://two.example"}));
  import();
  EXPECT_EQ(rows("SELECT url || ' ' || summary FROM issue JOIN site ON site.id = issue.site ORDER BY url"),
            "https://one.example a summary\nhttps://two.example of another site\n");
}

}  // namespace
}  // namespace stint::exchange
