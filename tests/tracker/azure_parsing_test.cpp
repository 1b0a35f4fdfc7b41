// Work items, histories, comments and definitions of Azure DevOps, as JSON.
#include <gmock/gmock.h>

#include "support/jira.h"
#include "tracker/azure/comments.h"
#include "tracker/azure/definitions.h"
#include "tracker/azure/relations.h"
#include "tracker/azure/updates.h"
#include "tracker/azure/wiql.h"
#include "tracker/azure/work_item.h"

namespace stint::tracker::azure {
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

WorkItemTypes agile() {
  WorkItemTypes types;
  types.read(Json{R"({'value':[
    {'name':'User Story','states':[{'name':'New','category':'Proposed'},{'name':'Active','category':'InProgress'},
      {'name':'Resolved','category':'Resolved'},{'name':'Closed','category':'Completed'},{'name':'Removed','category':'Removed'}],
      'transitions':{'':[{'to':'New'}],'New':[{'to':'New'},{'to':'Active'}],'Active':[{'to':'Closed'}]}},
    {'name':'Bug','states':[{'name':'New','category':'Proposed'},{'name':'Active','category':'InProgress'},
      {'name':'Resolved','category':'Resolved'},{'name':'Closed','category':'Completed'}]},
    {'name':'Task','states':[{'name':'New','category':'Proposed'},{'name':'Closed','category':'Completed'}]},
    {'name':'Theme','states':[{'name':'New','category':'Proposed'}]}]})"}
                 .root);
  types.read_categories(
      Json{R"({'value':[{'referenceName':'Microsoft.EpicCategory','workItemTypes':[{'name':'Theme'}]}]})"}
          .root);
  return types;
}

std::vector<std::string> shown(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes) {
    const auto side = [](const std::string& id, const std::string& text) {
      return id.empty() || id == text ? text : id + "(" + text + ")";
    };
    lines.push_back(change.history_id + "." + std::to_string(change.position) + " " +
                    format_iso(change.at).substr(11, 8) + " " +
                    (change.field_id.empty() ? change.field : change.field_id) + ": " +
                    side(change.from, change.from_text) + " > " + side(change.to, change.to_text));
  }
  return lines;
}

TEST(AzureTypes, StatesMeanWhatTheirCategorySays) {
  const WorkItemTypes types = agile();
  EXPECT_EQ(types.meaning("Bug", "Resolved"), (StateMeaning{StatusCategory::in_progress, false}));
  EXPECT_EQ(types.meaning("Task", "Closed"), (StateMeaning{StatusCategory::done, false}));
  // Of another type, and of none.
  EXPECT_EQ(types.meaning("Task", "Removed"), (StateMeaning{StatusCategory::done, true}));
  EXPECT_EQ(types.meaning("Bug", "In Progress"), (StateMeaning{StatusCategory::in_progress, false}));
  EXPECT_TRUE(types.is_epic("Theme"));
  EXPECT_FALSE(types.is_epic("User Story"));
  EXPECT_TRUE(types.is_epic("Feature"));
  EXPECT_TRUE(types.is_subtask("Task"));
}

TEST(AzureTypes, MostTypesDecideWhatAStatusIs) {
  WorkItemTypes types;
  types.read(Json{
      R"({'value':[{'name':'A','states':[{'name':'Ready','category':'InProgress'},{'name':'Odd','category':'Completed'}]},
                              {'name':'B','states':[{'name':'Ready','category':'Proposed'},{'name':'Odd','category':'Proposed'}]},
                              {'name':'C','states':[{'name':'Ready','category':'InProgress'}]}]})"}
                 .root);
  const auto statuses = statuses_of({&types});
  ASSERT_EQ(statuses.size(), 2U);
  EXPECT_EQ(statuses[0].id, "Ready");
  EXPECT_EQ(statuses[0].category, StatusCategory::in_progress);
  EXPECT_EQ(statuses[1].category, StatusCategory::todo);
}

