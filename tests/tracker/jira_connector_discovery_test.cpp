// What a Jira site tells of itself, of us, and of what it defines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/nlohmann/json_document.h"
#include "tracker/jira/cloud.h"
#include "tracker/jira_script.h"

namespace stint::tracker {
namespace {

using test::JiraQuestion;
using test::JiraReply;
using test::ScriptedJira;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(JiraAccount, SaysWhoWeAreOnCloud) {
  ScriptedJira jira{Product::jira_cloud};
  jira.script.on(
      "GET /rest/api/3/myself",
      {200, "{'accountId':'u1','displayName':'Ann','timeZone':'Europe/Berlin','accountType':'atlassian'}"});
  jira.script.on(
      "GET /rest/api/3/serverInfo",
      {200, "{'deploymentType':'Cloud','version':'1001.0.0','serverTime':'2026-01-01T02:00:00.000+0100'}"});
  const auto account = jira.connector->account();
  ASSERT_TRUE(account) << account.error().to_string();
  EXPECT_EQ(account->id, "u1");
  EXPECT_EQ(account->name, "Ann");
  EXPECT_EQ(account->time_zone, "Europe/Berlin");
  EXPECT_EQ(account->version, "Jira Cloud");
  EXPECT_EQ(account->server_time, parse_iso_instant("2026-01-01T01:00:00Z"));
}

TEST(JiraAccount, SaysWhichServerItIs) {
  ScriptedJira jira{Product::jira_data_center};
  jira.script.on("GET /rest/api/2/myself", {200, "{'key':'JIRAUSER1','name':'ann','displayName':'Ann'}"});
  jira.script.on("GET /rest/api/2/serverInfo", {200, "{'deploymentType':'Server','version':'9.12.4'}"});
  const auto account = jira.connector->account();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->id, "JIRAUSER1");
  EXPECT_EQ(account->version, "Jira Data Center 9.12.4");
  EXPECT_EQ(account->server_time, std::nullopt);
  jira.script.on("GET /rest/api/2/serverInfo", {200, "{'deploymentType':'Cloud'}"});
  EXPECT_THAT(jira.connector->account().error().hint, HasSubstr("jira-cloud"));
}

TEST(JiraAccount, WrongCredentialsAndAddresses) {
  ScriptedJira jira{Product::jira_cloud};
  jira.script.on("GET /rest/api/3/myself", {401, "{'message':'Client must be authenticated'}"});
  const auto refused = jira.connector->account();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::authentication);
  EXPECT_THAT(refused.error().message, HasSubstr("Client must be authenticated"));
  jira.script.on("GET /rest/api/3/myself", {404, ""});
  EXPECT_THAT(jira.connector->account().error().hint, HasSubstr("jira-data-center"));
  jira.script.on("GET /rest/api/3/myself", {200, "{'hello':'world'}"});
  EXPECT_EQ(jira.connector->account().error().code, ErrorCode::not_found);
}

struct JiraDiscovery : ::testing::Test {
  ScriptedJira jira{Product::jira_cloud};
  test::JiraScript& script = jira.script;

  JiraDiscovery() {
    script.on("GET /rest/api/3/field", {200,
                                        "[{'id':'customfield_7','name':'Story Points','custom':true,"
                                        "'schema':{'type':'number'}},{'id':'summary','name':'Summary'}]"});
    script.on("GET /rest/api/3/status",
              {200,
               "[{'id':'1','name':'To "
               "Do','statusCategory':{'key':'new'}},{'id':'3','name':'Done','statusCategory':{"
               "'key':'done'}}]"});
    script.on("GET /rest/api/3/project/search",
              {200, "{'isLast':true,'values':[{'id':'1','key':'PAY','name':'Payments'}]}"});
    script.on("GET /rest/agile/1.0/board", {200, "{'isLast':true,'values':[]}"});
  }

  Catalogue discover(const Scope& scope) {
    auto catalogue = jira.connector->discover(scope);
    EXPECT_TRUE(catalogue) << catalogue.error().to_string();
    return catalogue ? std::move(*catalogue) : Catalogue{};
  }
};

