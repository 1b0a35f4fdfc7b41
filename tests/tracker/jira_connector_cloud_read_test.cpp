// Reading issues of Jira Cloud whole.
#include <gmock/gmock.h>

#include "support/jira.h"
#include "tracker/jira_connector_cloud.h"

namespace stint::tracker {
namespace {

using test::JiraQuestion;
using test::JiraReply;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kBulk = "POST /rest/api/3/issue/bulkfetch";
constexpr std::string_view kBulkLogs = "POST /rest/api/3/changelog/bulkfetch";

using JiraCloudRead = CloudTest;

std::vector<std::string> ids_of(const Reading& reading) {
  std::vector<std::string> ids;
  for (const IssueRecord& record : reading.issues) ids.push_back(record.issue.id);
  return ids;
}

std::vector<std::string> history_ids(const Issue& issue) {
  std::vector<std::string> ids;
  for (const Change& change : issue.changes) ids.push_back(change.history_id);
  return ids;
}

// Jira's own way of saying so.
JiraReply not_there() {
  return {404,
          "{'errorMessages':['Issue does not exist or you do not have permission to see it.'],'errors':{}}"};
}

TEST_F(JiraCloudRead, ReadsManyAtOnce) {
  script.on(std::string{kBulk},
            {200, "{'issues':[" + test::issue_json({.number = 1, .fields = "'customfield_1':'* one',"}) +
                      "," + test::issue_json({.number = 2}) + "],'issueErrors':[]}"});
  const auto reading = connector.read(std::vector<std::string>{"10002", "10001"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(ids_of(*reading), ElementsAre("10001", "10002"));
  EXPECT_EQ(reading->issues[0].mark, "2026-01-10T00:00:00+00:00");
  EXPECT_EQ(reading->issues[0].issue.acceptance_criteria, "- one");
  EXPECT_THAT(reading->unreadable, IsEmpty());
  EXPECT_EQ(parse(script.asked(kBulk)[0].body), parse(R"({"issueIdsOrKeys":["10002","10001"],
                      "fields":["*all","-attachment","-worklog","-thumbnail","-watches","-votes"],
                      "expand":["changelog"]})"));
  // What the fields are called is asked for once.
  ASSERT_TRUE(connector.read(std::vector<std::string>{"10001", "10002"}));
  EXPECT_THAT(script.asked("GET /rest/api/3/field"), SizeIs(1));
}

TEST_F(JiraCloudRead, OnlyWhatJiraItselfSaysIsGoneIsGone) {
  script.on(std::string{kBulk}, {200, "{'issues':[" + test::issue_json({.number = 1}) +
                                          "],'issueErrors':[{'id':'10003','errorMessage':'no'}]}"});
  script.on("GET /rest/api/3/issue/10002", not_there());
  script.on("GET /rest/api/3/issue/10003", {404, "<html>no such page</html>"});
  script.on("GET /rest/api/3/issue/10004", {403, "{'errorMessages':['Not yours.']}"});
  script.on("GET /rest/api/3/issue/10005", {200, test::issue_json({.number = 5})});
  script.on("GET /rest/api/3/issue/10006", {200, "{'id':'10006','key':'T-6','fields':{'created':'soon'}}"});
  const auto reading =
      connector.read(std::vector<std::string>{"10001", "10002", "10003", "10004", "10005", "10006"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(ids_of(*reading), ElementsAre("10001", "10005"));
  EXPECT_THAT(reading->gone, ElementsAre("10002"));
  ASSERT_THAT(reading->unreadable, SizeIs(3));
  EXPECT_EQ(reading->unreadable[0].issue, "10003");
  EXPECT_EQ(reading->unreadable[1].issue, "10004");
  EXPECT_THAT(reading->unreadable[1].error.message, HasSubstr("Not yours."));
  EXPECT_EQ(reading->unreadable[2].issue, "10006");
  EXPECT_THAT(script.asked("GET /rest/api/3/issue/10005?expand=changelog&fields=*all,-attachment,-worklog,"
                           "-thumbnail,-watches,-votes"),
              SizeIs(1));
}

TEST_F(JiraCloudRead, WhatEndsForAllIsAnError) {
  script.on(std::string{kBulk}, {200, "{'issues':[]}"});
  script.on("GET /rest/api/3/issue/10001", {401, ""});
  EXPECT_EQ(connector.read(std::vector<std::string>{"10001"}).error().code, ErrorCode::authentication);
  script.on(std::string{kBulk}, {503, ""});
  EXPECT_FALSE(connector.read(std::vector<std::string>{"10001"}));
}

TEST_F(JiraCloudRead, WithoutBulkReadingOneByOne) {
  script.on(std::string{kBulk}, {410, "{'errorMessages':['removed']}"});
  for (int i = 1; i <= 3; ++i) {
    script.on("GET /rest/api/3/issue/1000" + std::to_string(i), {200, test::issue_json({.number = i})});
  }
  const std::vector<std::string> ids{"10001", "10002", "10003"};
  for (int round = 0; round < 2; ++round) {
    const auto reading = connector.read(ids);
    ASSERT_TRUE(reading) << reading.error().to_string();
    EXPECT_EQ(ids_of(*reading), ids);
  }
  EXPECT_THAT(script.asked(kBulk), SizeIs(1));
}

// An issue whose changelog holds 1…n, of which only the newest came along.
std::string long_issue(int number, int total, int newest) {
  std::vector<std::string> histories;
  for (int i = total; i > total - newest; --i) {
    histories.push_back(test::status_change(100 * number + i, "2026-01-0" + std::to_string(i), "1", "2"));
  }
  return test::issue_json({.number = number, .histories = histories, .total = total});
}

// Entries of a bulk fetch, whose dates are in milliseconds.
std::string bulk_entries(int number, int first, int last) {
  std::string entries;
  for (int i = first; i <= last; ++i) {
    if (!entries.empty()) entries += ',';
    const std::int64_t created = to_epoch_ms(at("2026-01-0" + std::to_string(i)));
    entries += "{'id':'" + std::to_string(100 * number + i) + "','created':" + std::to_string(created) +
               ",'items':[{'field':'status','fieldId':'status','from':'1','to':'2'}]}";
  }
  return entries;
}

TEST_F(JiraCloudRead, ShortChangelogsAreFetchedInBulk) {
  script.on(std::string{kBulk}, {200, "{'issues':[" + long_issue(1, 5, 2) + "," + long_issue(2, 2, 2) + "," +
                                          long_issue(3, 4, 1) + "]}"});
  script.in_turn(std::string{kBulkLogs},
                 {{200, "{'issueChangeLogs':[{'issueId':'10001','changeHistories':[" + bulk_entries(1, 1, 3) +
                            "]}],'nextPageToken':'more'}"},
                  {200, "{'issueChangeLogs':[{'issueId':'10001','changeHistories':[" + bulk_entries(1, 4, 6) +
                            "]},{'issueId':10003,'changeHistories':[" + bulk_entries(3, 1, 4) + "]}]}"}});
  const auto reading = connector.read(std::vector<std::string>{"10001", "10002", "10003"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(reading->unreadable, IsEmpty());
  // One was added meanwhile: it is part of the history, once.
  EXPECT_THAT(history_ids(reading->issues[0].issue), ElementsAre("101", "102", "103", "104", "105", "106"));
  EXPECT_THAT(history_ids(reading->issues[1].issue), ElementsAre("201", "202"));
  EXPECT_THAT(history_ids(reading->issues[2].issue), ElementsAre("301", "302", "303", "304"));
  EXPECT_EQ(reading->issues[2].issue.changes[0].at, at("2026-01-01"));
  const auto asked = script.asked(kBulkLogs);
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(parse(asked[0].body), parse(R"({"issueIdsOrKeys":["10001","10003"],"maxResults":10000})"));
  EXPECT_EQ(parse(asked[1].body)["nextPageToken"], "more");
}

// The changelog resource of one issue, oldest first, two entries a page.
JiraReply changelog_page(int number, int total, const JiraQuestion& question) {
  const std::size_t mark = question.path.find("startAt=") + 8;
  const int start = std::stoi(question.path.substr(mark));
  std::string entries;
  for (int i = start + 1; i <= std::min(start + 2, total); ++i) {
    if (!entries.empty()) entries += ',';
    entries += test::status_change(100 * number + i, "2026-01-0" + std::to_string(i), "1", "2");
  }
  return {200, "{'startAt':" + std::to_string(start) + ",'maxResults':2,'total':" + std::to_string(total) +
                   ",'values':[" + entries + "]}"};
}

TEST_F(JiraCloudRead, WhatBulkDoesNotGiveComesInPages) {
  script.on(std::string{kBulk}, {200, "{'issues':[" + long_issue(1, 5, 1) + "]}"});
  // A part is missing, and the token goes round in circles.
  script.on(std::string{kBulkLogs}, {200, "{'issueChangeLogs':[{'issueId':'10001','changeHistories':[" +
                                              bulk_entries(1, 1, 2) + "]}],'nextPageToken':'x'}"});
  script.on("GET /rest/api/3/issue/10001/changelog",
            [](const JiraQuestion& question) { return changelog_page(1, 5, question); });
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(reading->unreadable, IsEmpty());
  EXPECT_THAT(history_ids(reading->issues[0].issue), ElementsAre("101", "102", "103", "104", "105"));
  EXPECT_EQ(reading->issues[0].issue.history_total, 5);
  EXPECT_THAT(script.asked(kBulkLogs), SizeIs(2));
  EXPECT_THAT(script.asked("GET /rest/api/3/issue/10001/changelog"), SizeIs(3));
}

TEST_F(JiraCloudRead, AChangelogThatGrowsWhileItIsReadIsWhole) {
  script.on(std::string{kBulk}, {200, "{'issues':[" + long_issue(1, 4, 1) + "]}"});
  script.on(std::string{kBulkLogs}, {410, ""});
  int total = 4;
  script.on("GET /rest/api/3/issue/10001/changelog",
            [&](const JiraQuestion& question) { return changelog_page(1, total++, question); });
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->unreadable, IsEmpty());
  EXPECT_THAT(history_ids(reading->issues[0].issue), ElementsAre("101", "102", "103", "104", "105", "106"));
}

TEST_F(JiraCloudRead, AnIncompleteChangelogKeepsTheIssueButNotItsMark) {
  script.on(std::string{kBulk},
            {200, "{'issues':[" + long_issue(1, 5, 1) + "," + long_issue(2, 1, 1) + "]}"});
  script.on(std::string{kBulkLogs}, {400, ""});
  script.on(
      "GET /rest/api/3/issue/10001/changelog",
      {200, "{'startAt':0,'total':5,'values':[" + test::status_change(101, "2026-01-01", "1", "2") + "]}"});
  const auto reading = connector.read(std::vector<std::string>{"10001", "10002"});
  ASSERT_TRUE(reading);
  EXPECT_THAT(ids_of(*reading), ElementsAre("10001", "10002"));
  EXPECT_THAT(history_ids(reading->issues[0].issue), ElementsAre("101", "105"));
  EXPECT_EQ(reading->issues[0].mark, "");
  EXPECT_NE(reading->issues[1].mark, "");
  ASSERT_THAT(reading->unreadable, SizeIs(1));
  EXPECT_EQ(reading->unreadable[0].what, "the changelog of T-1");
  EXPECT_EQ(reading->unreadable[0].issue, "10001");
  EXPECT_EQ(reading->unreadable[0].error.message, "2 of 5 came");
}

std::string comment(int id) {
  return "{'id':'" + std::to_string(id) + "','created':'2026-01-01T00:00:0" + std::to_string(id % 10) +
         ".000+0000','author':{'accountId':'u" + std::to_string(id) + "','displayName':'U'},'body':'c'}";
}

std::vector<std::string> comment_ids(const Issue& issue) {
  std::vector<std::string> ids;
  for (const Comment& one : issue.comments) ids.push_back(one.id);
  return ids;
}

TEST_F(JiraCloudRead, TheRestOfTheCommentsIsFetchedAgainWhenSomeGoMeanwhile) {
  const std::string fields = "'comment':{'comments':[" + comment(1) + "],'total':4,'maxResults':1},";
  script.on(std::string{kBulk},
            {200, "{'issues':[" + test::issue_json({.number = 1, .fields = fields}) + "]}"});
  // The first of four goes after the first page: the third would be missed.
  script.in_turn("GET /rest/api/3/issue/10001/comment",
                 {{200, "{'comments':[" + comment(1) + "," + comment(2) + "],'total':4}"},
                  {200, "{'comments':[" + comment(4) + "],'total':3}"},
                  {200, "{'comments':[" + comment(2) + "," + comment(3) + "],'total':3}"},
                  {200, "{'comments':[" + comment(4) + "],'total':3}"}});
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(reading->unreadable, IsEmpty());
  EXPECT_THAT(comment_ids(reading->issues[0].issue), ElementsAre("2", "3", "4"));
  EXPECT_EQ(script.asked("GET /rest/api/3/issue/10001/comment")[1].path,
            "/rest/api/3/issue/10001/comment?startAt=2&maxResults=100&orderBy=created");
}

TEST_F(JiraCloudRead, PartsWithoutAListAreNotTakenForEmptyOnes) {
  const std::string comments = "'comment':{'comments':[" + comment(1) + "],'total':2},";
  script.on(std::string{kBulk}, {200, "{'issues':[" + test::issue_json({.number = 1, .fields = comments}) +
                                          "," + long_issue(2, 3, 1) + "]}"});
  script.on(std::string{kBulkLogs}, {200, "{}"});
  script.on("GET /rest/api/3/issue/10001/comment", {200, "{}"});
  script.on("GET /rest/api/3/issue/10002/changelog", {200, "{'total':0,'values':[]}"});
  const auto reading = connector.read(std::vector<std::string>{"10001", "10002"});
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->unreadable, SizeIs(2));
  EXPECT_THAT(comment_ids(reading->issues[0].issue), ElementsAre("1"));
  EXPECT_THAT(history_ids(reading->issues[1].issue), ElementsAre("203"));
}

TEST_F(JiraCloudRead, CommentsThatDoNotComeAreTold) {
  const std::string fields = "'comment':{'comments':[" + comment(1) + "],'total':2},";
  script.on(std::string{kBulk},
            {200, "{'issues':[" + test::issue_json({.number = 1, .fields = fields}) + "]}"});
  script.on("GET /rest/api/3/issue/10001/comment", {403, "{'errorMessages':['no']}"});
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_TRUE(reading);
  EXPECT_THAT(comment_ids(reading->issues[0].issue), ElementsAre("1"));
  ASSERT_THAT(reading->unreadable, SizeIs(1));
  EXPECT_EQ(reading->unreadable[0].what, "the comments of T-1");
  EXPECT_EQ(reading->issues[0].mark, "");
}

}  // namespace
}  // namespace stint::tracker
