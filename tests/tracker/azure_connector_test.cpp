// Reading Azure DevOps: what its connector asks, and what it makes of the answers.
#include <gmock/gmock.h>

#include "tracker/azure_script.h"

namespace stint::tracker {
namespace {

using test::created_update;
using test::kBatch;
using test::work_item;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using AzureConnector = test::AzureScript;

TEST_F(AzureConnector, SignsWithAnEmptyUser) {
  script.on("GET /_apis/connectionData?api-version=7.1-preview",
            {{200,
              "{'authenticatedUser':{'id':'guid-1','providerDisplayName':'Ann'},'deploymentType':'hosted'}",
              {{"Date", "Fri, 20 Nov 2026 09:15:30 GMT"}}}});
  const auto account = connector.account();
  ASSERT_TRUE(account) << account.error().to_string();
  EXPECT_EQ(account->id, "guid-1");
  EXPECT_EQ(account->name, "Ann");
  EXPECT_EQ(account->version, "Azure DevOps Services, API 7.1");
  EXPECT_EQ(account->server_time, parse_iso_instant("2026-11-20T09:15:30Z"));
  // ":canary-pat"
  EXPECT_EQ(script.asked().front().authorization, "Basic OmNhbmFyeS1wYXQ=");
}

TEST_F(AzureConnector, ASignInPageIsABadToken) {
  script.on("GET /_apis/connectionData?api-version=7.1-preview",
            {{203, "<html>Sign In</html>", {{"Content-Type", "text/html; charset=utf-8"}}}});
  const auto account = connector.account();
  ASSERT_FALSE(account);
  EXPECT_EQ(account.error().code, ErrorCode::authentication);
  EXPECT_THAT(account.error().to_string(), HasSubstr("personal access token"));
  EXPECT_THAT(account.error().to_string(), Not(HasSubstr("canary")));
  EXPECT_EQ(script.asked().size(), 1U);
}

TEST_F(AzureConnector, AnOlderServerIsSpokenToInItsVersion) {
  script.on(
      "GET /_apis/connectionData?api-version=7.1-preview",
      {{400,
        "{'message':'The requested REST API version of 7.1 is out of range for this server. The latest REST "
        "API version this server supports is 6.0.','typeKey':'VssVersionOutOfRangeException'}"}});
  script.on(
      "GET /_apis/connectionData?api-version=6.0-preview",
      "{'authenticatedUser':{'id':'guid-1','providerDisplayName':'Ann'},'deploymentType':'onPremises'}");
  const auto account = connector.account();
  ASSERT_TRUE(account) << account.error().to_string();
  EXPECT_EQ(account->version, "Azure DevOps Server, API 6.0");
}

TEST_F(AzureConnector, ListsIdsAlone) {
  const std::string query = "POST /_apis/wit/wiql?timePrecision=true&$top=19999&api-version=7.1";
  script.on(query, "{'workItems':[{'id':3},{'id':12}]}");
  Scope scope;
  scope.projects = {"My Fab", "O'Hara"};
  const auto listing = connector.list(scope, "2");
  ASSERT_TRUE(listing) << listing.error().to_string();
  ASSERT_EQ(listing->entries.size(), 2U);
  EXPECT_EQ(listing->entries[1].id, "12");
  EXPECT_EQ(listing->entries[1].mark, "");
  EXPECT_EQ(listing->next, "");
  EXPECT_EQ(
      script.body_of(query),
      R"({"query":"SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] IN ('My Fab', 'O''Hara') AND )"
      R"([System.Id] > 2 ORDER BY [System.Id]"})");
  EXPECT_EQ(script.asked().size(), 1U);
}