TEST(AzureWorkItem, IsReadWhole) {
  const Json json{R"({'id':12,'rev':7,
    'multilineFieldsFormat':{'Microsoft.VSTS.Common.AcceptanceCriteria':'markdown'},
    'fields':{'System.TeamProject':'Fab','System.WorkItemType':'Bug','System.State':'Closed','System.Reason':'Fixed',
      'System.Title':'It breaks','Microsoft.VSTS.TCM.ReproSteps':'<p>Press <b>it</b></p>','Microsoft.VSTS.TCM.SystemInfo':'<div>Linux</div>',
      'Microsoft.VSTS.Common.AcceptanceCriteria':'- one\n- two',
      'System.AssignedTo':{'displayName':'Ann','id':'guid-ann','uniqueName':'ann@x.org','descriptor':'aad.abc'},
      'System.CreatedBy':{'displayName':'Build','id':'guid-bot','uniqueName':'x','descriptor':'svc.abc'},
      'System.CreatedDate':'2026-01-02T03:04:05.67Z','System.ChangedDate':'2026-02-02T03:04:05Z',
      'Microsoft.VSTS.Common.ClosedDate':'2026-02-01T00:00:00Z','Microsoft.VSTS.Common.Priority':2,
      'Microsoft.VSTS.Scheduling.StoryPoints':3.5,'Microsoft.VSTS.Common.StackRank':123.0,'Custom.Score':4,
      'System.Tags':'alpha; beta gamma','System.AreaPath':'Fab\\Web\\Shop','System.IterationId':55,'System.IterationPath':'Fab\\R1\\Sprint 2',
      'System.CommentCount':3,'Microsoft.VSTS.CMMI.Blocked':'Yes','Microsoft.VSTS.Build.FoundIn':'1.2'},
    'relations':[{'rel':'System.LinkTypes.Hierarchy-Reverse','url':'https://x/_apis/wit/workItems/2'},
      {'rel':'System.LinkTypes.Dependency-Reverse','url':'https://x/_apis/wit/workItems/9'},
      {'rel':'System.LinkTypes.Hierarchy-Forward','url':'https://x/_apis/wit/workItems/13'},
      {'rel':'AttachedFile','url':'https://x/_apis/wit/attachments/1'}]})"};
  const auto read = read_work_item(json.root, agile());
  ASSERT_TRUE(read) << read.error().to_string();
  const Issue& issue = read->record.issue;
  EXPECT_EQ(issue.id, "12");
  EXPECT_EQ(issue.key, "12");
  EXPECT_EQ(read->record.mark, "7");
  EXPECT_EQ(read->comments, 3);
  EXPECT_EQ(issue.project_key, "Fab");
  EXPECT_EQ(issue.type, "Bug");
  EXPECT_EQ(issue.status.id, "Closed");
  EXPECT_EQ(issue.status.category, StatusCategory::done);
  EXPECT_EQ(issue.resolution, "Fixed");
  EXPECT_EQ(issue.priority, "2");
  EXPECT_EQ(issue.created, at("2026-01-02T03:04:05.670Z"));
  EXPECT_EQ(issue.updated, at("2026-02-02T03:04:05Z"));
  EXPECT_EQ(issue.resolved, at("2026-02-01T00:00:00Z"));
  EXPECT_EQ(issue.assignee.id, "guid-ann");
  EXPECT_FALSE(issue.assignee.bot);
  EXPECT_TRUE(issue.reporter.bot);
  EXPECT_EQ(issue.parent_id, "2");
  EXPECT_EQ(issue.summary, "It breaks");
  EXPECT_EQ(issue.description, "Press **it**");
  EXPECT_EQ(issue.environment, "Linux");
  EXPECT_EQ(issue.acceptance_criteria, "- one\n- two");
  EXPECT_TRUE(issue.flagged);
  EXPECT_THAT(issue.numbers, ElementsAre(NumberField{"Microsoft.VSTS.Scheduling.StoryPoints", 3.5},
                                         NumberField{"Custom.Score", 4}));
  EXPECT_THAT(issue.sprint_ids, ElementsAre("55"));
  EXPECT_THAT(issue.labels, ElementsAre("alpha", "beta gamma"));
  EXPECT_THAT(issue.components, ElementsAre("Web\\Shop"));
  EXPECT_THAT(issue.affected_versions, ElementsAre(Version{"1.2", "1.2", true, {}}));
  EXPECT_THAT(issue.links, ElementsAre(Link{"Dependency", "is blocked by", false, "9", "9"}));
}

