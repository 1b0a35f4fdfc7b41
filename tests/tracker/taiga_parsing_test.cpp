// Projects, items and histories of Taiga, as JSON.
#include <gmock/gmock.h>

#include "support/jira.h"
#include "tracker/taiga/api.h"
#include "tracker/taiga/history.h"
#include "tracker/taiga/item.h"
#include "tracker/taiga/project.h"

namespace stint::tracker::taiga {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view text) {
  return parse_iso_instant(text).value();
}

struct Json {
  json::Parser parser;
  json::Value root;
  explicit Json(std::string_view text) { root = parser.parse(test::with_quotes(std::string{text})).value(); }
};

ProjectTables project() {
  return read_project(Json{R"({'id':1,'slug':'shop','name':'The Shop','is_backlog_activated':true,
    'us_statuses':[{'id':2,'name':'Groomed','order':2,'is_closed':false},{'id':1,'name':'Ideas','order':1,'is_closed':false},
      {'id':3,'name':'In progress','order':3,'is_closed':false},{'id':4,'name':'Done','order':4,'is_closed':true}],
    'task_statuses':[{'id':1,'name':'New','order':1,'is_closed':false},{'id':2,'name':'done','order':2,'is_closed':true}],
    'issue_statuses':[],'epic_statuses':[],
    'points':[{'id':10,'name':'?','order':1,'value':null},{'id':11,'name':'1/2','order':2,'value':0.5},{'id':12,'name':'3','order':3,'value':3.0}],
    'roles':[{'id':1,'name':'Back','computable':true,'order':1},{'id':2,'name':'Boss','computable':false,'order':2}],
    'issue_types':[{'id':7,'name':'Bug'}],'priorities':[{'id':8,'name':'High'}],
    'members':[{'id':5,'full_name_display':'Ann A','username':'ann'}],
    'userstory_custom_attributes':[{'id':3,'name':'Score','type':'number'},{'id':4,'name':'acceptance criteria','type':'richtext'}]})"}
                          .root)
      .value();
}

std::vector<std::string> shown(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes) {
    const auto side = [](const std::string& id, const std::string& text) {
      return id.empty() || id == text ? text : id + "(" + text + ")";
    };
    lines.push_back(change.history_id + "." + std::to_string(change.position) + " " +
                    (change.field_id.empty() ? change.field : change.field_id) + ": " +
                    side(change.from, change.from_text) + " > " + side(change.to, change.to_text));
  }
  return lines;
}

TEST(TaigaKinds, IdsNameTheirKind) {
  const auto id = parse_item_id("task:34");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->kind, Kind::task);
  EXPECT_EQ(id->number, 34);
  for (const std::string_view wrong : {"34", "us:", "us:x", "sprint:1", ":1", "us:1 "})
    EXPECT_FALSE(parse_item_id(wrong)) << wrong;
}

TEST(TaigaProject, OpenStatusesAreJudgedByNameThenOrder) {
  const ProjectTables read = project();
  std::vector<std::string> lines;
  for (const Status& status : read.statuses.at(Kind::story)) {
    lines.push_back(status.id + " " + status.name + " " + std::to_string(static_cast<int>(status.category)));
  }
  // Ideas comes first, so it is to do; of Groomed nothing is known.
  EXPECT_THAT(lines, ElementsAre("us:1 Ideas 1", "us:2 Groomed 2", "us:3 In progress 2", "us:4 Done 3"));
}

TEST(TaigaProject, StatusesOfOneNameShareAColumn) {
  Catalogue catalogue;
  describe(project(), catalogue);
  const Board& board = catalogue.boards.front();
  EXPECT_EQ(board.id, "1");
  EXPECT_EQ(board.project_key, "shop");
  EXPECT_EQ(board.estimation_field, "points");
  ASSERT_EQ(board.columns.size(), 4U);
  EXPECT_THAT(board.columns[3].status_ids, ElementsAre("us:4", "task:2"));
  EXPECT_EQ(catalogue.fields[0].id, "us_attribute:3");
  EXPECT_EQ(catalogue.people[0].name, "Ann A");
}