TEST_F(AzureConnector, ListsChangesWithTheirRevisions) {
  const std::string query = "POST /_apis/wit/wiql?timePrecision=true&$top=1000&api-version=7.1";
  std::string ids;
  for (int id = 1; id <= 1000; ++id) ids += (id > 1 ? ",{'id':" : "{'id':") + std::to_string(id) + "}";
  script.on(query, "{'workItems':[" + ids + "]}");
  script.on(std::string{kBatch},
            {{200, "{'value':[{'id':2,'rev':7},null,{'id':1,'rev':5}]}"}, {200, "{'value':[]}"}});
  Scope scope;
  scope.since = parse_iso_instant("2026-01-02T03:04:05.678Z");
  const auto listing = connector.list(scope, "");
  ASSERT_TRUE(listing) << listing.error().to_string();
  EXPECT_EQ(listing->entries[0].mark, "5");
  EXPECT_EQ(listing->entries[1].mark, "7");
  EXPECT_EQ(listing->entries[2].mark, "");
  EXPECT_EQ(listing->next, "1000");
  EXPECT_EQ(script.asked().size(), 6U);
  EXPECT_THAT(script.body_of(query), HasSubstr("[System.ChangedDate] >= '2026-01-02T03:04:05.678Z'"));
  EXPECT_THAT(script.body_of(std::string{kBatch}),
              HasSubstr(R"(,1000],"fields":["System.Id","System.Rev"],"errorPolicy":"omit"})"));
}

TEST_F(AzureConnector, ReadsAllOfAnItem) {
  script.on(std::string{kBatch}, "{'value':[null," + work_item(12, 201, 2) + "]}");
  std::string updates = created_update(12);
  for (int id = 2; id <= 200; ++id) {
    updates +=
        ",{'id':" + std::to_string(id) + ",'rev':" + std::to_string(id) +
        ",'revisedDate':'2026-01-02T00:00:00Z','fields':{'System.Title':{'oldValue':'a','newValue':'b'}}}";
  }
  const std::string page = "GET /My%20Fab/_apis/wit/workItems/12/updates?$top=200&$skip=";
  script.on(page + "0&api-version=7.1", "{'value':[" + updates + "]}");
  script.on(page + "200&api-version=7.1",
            {{200, "{'value':[{'id':201,'rev':201,'revi"},
             {200,
              "{'value':[{'id':201,'rev':201,'revisedDate':'9999-01-01T00:00:00Z','fields':{"
              "'System.ChangedDate':{'newValue':'2026-01-03T00:00:00Z'},'System.State':{'oldValue':'New','"
              "newValue':'Done'},"
              "'System.Reason':{'oldValue':'','newValue':'Fixed'}}}]}"}});
  const std::string comments = "GET /My%20Fab/_apis/wit/workItems/12/comments?$top=200&order=asc";
  script.on(
      comments + "&api-version=7.1-preview.4",
      "{'comments':[{'id':1,'text':'one','createdDate':'2026-01-01T00:00:00Z'}],'continuationToken':'a b'}");
  script.on(comments + "&continuationToken=a%20b&api-version=7.1-preview.4",
            "{'comments':[{'id':1,'text':'one','createdDate':'2026-01-01T00:00:00Z'},{'id':2,'text':'two','"
            "createdDate':'2026-01-02T00:00:00Z'}]}");
  script.on("GET /_apis/wit/workitems/11?$expand=all&api-version=7.1",
            {{404, "{'message':'TF401232: Work item 11 does not exist'}"}});
  const std::vector<std::string> ids{"11", "12", "us:1"};
  const auto reading = connector.read(ids);
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(reading->gone, ElementsAre("11", "us:1"));
  EXPECT_THAT(reading->unreadable, IsEmpty());
  ASSERT_EQ(reading->issues.size(), 1U);
  const IssueRecord& record = reading->issues.front();
  EXPECT_EQ(record.mark, "201");
  ASSERT_EQ(record.issue.changes.size(), 201U);
  EXPECT_EQ(record.issue.changes.back().field, "resolution");
  EXPECT_EQ(record.issue.changes.back().to_text, "Fixed");
  EXPECT_TRUE(record.issue.has_history);
  ASSERT_EQ(record.issue.comments.size(), 2U);
  EXPECT_EQ(record.issue.comments[1].body, "two");
  EXPECT_EQ(script.body_of(std::string{kBatch}), R"({"ids":[11,12],"$expand":"all","errorPolicy":"omit"})");
}