TEST(AzureWorkItem, WhatIsMissingIsNamed) {
  const auto read = read_work_item(Json{"{'id':12,'fields':{}}"}.root, agile());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "work item 12 has no readable System.CreatedDate");
  EXPECT_FALSE(read_work_item(Json{"{'fields':{}}"}.root, agile()));
  EXPECT_FALSE(read_work_item(Json{"[]"}.root, agile()));
}

TEST(AzureWorkItem, TheRootIsNoSprint) {
  EXPECT_EQ(iteration_id(Json{"3"}.root, "Fab"), "");
  EXPECT_EQ(iteration_id(Json{"3"}.root, "Fab\\S1"), "3");
  EXPECT_EQ(iteration_id({}, "Fab\\S1"), "Fab\\S1");
  EXPECT_EQ(iteration_id(Json{"3"}.root, ""), "3");
  EXPECT_EQ(iteration_id({}, ""), "");
}

TEST(AzureUpdates, BecomeChanges) {
  const Json json{R"([
    {'id':1,'rev':1,'revisedBy':{'id':'a','displayName':'Ann'},'revisedDate':'2026-01-01T10:00:00Z','fields':{
      'System.CreatedDate':{'newValue':'2026-01-01T09:00:00Z'},'System.ChangedDate':{'newValue':'2026-01-01T09:00:00Z'},
      'System.WorkItemType':{'newValue':'User Story'},'System.State':{'newValue':'New'},'System.Reason':{'newValue':'New'},
      'System.IterationId':{'newValue':1},'System.IterationPath':{'newValue':'Fab'}}},
    {'id':2,'rev':2,'revisedBy':{'id':'b','displayName':'Bob'},'revisedDate':'2026-01-01T12:00:00Z','fields':{
      'System.Rev':{'oldValue':1,'newValue':2},'System.ChangedDate':{'oldValue':'2026-01-01T09:00:00Z','newValue':'2026-01-01T10:00:00Z'},
      'System.State':{'oldValue':'New','newValue':'Active'},'System.Reason':{'oldValue':'New','newValue':'Started'},
      'System.IterationId':{'oldValue':1,'newValue':5},'System.IterationPath':{'oldValue':'Fab','newValue':'Fab\\Sprint 1'},
      'Microsoft.VSTS.Scheduling.StoryPoints':{'newValue':3.0},
      'System.AssignedTo':{'newValue':{'id':'c','displayName':'Cyd'}},'WEF_1_Kanban.Column':{'newValue':'Doing'}}},
    {'id':3,'rev':2,'revisedBy':{'id':'b'},'revisedDate':'2026-01-01T11:00:00Z','relations':{
      'added':[{'rel':'System.LinkTypes.Dependency-Reverse','url':'https://x/workItems/9'},{'rel':'AttachedFile','url':'https://x/attachments/1'}]}},
    {'id':4,'rev':2,'revisedBy':{'id':'b'},'revisedDate':'9999-01-01T00:00:00Z','relations':{
      'removed':[{'rel':'System.LinkTypes.Hierarchy-Reverse','url':'https://x/workItems/2'}],
      'added':[{'rel':'System.LinkTypes.Hierarchy-Reverse','url':'https://x/workItems/3'}]}},
    {'id':5,'rev':3,'revisedBy':{'id':'b'},'revisedDate':'9999-01-01T00:00:00Z','fields':{
      'System.ChangedDate':{'oldValue':'2026-01-01T10:00:00Z','newValue':'2026-01-01T12:00:00Z'},
      'System.State':{'oldValue':'Active','newValue':'Removed'},'System.Reason':{'oldValue':'Started','newValue':'Abandoned'},
      'System.History':{'newValue':'gone'},'Microsoft.VSTS.CMMI.Blocked':{'oldValue':'No','newValue':'Yes'},
      'System.Description':{'oldValue':'<p>old</p>','newValue':'<p>new</p>'},'System.Tags':{'oldValue':'','newValue':'a; b'},
      'Custom.Team':{'newValue':'Blue'}}}])"};
  const WorkItemTypes types = agile();
  const FieldNames names{{"Custom.Team", "Team"}, {"Microsoft.VSTS.Scheduling.StoryPoints", "Story Points"}};
  HistoryReader history{{types, names, "User Story", false, field::kDescription}};
  ASSERT_TRUE(history.read(json.root));
  EXPECT_THAT(
      shown(history.changes()),
      ElementsAre(
          "2.0 10:00:00 status: New > Active", "2.1 10:00:00 System.IterationId:  > 5(Sprint 1)",
          "2.2 10:00:00 Microsoft.VSTS.Scheduling.StoryPoints:  > 3", "2.3 10:00:00 assignee:  > c(Cyd)",
          "3.0 11:00:00 Link:  > 9(This work item is blocked by 9)", "4.0 11:00:00 parent: 2 > ",
          "4.1 11:00:00 parent:  > 3", "5.0 12:00:00 status: Active > Removed",
          "5.1 12:00:00 resolution:  > Won't do", "5.2 12:00:00 Microsoft.VSTS.CMMI.Blocked:  > Impediment",
          "5.3 12:00:00 description: old > new", "5.4 12:00:00 labels:  > a; b",
          "5.5 12:00:00 Custom.Team:  > Blue"));
  EXPECT_EQ(history.revision(), 3);
  EXPECT_EQ(history.changes().front().author, "b");
  EXPECT_EQ(history.changes()[1].field, "Sprint");
  EXPECT_EQ(history.changes()[2].field, "Story Points");
  EXPECT_EQ(history.changes().back().field, "Team");
  // The same page once more brings nothing.
  ASSERT_TRUE(history.read(json.root));
  EXPECT_EQ(history.changes().size(), 13U);
}

