#include <gtest/gtest.h>
#include <string>

#include "support/jira.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/values.h"

namespace stint::tracker::jira {
namespace {

using test::with_quotes;

Instant at(std::string_view text) {
  return parse_iso_instant(text).value();
}

// `json` with single quotes.
Result<IssueRecord> read(std::string_view json, const FieldNames& names = {}) {
  json::Parser parser;
  const auto root = parser.parse(with_quotes(json));
  if (!root) {
    ADD_FAILURE() << root.error().to_string();
    return fail(root.error());
  }
  return read_issue(*root, names);
}

IssueRecord read_fields(std::string_view fields, const FieldNames& names = {}) {
  auto record = read(
      "{'id':'1','key':'T-1','fields':{" + std::string{fields} + "'created':'2026-01-01T00:00:00.000+0000'}}",
      names);
  EXPECT_TRUE(record) << record.error().to_string();
  return record ? *record : IssueRecord{};
}

TEST(JiraIssue, ReadsACloudIssue) {
  const auto record =
      read(R"({'id':'10001','key':'T-1','self':'https://one.example/rest/api/3/issue/10001','fields':{
    'summary':'Pay','description':{'type':'doc','version':1,'content':[{'type':'paragraph','content':[
      {'type':'text','text':'bold','marks':[{'type':'strong'}]}]}]},
    'issuetype':{'name':'Story','subtask':false,'hierarchyLevel':0},'project':{'key':'T','name':'Team'},
    'status':{'id':'3','name':'In Arbeit','statusCategory':{'id':4,'key':'indeterminate','name':'In Arbeit'}},
    'resolution':{'name':'Done'},'priority':{'name':'High'},
    'created':'2026-01-01T10:00:00.000+0200','updated':'2026-01-02T00:00:00.000Z',
    'resolutiondate':'2026-01-03T00:00:00.000+0000','duedate':'2026-02-01',
    'assignee':{'accountId':'u1','displayName':'Ann','accountType':'atlassian'},
    'reporter':{'accountId':'u2','displayName':'Bot','accountType':'app'},'creator':{'accountId':'u3','displayName':'Cy'},
    'parent':{'id':'10000','key':'T-0'},'labels':['a','b'],'components':[{'name':'Web'}],
    'fixVersions':[{'id':'7','name':'1.0','released':true,'releaseDate':'2026-03-01'}],'versions':[{'name':'0.9'}],
    'issuelinks':[{'type':{'name':'Blocks','inward':'is blocked by','outward':'blocks'},'inwardIssue':{'id':'5','key':'T-5'}},
                  {'type':{'name':'Relates','inward':'relates to','outward':'relates to'},'outwardIssue':{'key':'T-6'}}],
    'comment':{'comments':[{'id':'9','created':'2026-01-02T00:00:00.000+0000','author':{'accountId':'u4'},'body':null}]},
    'customfield_10016':5,'customfield_10020':[{'id':8,'name':'S 8','state':'active','boardId':2}],
    'customfield_10021':[{'value':'Impediment','id':'10019'}]}})");
  ASSERT_TRUE(record) << record.error().to_string();
  const Issue& issue = record->issue;
  EXPECT_EQ(record->site, "https://one.example");
  EXPECT_EQ(issue.id, "10001");
  EXPECT_EQ(issue.key, "T-1");
  EXPECT_EQ(issue.project_key, "T");
  EXPECT_EQ(issue.project_name, "Team");
  EXPECT_EQ(issue.description, "**bold**");
  EXPECT_EQ(issue.type, "Story");
  EXPECT_FALSE(issue.subtask);
  EXPECT_FALSE(issue.epic);
  EXPECT_EQ(issue.status.id, "3");
  EXPECT_EQ(issue.status.category, StatusCategory::in_progress);
  EXPECT_EQ(issue.resolution, "Done");
  EXPECT_EQ(issue.priority, "High");
  EXPECT_EQ(issue.created, at("2026-01-01T08:00:00Z"));
  EXPECT_EQ(issue.updated, at("2026-01-02"));
  EXPECT_EQ(issue.resolved, at("2026-01-03"));
  EXPECT_EQ(issue.due, at("2026-02-01"));
  EXPECT_EQ(issue.assignee.name, "Ann");
  EXPECT_TRUE(issue.reporter.bot);
  EXPECT_EQ(issue.parent_id, "10000");
  EXPECT_EQ(issue.parent_key, "T-0");
  EXPECT_EQ(issue.labels, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(issue.components, std::vector<std::string>{"Web"});
  EXPECT_EQ(issue.fix_versions, (std::vector<Version>{{"7", "1.0", true, at("2026-03-01")}}));
  EXPECT_EQ(issue.affected_versions, (std::vector<Version>{{"", "0.9", false, std::nullopt}}));
  EXPECT_EQ(issue.links, (std::vector<Link>{{"Blocks", "is blocked by", false, "5", "T-5"},
                                            {"Relates", "relates to", true, "", "T-6"}}));
  ASSERT_EQ(issue.comments.size(), 1U);
  EXPECT_EQ(issue.comments[0].author, "u4");
  EXPECT_EQ(issue.numbers, (std::vector<NumberField>{{"customfield_10016", 5}}));
  EXPECT_EQ(issue.sprint_ids, std::vector<std::string>{"8"});
  ASSERT_EQ(record->sprints.size(), 1U);
  EXPECT_EQ(record->sprints[0].board_id, "2");
  EXPECT_TRUE(issue.flagged);
  EXPECT_FALSE(issue.has_history);
  std::string people;
  for (const Person& person : record->people) people += person.id + " ";
  EXPECT_EQ(people, "u4 u1 u2 u3 ");
}

TEST(JiraIssue, ReadsADataCenterIssue) {
  const auto record =
      read(R"({'id':'20','key':'T-2','self':'https://host.example/jira/rest/api/2/issue/20','fields':{
    'description':'h2. Title','environment':'*prod*','issuetype':{'name':'Sub-task','subtask':true},
    'created':'2026-01-01T00:00:00.000+0000','assignee':{'name':'ann','key':'JIRAUSER1','displayName':'Ann'},
    'reporter':{'name':'bob','displayName':'Bob'},'parent':{'id':'19','key':'T-1'},
    'customfield_10100':['com.atlassian.greenhopper.service.sprint.Sprint@1a[id=5,rapidViewId=3,state=CLOSED,name=Team, A,startDate=2026-01-01T09:00:00.000Z,endDate=2026-01-15T09:00:00.000Z,completeDate=<null>,sequence=5,goal=]'],
    'customfield_10101':null,'customfield_10102':2.5}})");
  ASSERT_TRUE(record) << record.error().to_string();
  EXPECT_EQ(record->site, "https://host.example/jira");
  const Issue& issue = record->issue;
  EXPECT_EQ(issue.description, "## Title");
  EXPECT_EQ(issue.environment, "**prod**");
  EXPECT_TRUE(issue.subtask);
  EXPECT_EQ(issue.assignee.id, "JIRAUSER1");
  EXPECT_EQ(issue.reporter.id, "bob");
  EXPECT_EQ(issue.project_key, "T");  // from the key, where no project is given
  ASSERT_EQ(record->sprints.size(), 1U);
  EXPECT_EQ(record->sprints[0].name, "Team, A");
  EXPECT_EQ(record->sprints[0].board_id, "3");
  EXPECT_EQ(issue.numbers, (std::vector<NumberField>{{"customfield_10102", 2.5}}));
}