TEST_F(AzureConnector, WhatIsNotReadWholeIsReadLater) {
  script.on(std::string{kBatch},
            "{'value':[" + work_item(1, 2) + "," + work_item(2, 1) + "," + work_item(3, 1) + "]}");
  const auto updates = [](int id) {
    return "GET /My%20Fab/_apis/wit/workItems/" + std::to_string(id) +
           "/updates?$top=200&$skip=0&api-version=7.1";
  };
  script.on(updates(1), "{'value':[" + created_update(1) + "]}");  // ends before the item's revision
  script.on(updates(2), {{503, "{}"}});
  script.on(updates(3), {{403, "{'message':'TF50309: no'}"}});
  const std::vector<std::string> ids{"1", "3"};
  auto reading = connector.read(ids);
  ASSERT_TRUE(reading) << reading.error().to_string();
  ASSERT_EQ(reading->unreadable.size(), 2U);
  EXPECT_EQ(reading->unreadable[0].error.message, "it ends at revision 1 of 2");
  EXPECT_THAT(reading->unreadable[1].error.message, HasSubstr("TF50309"));
  // Only what will not come later either is taken without it.
  ASSERT_EQ(reading->issues.size(), 1U);
  EXPECT_EQ(reading->issues[0].issue.id, "3");

  const std::string second = "2";
  reading = connector.read(std::span{&second, 1});
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_TRUE(reading->issues.empty());
  ASSERT_EQ(reading->unreadable.size(), 1U);
  EXPECT_EQ(reading->unreadable[0].issue, "2");
}

TEST_F(AzureConnector, DiscoversWhatIsAroundWorkItems) {
  script.on("GET /_apis/projects?$top=200&$skip=0&api-version=7.1",
            "{'value':[{'id':'p1','name':'My Fab'}]}");
  script.on("GET /_apis/projects/My%20Fab/teams?$top=200&$skip=0&api-version=7.1",
            "{'value':[{'id':'t1','name':'Team'}]}");
  script.on("GET /My%20Fab/t1/_apis/work/teamsettings/iterations?api-version=7.1",
            "{'value':[{'id':'g5','path':'My Fab\\\\S1','attributes':{'timeFrame':'past'}}]}");
  script.on("GET /My%20Fab/t1/_apis/work/backlogconfiguration?api-version=7.1",
            "{'requirementBacklog':{'name':'Backlog "
            "items'},'backlogFields':{'typeFields':{'Effort':'Microsoft.VSTS.Scheduling.Effort'}}}");
  script.on("GET /My%20Fab/t1/_apis/work/boards/Backlog%20items/columns?api-version=7.1",
            "{'value':[{'name':'Doing','stateMappings':{'Bug':'New'}}]}");
  script.on("GET /_apis/projects/My%20Fab/teams/t1/members?$top=200&api-version=7.1",
            "{'value':[{'identity':{'id':'guid-1','displayName':'Ann'}}]}");
  script.on("GET /My%20Fab/_apis/wit/classificationnodes/iterations?$depth=20&api-version=7.1",
            {{403, "{'message':'no'}"}});
  const auto catalogue = connector.discover({});
  ASSERT_TRUE(catalogue) << catalogue.error().to_string();
  EXPECT_EQ(catalogue->projects.front().key, "My Fab");
  ASSERT_EQ(catalogue->boards.size(), 1U);
  EXPECT_EQ(catalogue->boards[0].id, "t1");
  EXPECT_EQ(catalogue->boards[0].type, "scrum");
  EXPECT_EQ(catalogue->boards[0].estimation_field, "Microsoft.VSTS.Scheduling.Effort");
  EXPECT_THAT(catalogue->boards[0].columns[0].status_ids, ElementsAre("New"));
  EXPECT_EQ(catalogue->statuses.size(), 2U);
  EXPECT_EQ(catalogue->people.front().name, "Ann");
  ASSERT_EQ(catalogue->unreadable.size(), 1U);
  EXPECT_EQ(catalogue->unreadable[0].what, "iterations of My Fab");
}