TEST_F(JiraDiscovery, FieldsStatusesAndProjects) {
  const Catalogue found = discover({{"PAY", "NO"}, {}, false});
  ASSERT_THAT(found.fields, SizeIs(2));
  EXPECT_EQ(found.fields[0].name, "Story Points");
  EXPECT_EQ(found.fields[0].type, "number");
  ASSERT_THAT(found.statuses, SizeIs(2));
  EXPECT_EQ(found.statuses[1].category, StatusCategory::done);
  ASSERT_THAT(found.projects, SizeIs(1));
  EXPECT_EQ(found.projects[0].name, "Payments");
  ASSERT_THAT(found.unreadable, SizeIs(1));
  EXPECT_EQ(found.unreadable[0].what, "project NO");
  EXPECT_THAT(script.asked("GET /rest/api/3/project/search?keys=PAY&keys=NO&startAt=0&maxResults=50"),
              SizeIs(1));
}

TEST_F(JiraDiscovery, AllSprintsOfAllBoardsOnAllPages) {
  script.on("GET /rest/agile/1.0/board?projectKeyOrId=PAY&startAt=0&maxResults=50",
            {200,
             "{'isLast':false,'maxResults':1,'values':[{'id':5,'name':'Team','type':'scrum','location':{'"
             "projectKey':'PAY'}}]}"});
  script.on("GET /rest/agile/1.0/board?projectKeyOrId=PAY&startAt=1&maxResults=50",
            {200, "{'isLast':false,'maxResults':1,'values':[{'id':6,'name':'Flow','type':'kanban'}]}"});
  script.on("GET /rest/agile/1.0/board?projectKeyOrId=PAY&startAt=2&maxResults=50",
            {200, "{'isLast':true,'maxResults':1,'values':[{'id':8,'name':'Simple','type':'simple'}]}"});
  script.on("GET /rest/agile/1.0/board/5/configuration",
            {200,
             "{'id':5,'name':'Team','columnConfig':{'columns':[{'name':'To Do','statuses':[{'id':'1'}]}]},"
             "'estimation':{'type':'field','field':{'fieldId':'customfield_7'}}}"});
  script.on("GET /rest/agile/1.0/board/6/configuration", {403, "{'errorMessages':['no licence']}"});
  script.on("GET /rest/agile/1.0/board/8/configuration",
            {200, "{'id':8,'name':'Simple','columnConfig':{'columns':[]}}"});
  const auto sprints = [](int from, int to, bool last) -> JiraReply {
    std::string values;
    for (int i = from; i < to; ++i) {
      values += (values.empty() ? "" : ",") + std::string{"{'id':"} + std::to_string(i) + ",'name':'S" +
                std::to_string(i) + "','state':'closed'}";
    }
    return {200, "{'isLast':" + std::string{last ? "true" : "false"} + ",'values':[" + values + "]}"};
  };
  script.on("GET /rest/agile/1.0/board/5/sprint?startAt=0&maxResults=50", sprints(100, 150, false));
  script.on("GET /rest/agile/1.0/board/5/sprint?startAt=50&maxResults=50", sprints(150, 200, false));
  script.on("GET /rest/agile/1.0/board/5/sprint?startAt=100&maxResults=50", sprints(200, 203, true));
  script.on("GET /rest/agile/1.0/board/8/sprint",
            {400, "{'errorMessages':['The board does not support sprints']}"});
  const Catalogue found = discover({{"PAY"}, {}, false});
  ASSERT_THAT(found.boards, SizeIs(3));
  EXPECT_EQ(found.boards[0].type, "scrum");
  EXPECT_EQ(found.boards[0].project_key, "PAY");
  EXPECT_EQ(found.boards[0].estimation_field, "customfield_7");
  EXPECT_THAT(found.boards[0].columns, SizeIs(1));
  EXPECT_EQ(found.boards[1].name, "Flow");
  EXPECT_THAT(found.sprints, SizeIs(103));
  EXPECT_EQ(found.sprints.back().id, "202");
  EXPECT_EQ(found.sprints.back().board_id, "5");
  ASSERT_THAT(found.unreadable, SizeIs(1));
  EXPECT_EQ(found.unreadable[0].what, "the configuration of board \"Flow\"");
  EXPECT_THAT(script.asked("GET /rest/agile/1.0/board/6/sprint"), IsEmpty());
}