TEST(TaigaMilestone, HasWholeDaysAndAState) {
  const Json json{
      "{'id':9,'name':'S1','project':1,'closed':false,'estimated_start':'2026-01-05','estimated_finish':'"
      "2026-01-18'}"};
  const Sprint sprint = read_milestone(json.root, at("2026-01-04T12:00:00Z"));
  EXPECT_EQ(sprint.id, "9");
  EXPECT_EQ(sprint.board_id, "1");
  EXPECT_EQ(sprint.state, SprintState::future);
  EXPECT_EQ(sprint.end, at("2026-01-18T23:59:59.999Z"));
  EXPECT_EQ(read_milestone(json.root, at("2026-01-05T12:00:00Z")).state, SprintState::active);
  EXPECT_EQ(read_milestone(json.root, {}).state, SprintState::active);
  EXPECT_EQ(read_milestone(Json{"{'id':9,'closed':true}"}.root, {}).state, SprintState::closed);
}

TEST(TaigaItem, AStoryIsReadWhole) {
  const Json json{
      R"({'id':12,'ref':5,'version':3,'project':1,'project_extra_info':{'slug':'shop','name':'The Shop'},
    'subject':'Sell it','description':'# Why\n- one','status':4,'status_extra_info':{'name':'Done','is_closed':true},
    'created_date':'2026-01-01T00:00:00.123Z','modified_date':'2026-01-09T00:00:00.456Z','finish_date':'2026-01-08T00:00:00Z',
    'due_date':'2026-02-01','assigned_to':5,'assigned_to_extra_info':{'id':5,'full_name_display':'Ann A'},'owner':6,
    'milestone':9,'total_points':3.5,'is_blocked':true,'tags':[['red',null],['blue','#fff']],
    'epics':[{'id':15,'ref':2,'project':{'slug':'shop'}},{'id':16,'ref':3,'project':{'slug':'other'}}]})"};
  const auto record = read_item(Kind::story, json.root, project());
  ASSERT_TRUE(record) << record.error().to_string();
  const Issue& issue = record->issue;
  EXPECT_EQ(issue.id, "us:12");
  EXPECT_EQ(issue.key, "shop#5");
  EXPECT_EQ(record->mark, "3@2026-01-09T00:00:00.456Z");
  EXPECT_EQ(issue.type, "User Story");
  EXPECT_EQ(issue.status.id, "us:4");
  EXPECT_EQ(issue.resolution, "Done");
  EXPECT_EQ(issue.resolved, at("2026-01-08"));
  EXPECT_EQ(issue.due, at("2026-02-01"));
  EXPECT_EQ(issue.assignee.name, "Ann A");
  EXPECT_EQ(issue.reporter.id, "6");
  EXPECT_EQ(issue.parent_id, "epic:15");
  EXPECT_EQ(issue.parent_key, "shop#2");
  EXPECT_THAT(issue.links, ElementsAre(Link{"Epic", "is part of", false, "epic:16", "other#3"}));
  EXPECT_EQ(issue.description, "# Why\n- one");
  EXPECT_TRUE(issue.flagged);
  EXPECT_THAT(issue.numbers, ElementsAre(NumberField{"points", 3.5}));
  EXPECT_THAT(issue.sprint_ids, ElementsAre("9"));
  EXPECT_THAT(issue.labels, ElementsAre("red", "blue"));
}

TEST(TaigaItem, TasksAndIssuesHaveTheirOwn) {
  const auto task = read_item(
      Kind::task,
      Json{
          R"({'id':1,'ref':6,'created_date':'2026-01-01T00:00:00Z','user_story':12,'user_story_extra_info':{'ref':5},
                          'status':99,'status_extra_info':{'name':'Odd','is_closed':false}})"}
          .root,
      project());
  ASSERT_TRUE(task);
  EXPECT_TRUE(task->issue.subtask);
  EXPECT_EQ(task->issue.parent_id, "us:12");
  EXPECT_EQ(task->issue.parent_key, "shop#5");
  EXPECT_EQ(task->issue.status.name, "Odd");
  EXPECT_EQ(task->issue.status.category, StatusCategory::in_progress);
  const auto issue = read_item(
      Kind::issue,
      Json{"{'id':1,'ref':7,'created_date':'2026-01-01T00:00:00Z','type':7,'priority':8,'user_story':null}"}
          .root,
      project());
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->issue.type, "Bug");
  EXPECT_EQ(issue->issue.priority, "High");
  EXPECT_FALSE(read_item(Kind::issue, Json{"{'id':1,'ref':7}"}.root, project()));
}

TEST(TaigaItem, AttributesAreNumbersAndCriteria) {
  Issue issue;
  const ProjectTables tables = project();
  EXPECT_TRUE(has_attributes(Kind::story, tables));
  EXPECT_FALSE(has_attributes(Kind::task, tables));
  read_attributes(Kind::story, Json{"{'attributes_values':{'3':'4.5','4':'- a','99':'x'}}"}.root, tables,
                  issue);
  EXPECT_THAT(issue.numbers, ElementsAre(NumberField{"us_attribute:3", 4.5}));
  EXPECT_EQ(issue.acceptance_criteria, "- a");
}