TEST(JiraIssue, ReadsTheAgileNames) {
  const IssueRecord record = read_fields(
      "'sprint':{'id':4,'name':'S4','state':'active'},'closedSprints':[{'id':3,'name':'S3','state':'closed'}]"
      ","
      "'flagged':true,");
  EXPECT_EQ(record.issue.sprint_ids, (std::vector<std::string>{"4", "3"}));
  EXPECT_TRUE(record.issue.flagged);
  EXPECT_TRUE(read_fields("'sprint':null,'closedSprints':null,").issue.sprint_ids.empty());
}

TEST(JiraIssue, MissingAndNullFieldsAreEmpty) {
  const IssueRecord none = read_fields("");
  const IssueRecord nulls = read_fields(
      "'summary':null,'description':null,'issuetype':null,'project':null,'status':null,'resolution':null,"
      "'priority':null,'updated':null,'resolutiondate':null,'duedate':null,'assignee':null,'reporter':null,"
      "'parent':null,'labels':null,'components':null,'fixVersions':null,'versions':null,'issuelinks':null,"
      "'comment':null,'customfield_1':null,'timeoriginalestimate':null,");
  for (const IssueRecord& record : {none, nulls}) {
    const Issue& issue = record.issue;
    EXPECT_EQ(issue.summary + issue.description + issue.type + issue.resolution + issue.priority, "");
    EXPECT_EQ(issue.status.category, StatusCategory::unknown);
    EXPECT_EQ(issue.updated, issue.created);
    EXPECT_EQ(issue.project_key, "T");
    EXPECT_EQ(issue.resolved, std::nullopt);
    EXPECT_EQ(issue.assignee.id, "");
    EXPECT_TRUE(issue.labels.empty() && issue.numbers.empty() && issue.comments.empty() &&
                issue.links.empty());
    EXPECT_TRUE(record.people.empty());
  }
}

