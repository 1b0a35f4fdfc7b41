// The fake Jira tells the truth: what the readers of exported JSON make of its answers is the site.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "tracker/changes.h"
#include "tracker/jira/changelog.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/values.h"
#include "trackers/jira_talk.h"

namespace stint::test {
namespace {

// Whether a single answer holds all of it.
bool fits_inline(const tracker::Issue& issue) {
  return issue.history_total <= 40 && issue.comments.size() <= JiraJson::kCloudComments;
}

class FakeJiraReading : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static bool cloud() { return GetParam(); }
  [[nodiscard]] static std::string api(std::string_view below) {
    return fmt::format("/rest/api/{}/{}", cloud() ? 3 : 2, below);
  }
  [[nodiscard]] static JiraOptions options() {
    JiraOptions options;
    options.cloud = cloud();
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(Kinds, FakeJiraReading, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Cloud" : "DataCenter"; });

TEST_P(FakeJiraReading, AnIssueIsReadAsItIs) {
  JiraTalk jira{options()};
  const tracker::jira::FieldNames names{{std::string{kEpicLinkField}, "Epic Link"}};
  int whole = 0;
  for (const SiteIssue& each : jira.site().issues()) {
    if (cloud() && !fits_inline(each.issue)) continue;
    const json::Value value = jira.get(api(fmt::format("issue/{}?expand=changelog", each.issue.key)));
    const auto record = tracker::jira::read_issue(value, names);
    ASSERT_TRUE(record) << record.error().to_string();
    ASSERT_EQ(text_of(record->issue), text_of(as_jira_tells(each.issue, cloud())));
    ++whole;
  }
  EXPECT_GE(whole, 120);
}

TEST_P(FakeJiraReading, DefinitionsAreReadAsTheyAre) {
  JiraTalk jira{options()};
  std::vector<std::string> names;
  for (const json::Value item : jira.get(api("status")).items()) {
    const tracker::Status status = tracker::jira::read_status(item);
    names.push_back(fmt::format("{} {} {}", status.id, status.name, static_cast<int>(status.category)));
  }
  EXPECT_EQ(names, (std::vector<std::string>{"10000 To Do 1", "10001 In Progress 2", "10002 In Review 2",
                                             "10003 Testing 2", "10004 Done 3", "10005 Released 3"}));
  std::map<std::string, std::string> fields;
  for (const json::Value item : jira.get(api("field")).items()) {
    const tracker::Field field = tracker::jira::read_field(item);
    fields[field.name] = field.id + " " + field.type;
  }
  EXPECT_EQ(fields["Story Points"], "customfield_10016 number");
  EXPECT_EQ(fields["Sprint"], "customfield_10020 array");
  std::size_t sprints = 0;
  for (const tracker::Board& board : jira.site().boards) {
    const tracker::Board read =
        tracker::jira::read_board(jira.get(fmt::format("/rest/agile/1.0/board/{}/configuration", board.id)));
    EXPECT_EQ(read.columns.size(), board.columns.size());
    EXPECT_EQ(read.estimation_field, "customfield_10016");
    for (const json::Value item :
         jira.get(fmt::format("/rest/agile/1.0/board/{}/sprint", board.id))["values"].items()) {
      const tracker::Sprint sprint = tracker::jira::read_sprint(item);
      const tracker::Sprint& truth = *jira.site().sprint(sprint.id);
      EXPECT_EQ(sprint.name, truth.name);
      EXPECT_EQ(sprint.goal, truth.goal);
      EXPECT_EQ(sprint.board_id, board.id);
      EXPECT_EQ(sprint.start, truth.start);
      EXPECT_EQ(sprint.completed, truth.completed);
      EXPECT_EQ(sprint.activated, truth.activated);
      ++sprints;
    }
  }
  EXPECT_EQ(sprints, jira.site().sprints.size());
}

TEST(FakeJiraCloud, ALongHistoryIsToldInPartsAndWholeInAll) {
  JiraTalk jira;
  const tracker::Issue& truth = jira.longest_history().issue;
  ASSERT_EQ(truth.history_total, 1200);
  const json::Value log =
      jira.get("/rest/api/3/issue/" + truth.id + "?expand=changelog&fields=summary")["changelog"];
  EXPECT_EQ(log["histories"].size(), 40U);
  EXPECT_EQ(log["total"].as_int(), 1200);
  EXPECT_EQ(log["histories"].at(0)["id"].text(), truth.changes.back().history_id);

  tracker::jira::Changelog pages;
  for (int start = 0; start < 1200; start += 100) {
    const json::Value page =
        jira.get(fmt::format("/rest/api/3/issue/{}/changelog?startAt={}&maxResults=1000", truth.id, start));
    EXPECT_EQ(page["values"].size(), 100U);
    EXPECT_EQ(page["isLast"].as_bool(), start == 1100);
    ASSERT_TRUE(tracker::jira::read_histories(page["values"], pages));
  }
  tracker::sort_changes(pages.changes);
  EXPECT_EQ(pages.changes, truth.changes);
}

TEST(FakeJiraCloud, HistoriesInBulkComeOldestFirstOverSeveralPages) {
  JiraOptions options;
  options.page_cap = 500;
  options.epoch_dates = true;
  JiraTalk jira{options};
  const tracker::Issue& longest = jira.longest_history().issue;
  const tracker::Issue& other = jira.issue().issue;
  std::map<std::string, tracker::jira::Changelog> logs;
  std::string token;
  int pages = 0;
  do {
    const json::Value page =
        jira.post("/rest/api/3/changelog/bulkfetch",
                  fmt::format("{{'issueIdsOrKeys':['{}','{}'],'maxResults':10000{}}}", longest.id, other.key,
                              token.empty() ? "" : fmt::format(",'nextPageToken':'{}'", token)));
    for (const json::Value item : page["issueChangeLogs"].items())
      ASSERT_TRUE(
          tracker::jira::read_histories(item["changeHistories"], logs[std::string{item["issueId"].text()}]));
    token = page["nextPageToken"].text();
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(pages, 3);
  for (const tracker::Issue* issue : {&longest, &other}) {
    tracker::sort_changes(logs[issue->id].changes);
    EXPECT_EQ(logs[issue->id].changes, issue->changes);
  }
}

TEST(FakeJiraCloud, CommentsBeyondTheFirstTwentyComeInPages) {
  JiraTalk jira;
  const tracker::Issue& truth = jira.most_comments().issue;
  ASSERT_EQ(truth.comments.size(), 130U);
  const std::string base = "/rest/api/3/issue/" + truth.id;
  EXPECT_EQ(jira.get(base)["fields"]["comment"]["comments"].size(), 20U);
  EXPECT_EQ(jira.get(base)["fields"]["comment"]["total"].as_int(), 130);
  std::vector<std::string> ids;
  for (const int start : {0, 100})
    for (const json::Value item :
         jira.get(fmt::format("{}/comment?startAt={}&maxResults=5000", base, start))["comments"].items())
      ids.emplace_back(item["id"].text());
  std::vector<std::string> expected;
  for (const tracker::Comment& comment : truth.comments) expected.push_back(comment.id);
  EXPECT_EQ(ids, expected);
}

TEST(FakeJiraCloud, BulkFetchTellsWhatIsNotThere) {
  JiraTalk jira;
  const std::string id = jira.issue().issue.id;
  const std::string gone = jira.site().issues()[5].issue.id;
  jira.site().remove(*jira.site().find(gone), {jira.site().me, jira.moment.now});
  const json::Value answer =
      jira.post("/rest/api/3/issue/bulkfetch",
                fmt::format("{{'issueIdsOrKeys':['{}','{}','99'],'fields':['*all'],'expand':['changelog']}}",
                            gone, id));
  ASSERT_EQ(answer["issues"].size(), 1U);
  EXPECT_EQ(answer["issues"].at(0)["id"].text(), id);
  ASSERT_EQ(answer["issueErrors"].size(), 2U);
  EXPECT_EQ(answer["issueErrors"].at(0)["id"].text(), gone);
  std::string hundred = "'1'";
  for (int i = 0; i < 100; ++i) hundred += ",'1'";
  jira.post("/rest/api/3/issue/bulkfetch", "{'issueIdsOrKeys':[" + hundred + "]}", 400);
}

TEST(FakeJiraCloud, AMovedIssueAnswersToItsOldKey) {
  JiraTalk jira{{}, {.issues = 200, .sprints = 3, .seed = 3, .extremes = false}};
  ASSERT_GE(jira.site().projects.size(), 2U);
  SiteIssue& issue = jira.issue();
  const std::string old_key = issue.issue.key;
  jira.site().move(issue, jira.site().projects[1], {jira.site().me, jira.moment.now});
  EXPECT_NE(issue.issue.key, old_key);
  const json::Value value = jira.get("/rest/api/3/issue/" + old_key + "?expand=changelog");
  EXPECT_EQ(value["id"].text(), issue.issue.id);
  EXPECT_EQ(value["key"].text(), issue.issue.key);
  const auto record = tracker::jira::read_issue(value, {});
  ASSERT_TRUE(record);
  EXPECT_EQ(record->issue.changes.back().field, "Key");
  EXPECT_EQ(record->issue.changes.back().from_text, old_key);
}

}  // namespace
}  // namespace stint::test