// Of teams' sprints, without those that had ended.
TEST_F(AzureConnector, ReadsCapacitiesOfSprintsThatHadNotEnded) {
  script.on("GET /_apis/projects/My%20Fab/teams?$top=200&$skip=0&api-version=7.1",
            "{'value':[{'id':'t1','name':'Team'},{'id':'t2','name':'Others'}]}");
  script.on("GET /My%20Fab/t1/_apis/work/teamsettings/iterations?api-version=7.1",
            "{'value':[{'id':'g5','attributes':{'finishDate':'2026-01-18T00:00:00Z','timeFrame':'past'}},"
            "{'id':'g6','attributes':{'finishDate':'2026-02-01T00:00:00Z','timeFrame':'current'}}]}");
  script.on("GET /My%20Fab/t2/_apis/work/teamsettings/iterations?api-version=7.1",
            "{'value':[{'id':'g6','attributes':{}},{'id':'g5','attributes':{}}]}");
  for (const char* team : {"t1", "t2"}) {
    script.on(std::string{"GET /My%20Fab/"} + team + "/_apis/work/backlogconfiguration?api-version=7.1",
              "{}");
    script.on(std::string{"GET /_apis/projects/My%20Fab/teams/"} + team + "/members?$top=200&api-version=7.1",
              "{'value':[]}");
  }
  script.on("GET /My%20Fab/_apis/wit/classificationnodes/iterations?$depth=20&api-version=7.1",
            "{'id':1,'identifier':'g1','name':'My Fab','children':["
            "{'id':5,'identifier':'g5','name':'S1'},{'id':6,'identifier':'g6','name':'S2'}]}");
  const std::string of_team = "GET /My%20Fab/t1/_apis/work/teamsettings/iterations/g6/";
  script.on(
      of_team + "capacities?api-version=7.1",
      "{'teamMembers':[{'teamMember':{'id':'a','displayName':'Ann'},'activities':[{'capacityPerDay':5}],"
      "'daysOff':[]}]}");
  script.on(of_team + "teamdaysoff?api-version=7.1",
            "{'daysOff':[{'start':'2026-01-20T00:00:00Z','end':'2026-01-20T00:00:00Z'}]}");
  // Refused once, it is not asked for again.
  script.on("GET /My%20Fab/t2/_apis/work/teamsettings/iterations/g6/capacities?api-version=7.1",
            {{403, "{'message':'no'}"}});
  Scope scope;
  scope.projects = {"My Fab"};
  scope.since = parse_iso_instant("2026-01-19");
  const auto catalogue = connector.discover(scope);
  ASSERT_TRUE(catalogue) << catalogue.error().to_string();
  const auto day = std::chrono::floor<std::chrono::days>(*parse_iso_instant("2026-01-20"));
  EXPECT_THAT(catalogue->capacities, ElementsAre(SprintCapacity{"6", "t1", {{"a", 5, {}}}, {{day, day}}}));
  EXPECT_THAT(catalogue->people, ElementsAre(::testing::Field(&Person::name, "Ann")));
  EXPECT_FALSE(catalogue->capacities_whole);
  ASSERT_EQ(catalogue->unreadable.size(), 1U);
  EXPECT_EQ(catalogue->unreadable[0].what, "capacities of team Others (My Fab)");
}

TEST_F(AzureConnector, SaysWhichPermissionIsMissing) {
  script.on("GET /_apis/connectionData?api-version=7.1-preview", "{'authenticatedUser':{'id':'guid-1'}}");
  script.on("POST /_apis/wit/wiql?timePrecision=true&$top=1&api-version=7.1", "{'workItems':[]}");
  script.on("GET /_apis/projects/My%20Fab/teams?$top=1&api-version=7.1", {{403, "{}"}});
  script.on("GET /My%20Fab/_apis/work/teamsettings/iterations?$timeframe=current&api-version=7.1",
            {{401, "{}"}});
  script.on("POST /My%20Fab/_apis/wit/workitems/$Task?validateOnly=true&api-version=7.1", {{403, "{}"}});
  Scope scope;
  scope.projects = {"My Fab"};
  const auto checks = connector.check_permissions(scope);
  ASSERT_TRUE(checks) << checks.error().to_string();
  std::vector<std::string> missing;
  for (const PermissionCheck& check : *checks) {
    if (!check.granted) missing.push_back(check.what + (check.needed_to_read ? " (read)" : " (write)"));
  }
  EXPECT_THAT(missing,
              ElementsAre("see the teams of My Fab (read)", "see the sprints and capacities of My Fab (read)",
                          "edit work items of My Fab (write)"));
}

}  // namespace
}  // namespace stint::tracker
