#include <gtest/gtest.h>
#include <string>

#include "support/jira.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/values.h"

namespace stint::tracker::jira {
namespace {

class JiraDefinitions : public ::testing::Test {
 protected:
  json::Value parse(std::string_view text) {
    const auto root = parser_.parse(test::with_quotes(text));
    EXPECT_TRUE(root) << root.error().to_string();
    return root.value_or(json::Value{});
  }

 private:
  json::Parser parser_;
};

TEST_F(JiraDefinitions, Sprints) {
  const auto value = parse(
      "{'id':8,'state':'CLOSED','name':'S','startDate':'2026-01-01T00:00:00.000Z','endDate':'2026-01-15T00:"
      "00:00.000Z',"
      "'activatedDate':'2026-01-01T00:00:00.500Z','completeDate':'2026-01-16T00:00:00.000Z','originBoardId':"
      "2,'goal':'g'}");
  ASSERT_TRUE(is_sprint(value));
  const Sprint sprint = read_sprint(value);
  EXPECT_EQ(sprint.id, "8");
  EXPECT_EQ(sprint.board_id, "2");
  EXPECT_EQ(sprint.state, SprintState::closed);
  EXPECT_EQ(sprint.goal, "g");
  EXPECT_EQ(format_iso(*sprint.start), "2026-01-01T00:00:00+00:00");
  EXPECT_EQ(format_iso(*sprint.activated), "2026-01-01T00:00:00.500+00:00");
  EXPECT_EQ(format_iso(*sprint.completed), "2026-01-16T00:00:00+00:00");
  EXPECT_EQ(read_sprint(parse("{'id':'8','state':'future','name':'S','boardId':'5'}")).board_id, "5");
  EXPECT_EQ(read_sprint(parse("{'id':'8','state':'future','name':'S','rapidViewId':6}")).board_id, "6");
  for (const char* text :
       {"{'id':8,'name':'S'}", "{'id':8,'state':'active'}", "{'state':'active','name':'S'}",
        "{'id':8,'state':'done','name':'S'}", "[]", "'x'", "null"}) {
    EXPECT_FALSE(is_sprint(parse(text))) << text;
  }
}

TEST_F(JiraDefinitions, Boards) {
  const auto value = parse(
      "{'id':1,'name':'B','type':'scrum','location':{'type':'project','key':'T'},'columnConfig':{'columns':["
      "{'name':'To do','statuses':[{'id':'1'},{'id':2}]},{'name':'Done','statuses':[]}]},"
      "'estimation':{'type':'field','field':{'fieldId':'customfield_10016','displayName':'Points'}}}");
  ASSERT_TRUE(is_board(value));
  const Board board = read_board(value);
  EXPECT_EQ(board.id, "1");
  EXPECT_EQ(board.project_key, "T");
  EXPECT_EQ(board.estimation_field, "customfield_10016");
  ASSERT_EQ(board.columns.size(), 2U);
  EXPECT_EQ(board.columns[0].status_ids, (std::vector<std::string>{"1", "2"}));
  const auto listed = parse("{'id':1,'name':'B','type':'kanban','location':{'projectKey':'T'}}");
  ASSERT_TRUE(is_board(listed));
  EXPECT_EQ(read_board(listed).project_key, "T");
  EXPECT_EQ(read_board(listed).estimation_field, "");
  EXPECT_EQ(read_board(parse("{'id':1,'name':'B','columnConfig':{},'estimation':{'type':'issueCount'}}"))
                .estimation_field,
            "issueCount");
  EXPECT_FALSE(is_board(parse("{'id':1,'name':'B','type':'scrum'}")));
  EXPECT_FALSE(is_board(parse("{'name':'B','columnConfig':{}}")));
}

TEST_F(JiraDefinitions, Statuses) {
  const auto value = parse("{'id':'3','name':'In Progress','statusCategory':{'key':'indeterminate'}}");
  ASSERT_TRUE(is_status(value));
  EXPECT_EQ(read_status(value).category, StatusCategory::in_progress);
  // /statuses/search gives the category as a word.
  const auto searched =
      parse("{'id':'3','name':'Erledigt','statusCategory':'DONE','scope':{'type':'GLOBAL'}}");
  ASSERT_TRUE(is_status(searched));
  EXPECT_EQ(read_status(searched).category, StatusCategory::done);
  EXPECT_EQ(category_of_key("new"), StatusCategory::todo);
  EXPECT_EQ(category_of_key("TODO"), StatusCategory::todo);
  EXPECT_EQ(category_of_key("IN_PROGRESS"), StatusCategory::in_progress);
  EXPECT_EQ(category_of_key("done"), StatusCategory::done);
  EXPECT_EQ(category_of_key("undefined"), StatusCategory::unknown);
  EXPECT_FALSE(is_status(parse("{'id':'3','name':'x'}")));
  EXPECT_FALSE(is_status(parse("{'name':'x','statusCategory':{}}")));
}

TEST_F(JiraDefinitions, Fields) {
  const auto value =
      parse("{'id':'customfield_1','name':'Story Points','custom':true,'schema':{'type':'number'}}");
  ASSERT_TRUE(is_field(value));
  EXPECT_EQ(read_field(value).name, "Story Points");
  EXPECT_EQ(read_field(value).type, "number");
  EXPECT_TRUE(is_field(parse("{'id':'thumbnail','name':'Images','navigable':true}")));
  EXPECT_FALSE(is_field(parse("{'id':'1','name':'Thing'}")));
  EXPECT_FALSE(is_field(parse("{'id':5,'name':'Thing','custom':true}")));
}

TEST_F(JiraDefinitions, People) {
  EXPECT_EQ(read_person(parse("{'accountId':'a','key':'k','name':'n','displayName':'D'}")).id, "a");
  EXPECT_EQ(read_person(parse("{'key':'k','name':'n'}")).id, "k");
  EXPECT_EQ(read_person(parse("{'key':'k'}")).name, "k");
  EXPECT_EQ(read_person(parse("{'displayName':'D'}")).id, "");
  EXPECT_FALSE(read_person(parse("{'accountId':'a','accountType':'customer'}")).bot);
  EXPECT_EQ(read_person(parse("null")).id, "");
}

}  // namespace
}  // namespace stint::tracker::jira