TEST_F(JiraDiscovery, PagesThatNeverEndAreLeft) {
  script.on("GET /rest/agile/1.0/board",
            {200, "{'isLast':false,'values':[{'id':5,'name':'B','type':'kanban'}]}"});
  script.on("GET /rest/agile/1.0/board/5/configuration", {200, "{'id':5,'name':'B'}"});
  EXPECT_THAT(discover({}).boards, SizeIs(1));
  EXPECT_THAT(script.asked("GET /rest/agile/1.0/board"), SizeIs(2));
}

TEST_F(JiraDiscovery, WhatIsNotThereIsTold) {
  script.on("GET /rest/agile/1.0/board", {403, ""});
  script.on("GET /rest/api/3/project/search", {501, ""});
  const Catalogue found = discover({});
  ASSERT_THAT(found.unreadable, SizeIs(2));
  EXPECT_EQ(found.unreadable[0].what, "the list of projects");
  EXPECT_EQ(found.unreadable[1].what, "the boards");
  script.on("GET /rest/api/3/status", {401, ""});
  EXPECT_EQ(jira.connector->discover({}).error().code, ErrorCode::authentication);
}

TEST(JiraDataCenterDiscovery, ProjectsComeAtOnce) {
  ScriptedJira jira{Product::jira_data_center};
  jira.script.on("GET /rest/api/2/field", {200, "[]"});
  jira.script.on("GET /rest/api/2/status", {200, "[]"});
  jira.script.on("GET /rest/api/2/project", {200, "[{'key':'A','name':'Aa'},{'key':'B','name':'Bb'}]"});
  jira.script.on("GET /rest/agile/1.0/board", {200, "{'total':0,'values':[]}"});
  const auto found = jira.connector->discover({{"b"}, {}, false});
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_THAT(found->projects, SizeIs(1));
  EXPECT_EQ(found->projects[0].key, "B");
  EXPECT_EQ(jira.script.asked("GET /rest/api/2/project")[0].path, "/rest/api/2/project");
  EXPECT_THAT(found->unreadable, IsEmpty());
}

TEST(JiraPermissions, NamesWhatIsMissingAsJiraDoes) {
  ScriptedJira jira{Product::jira_cloud};
  jira.script.on(
      "GET /rest/api/3/mypermissions",
      {200,
       "{'permissions':{'BROWSE_PROJECTS':{'havePermission':true},'CREATE_ISSUES':{'name':'Create Issues',"
       "'havePermission':false},'EDIT_ISSUES':{'havePermission':true}}}"});
  jira.script.on("GET /rest/agile/1.0/board", {403, "{'message':'Unauthorized; scope does not match'}"});
  const auto checks = jira.connector->check_permissions({{"PAY"}, {}, false});
  ASSERT_TRUE(checks) << checks.error().to_string();
  ASSERT_THAT(*checks, SizeIs(10));
  EXPECT_EQ((*checks)[0].what, "see the issues of PAY");
  EXPECT_TRUE((*checks)[0].granted);
  EXPECT_TRUE((*checks)[0].needed_to_read);
  EXPECT_EQ((*checks)[0].hint, "");
  EXPECT_EQ((*checks)[1].what, "create issues of PAY");
  EXPECT_FALSE((*checks)[1].granted);
  EXPECT_FALSE((*checks)[1].needed_to_read);
  EXPECT_EQ((*checks)[1].hint,
            "the permission \"Create Issues\" is missing; a token with scopes needs write:jira-work");
  EXPECT_TRUE((*checks)[2].granted);
  EXPECT_EQ((*checks)[9].what, "see boards and sprints");
  EXPECT_FALSE((*checks)[9].granted);
  EXPECT_THAT((*checks)[9].hint, HasSubstr("scope does not match"));
  EXPECT_THAT(jira.script.asked("GET /rest/api/3/mypermissions")[0].path, HasSubstr("&projectKey=PAY"));
}

TEST(JiraPermissions, AProjectThatIsNotThere) {
  ScriptedJira jira{Product::jira_data_center};
  jira.script.on("GET /rest/api/2/mypermissions", {404, "{'errorMessages':['No project']}"});
  jira.script.on("GET /rest/agile/1.0/board", {200, "{'values':[]}"});
  const auto checks = jira.connector->check_permissions({{"NO"}, {}, false});
  ASSERT_TRUE(checks);
  ASSERT_THAT(*checks, SizeIs(2));
  EXPECT_FALSE((*checks)[0].granted);
  EXPECT_TRUE((*checks)[1].granted);
}

}  // namespace
}  // namespace stint::tracker