TEST(AzureUpdates, AnUpdateWithoutAnyDateIsNamed) {
  const WorkItemTypes types;
  const FieldNames names;
  HistoryReader history{{types, names, "", false, field::kDescription}};
  const Outcome read = history.read(Json{"[{'id':1,'rev':1,'revisedDate':'9999-01-01T00:00:00Z'}]"}.root);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "update 1 has no readable date");
}

TEST(AzureComments, AreReadInBothForms) {
  const auto page = read_comments(Json{
      R"({'comments':[{'id':5,'text':'<p>Hi</p>','createdDate':'2026-01-01T00:00:00Z','createdBy':{'id':'a','displayName':'Ann'}},
                          {'id':6,'text':'gone','isDeleted':true,'createdDate':'2026-01-01T00:00:00Z'},
                          {'commentId':7,'text':'*as is* <b>','format':'markdown','createdDate':'2026-01-02T00:00:00Z'}],
              'continuationToken':'more'})"}
                                      .root);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->next, "more");
  EXPECT_THAT(page->comments, ElementsAre(Comment{"5", at("2026-01-01"), "a", false, "Hi"},
                                          Comment{"7", at("2026-01-02"), "", false, "*as is* <b>"}));
  const auto old = read_comments(Json{
      "{'value':[{'revision':2,'text':'x','revisedDate':'2026-01-01T00:00:00Z','revisedBy':{'id':'a'}}]}"}
                                     .root);
  ASSERT_TRUE(old);
  EXPECT_EQ(old->comments.front().id, "2");
}