TEST(TaigaHistory, EntriesBecomeChangesAndComments) {
  const Json json{R"([
    {'id':'e0','type':2,'created_at':'2026-01-01T00:00:00Z','user':{'pk':5,'name':'Ann A'},'comment':'','diff':{'subject':[null,'x']},'values':{}},
    {'id':'e1','type':1,'created_at':'2026-01-02T00:00:00Z','user':{'pk':5,'name':'Ann A'},'comment':'','delete_comment_date':null,
      'diff':{'status':[1,4],'milestone':[null,9],'assigned_to':[null,5],'points':[{'1':10},{'1':12,'2':11}],'description':['a','b'],
        'description_html':['<p>a</p>','<p>b</p>'],'is_closed':[false,true],'kanban_order':[1,2],'tags':[['x'],['x','y']],
        'custom_attributes':[[{'id':3,'name':'Score','value':'1'}],[{'id':3,'name':'Score','value':'2'}]]},
      'values':{'status':{'1':'Ideas','4':'Done'},'milestone':{'9':'S1'},'users':{'5':'Ann A'},'points':{'10':'?','12':'3','11':'1/2'}}},
    {'id':'e2','type':1,'created_at':'2026-01-03T00:00:00Z','user':{'pk':6,'name':'Bob'},'comment':'Waiting','delete_comment_date':null,
      'diff':{'is_blocked':[false,true],'blocked_note':['','no key']},'values':{}},
    {'id':'e3','type':1,'created_at':'2026-01-04T00:00:00Z','user':{'pk':6},'comment':'oops','delete_comment_date':'2026-01-05T00:00:00Z','diff':{},'values':{}},
    {'id':'e4','type':1,'created_at':'2026-01-05T00:00:00Z','user':{'pk':6},'comment':'','diff':{'is_blocked':[true,false],'blocked_note':['no key','']},'values':{}}])"};
  History history;
  ASSERT_TRUE(read_history(Kind::story, json.root, project(), history));
  EXPECT_THAT(
      shown(history.changes),
      ElementsAre("e1.0 status: us:1(Ideas) > us:4(Done)", "e1.1 resolution:  > Done",
                  "e1.2 milestone:  > 9(S1)", "e1.3 assignee:  > 5(Ann A)", "e1.4 points:  > 3.5",
                  "e1.5 description: a > b", "e1.6 Rank: 1 > 2", "e1.7 labels: x > x, y",
                  "e1.8 us_attribute:3: 1 > 2", "e2.0 is_blocked:  > no key", "e4.0 is_blocked: no key > "));
  EXPECT_EQ(history.changes[2].field, "Sprint");
  EXPECT_EQ(history.changes[4].field, "Story Points");
  EXPECT_EQ(history.changes[9].field, "Flagged");
  EXPECT_THAT(history.comments, ElementsAre(Comment{"e2", at("2026-01-03"), "6", false, "Waiting"}));
  EXPECT_EQ(history.people.size(), 2U);
}

TEST(TaigaHistory, PointsThatAreGoneAreReadByName) {
  History history;
  ASSERT_TRUE(read_history(Kind::story,
                           Json{"[{'id':'e','created_at':'2026-01-02T00:00:00Z','diff':{'points':[{'1':77},{'"
                                "1':78}]},'values':{'points':{'77':'1/2','78':'XL'}}}]"}
                               .root,
                           project(), history));
  EXPECT_THAT(shown(history.changes), ElementsAre("e.0 points: 0.5 > "));
}

TEST(TaigaErrors, AreReadInTheirThreeForms) {
  EXPECT_EQ(words_of_error(R"({"_error_message":"No.","_error_type":"x"})"), "No.");
  EXPECT_EQ(words_of_error(R"({"subject":["This field is required."],"status":"bad"})"),
            "subject: This field is required.; status: bad");
  EXPECT_EQ(words_of_error("<html>"), "");
  RestFault fault;
  fault.status = 400;
  fault.body = R"({"version":["The version doesn't match with the current one"]})";
  EXPECT_TRUE(is_conflict(fault));
  fault.body = R"({"subject":["no"]})";
  EXPECT_FALSE(is_conflict(fault));
}

}  // namespace
}  // namespace stint::tracker::taiga