TEST(JiraIssue, ValuesOfOtherTypesDoNoHarm) {
  const IssueRecord record = read_fields(
      "'summary':7,'labels':'a','components':{'name':'x'},'issuelinks':[1,{'type':3}],'comment':[],'parent':'"
      "T-3',"
      "'status':'open','assignee':'ann','customfield_1':'text','customfield_2':[1,'x',{}],'customfield_3':{'"
      "value':'x'},"
      "'customfield_4':true,'customfield_5':['com.atlassian.greenhopper.service.sprint.Sprint@1[broken'],");
  EXPECT_TRUE(record.issue.numbers.empty());
  EXPECT_TRUE(record.issue.sprint_ids.empty());
  EXPECT_EQ(record.issue.assignee.id, "");
}

TEST(JiraIssue, IdsMayBeNumbers) {
  const auto record = read(R"({'id':77,'key':'T-7','fields':{'created':1767225600000,'updated':1767312000000,
    'status':{'id':3,'name':'X','statusCategory':{'key':'done'}}}})");
  ASSERT_TRUE(record) << record.error().to_string();
  EXPECT_EQ(record->issue.id, "77");
  EXPECT_EQ(record->issue.status.id, "3");
  EXPECT_EQ(record->issue.created, at("2026-01-01"));
  EXPECT_EQ(record->issue.updated, at("2026-01-02"));
}

TEST(JiraIssue, TypesAndTheirLevels) {
  EXPECT_TRUE(read_fields("'issuetype':{'name':'epic'},").issue.epic);
  EXPECT_TRUE(read_fields("'issuetype':{'name':'Initiative','hierarchyLevel':2},").issue.epic);
  EXPECT_TRUE(read_fields("'issuetype':{'name':'Teilaufgabe','hierarchyLevel':-1},").issue.subtask);
  EXPECT_FALSE(read_fields("'issuetype':{'name':'Bug'},").issue.subtask);
}

TEST(JiraIssue, FieldsKnownByName) {
  const FieldNames names{{"customfield_1", "acceptance criteria"}, {"customfield_2", "Epic Link"}};
  const std::string fields = "'customfield_1':'* one','customfield_2':'T-9',";
  const Issue known = read_fields(fields, names).issue;
  EXPECT_EQ(known.acceptance_criteria, "- one");
  EXPECT_EQ(known.parent_key, "T-9");
  const Issue unknown = read_fields(fields).issue;
  EXPECT_EQ(unknown.acceptance_criteria + unknown.parent_key, "");
  // A parent wins over an epic.
  EXPECT_EQ(read_fields("'parent':{'id':'4','key':'T-4'}," + fields, names).issue.parent_key, "T-4");
}