TEST(AzureDefinitions, IterationsAreATree) {
  const Json json{R"({'id':1,'identifier':'g1','name':'Fab','children':[
    {'id':2,'identifier':'g2','name':'R1','children':[{'id':3,'identifier':'g3','name':'S1',
      'attributes':{'startDate':'2026-01-05T00:00:00Z','finishDate':'2026-01-18T00:00:00Z'}}]},
    {'id':4,'identifier':'g4','name':'S2'}]})"};
  const auto iterations = read_iterations(json.root);
  ASSERT_EQ(iterations.size(), 4U);
  EXPECT_EQ(iterations[2].path, "Fab\\R1\\S1");
  const auto sprints =
      sprints_of(iterations, {{"team-a", {{"g3", "", SprintState::active}, {"g4", "", SprintState::future}}},
                              {"team-b", {{"g4", "", SprintState::future}}}});
  ASSERT_EQ(sprints.size(), 3U);
  EXPECT_EQ(sprints[1].id, "3");
  EXPECT_EQ(sprints[1].name, "S1");
  EXPECT_EQ(sprints[1].board_id, "team-a");
  EXPECT_EQ(sprints[1].state, SprintState::active);
  EXPECT_EQ(sprints[1].start, at("2026-01-05T00:00:00Z"));
  EXPECT_EQ(sprints[1].end, at("2026-01-18T23:59:59.999Z"));
  // Two teams share it.
  EXPECT_EQ(sprints[2].board_id, "");
  EXPECT_EQ(sprints[2].state, SprintState::future);
}

DaysOff off(std::string_view first, std::string_view last) {
  return {std::chrono::floor<std::chrono::days>(at(first)), std::chrono::floor<std::chrono::days>(at(last))};
}

TEST(AzureDefinitions, CapacitiesAreHoursOfAllActivities) {
  for (const char* list : {"teamMembers", "value"}) {
    std::vector<Person> people;
    const auto members = read_capacities(Json{"{'" + std::string{list} + R"(':[
          {'teamMember':{'id':'a','displayName':'Ann'},
           'activities':[{'capacityPerDay':4.5,'name':'Design'},{'capacityPerDay':2,'name':'Testing'}],
           'daysOff':[{'start':'2026-11-20T00:00:00Z','end':'2026-11-23T00:00:00Z'}]},
          {'teamMember':{'id':'b','displayName':'Bob'},'activities':[{'name':''}],'daysOff':[]}]})"}
                                             .root,
                                         people);
    ASSERT_EQ(members.size(), 2U);
    EXPECT_EQ(members[0], (MemberCapacity{"a", 6.5, {off("2026-11-20", "2026-11-23")}}));
    EXPECT_EQ(members[1], (MemberCapacity{"b", 0, {}}));
    EXPECT_EQ(people.at(1).name, "Bob");
  }
  EXPECT_THAT(read_days_off(Json{"[{'start':'x','end':'2026-11-23T00:00:00Z'}]"}.root), IsEmpty());
}

TEST(AzureDefinitions, ColumnsHoldTheStatesOfAllTypes) {
  const auto columns =
      read_columns(Json{R"({'value':[{'name':'Doing','stateMappings':{'Bug':'Active','User Story':'Active'}},
                       {'name':'Check','stateMappings':{'Bug':'Resolved','User Story':'Testing'}}]})"}
                       .root);
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_THAT(columns[0].status_ids, ElementsAre("Active"));
  EXPECT_THAT(columns[1].status_ids, ElementsAre("Resolved", "Testing"));
}

TEST(AzureWiql, QuotesAndOrders) {
  EXPECT_EQ(wiql_text("O'Hara's"), "'O''Hara''s'");
  WorkItemQuery query;
  EXPECT_EQ(wiql_of(query), "SELECT [System.Id] FROM WorkItems ORDER BY [System.Id]");
  query.projects = {"A", "B'); DROP"};
  query.above = "12";
  query.changed_since = at("2026-01-02T03:04:05.006Z");
  EXPECT_EQ(wiql_of(query),
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] IN ('A', 'B''); DROP') AND "
            "[System.Id] > 12 "
            "AND [System.ChangedDate] >= '2026-01-02T03:04:05.006Z' ORDER BY [System.Id]");
}

TEST(AzureRelations, AreFoundByTheirWords) {
  EXPECT_EQ(find_relation_by_words("is blocked by")->reference, "System.LinkTypes.Dependency-Reverse");
  EXPECT_EQ(find_relation_by_words("successor")->wording, "blocks");
  EXPECT_EQ(find_relation_by_words("hugs"), nullptr);
  EXPECT_EQ(related_work_item(Json{"{'url':'https://x/_apis/wit/workItems/12'}"}.root), "12");
  EXPECT_EQ(related_work_item(Json{"{'url':'https://x/12'}"}.root), "");
}

}  // namespace
}  // namespace stint::tracker::azure