TEST(JiraIssue, SaysWhatIsMissing) {
  const auto wrong = [](std::string_view json) {
    const auto record = read(json);
    EXPECT_FALSE(record);
    if (record) return std::string{};
    EXPECT_EQ(record.error().code, ErrorCode::usage);
    return record.error().message;
  };
  EXPECT_EQ(wrong("{'fields':{}}"), "an issue without id and key");
  EXPECT_EQ(wrong("{'key':'T-1','fields':{'created':'2026-01-01'}}"), "issue T-1 has no id");
  EXPECT_EQ(wrong("{'id':'1','key':'T-1','fields':{}}"), "issue T-1 has no readable \"created\" date");
  EXPECT_EQ(wrong("{'id':'1','key':'T-1','fields':{'created':'soon'}}"),
            "issue T-1 has no readable \"created\" date");
  EXPECT_EQ(
      wrong("{'id':'1','key':'T-1','fields':{'created':'2026-01-01','comment':{'comments':[{'id':'1'}]}}}"),
      "a comment has no readable \"created\" date");
  EXPECT_EQ(
      wrong(
          "{'id':'1','key':'T-1','fields':{'created':'2026-01-01'},'changelog':{'histories':[{'id':'4'}]}}"),
      "issue T-1: history entry 4 has no readable \"created\" date");
}

TEST(JiraIssue, HistoryIsSortedAndComplete) {
  const auto record =
      read("{'id':'1','key':'T-1','fields':{'created':'2026-01-01'},'changelog':{'total':2,'histories':[" +
           test::status_change(12, "2026-01-03T00:00:00.000+0000", "2", "3") + "," +
           test::status_change(11, "2026-01-02T00:00:00.000+0000", "1", "2") + "]}}");
  ASSERT_TRUE(record) << record.error().to_string();
  EXPECT_TRUE(record->issue.has_history);
  EXPECT_EQ(record->issue.history_total, 2);
  ASSERT_EQ(record->issue.changes.size(), 2U);
  EXPECT_EQ(record->issue.changes[0].history_id, "11");
  EXPECT_EQ(record->issue.updated, at("2026-01-03"));  // the newest change, where no `updated` is given
  EXPECT_EQ(record->people.size(), 1U);
}

TEST(JiraIssue, AChangelogWithoutTotalIsAsLongAsItIs) {
  const auto record =
      read("{'id':'1','key':'T-1','fields':{'created':'2026-01-01'},'changelog':{'histories':[" +
           test::status_change(1, "2026-01-03T00:00:00.000+0000", "2", "3") + "]}}");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->issue.history_total, 1);
}

TEST(JiraValues, Instants) {
  const auto instant = [](std::string_view json) {
    json::Parser parser;
    return read_instant((*parser.parse(with_quotes(json)))["v"]);
  };
  EXPECT_EQ(instant("{'v':'2026-01-01T01:00:00.250+0100'}"), at("2026-01-01T00:00:00.250Z"));
  EXPECT_EQ(instant("{'v':1767225600250}"), at("2026-01-01T00:00:00.250Z"));
  EXPECT_EQ(instant("{'v':1767225600250.0}"), at("2026-01-01T00:00:00.250Z"));
  EXPECT_EQ(instant("{'v':99999999999999999}"), std::nullopt);
  EXPECT_EQ(instant("{'v':-99999999999999999}"), std::nullopt);
  EXPECT_EQ(instant("{'v':true}"), std::nullopt);
  EXPECT_EQ(instant("{}"), std::nullopt);
}

TEST(JiraValues, SitesOfUrls) {
  EXPECT_EQ(site_of_url("https://t.atlassian.net/rest/api/3/issue/1"), "https://t.atlassian.net");
  EXPECT_EQ(site_of_url("http://host:8080/jira/rest/api/2/issue/1"), "http://host:8080/jira");
  EXPECT_EQ(site_of_url("https://t.atlassian.net/browse/T-1"), "https://t.atlassian.net");
  EXPECT_EQ(site_of_url("https://t.atlassian.net"), "https://t.atlassian.net");
  EXPECT_EQ(site_of_url("T-1"), "");
  EXPECT_EQ(site_of_url(""), "");
}

}  // namespace
}  // namespace stint::tracker::jira
