// What writes to Jira would send, and what becomes of them.
#include "tracker/jira_connector_writes.h"

#include <gmock/gmock.h>

#include "tracker/jira/cloud.h"

namespace stint::tracker {
namespace {

using test::JiraReply;
using test::ScriptedJira;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(JiraWrites, Comments) {
  const Proposal proposal = propose(AddComment{"Done, *really*."});
  EXPECT_EQ(proposal.requests[0].path, "/rest/api/3/issue/10001/comment");
  EXPECT_EQ(parse(proposal.requests[0].body)["body"]["type"], "doc");
  EXPECT_THAT(proposal.diff, ElementsAre(FieldDiff{"comment", "", "Done, *really*."}));
  const Proposal deletion = propose(DeleteComment{"55"});
  EXPECT_EQ(deletion.requests[0].method + " " + deletion.requests[0].path,
            "DELETE /rest/api/3/issue/10001/comment/55");
  EXPECT_THAT(deletion.diff, ElementsAre(FieldDiff{"comment", "a comment", ""}));
  EXPECT_EQ(connector.propose(DeleteComment{"56"}, &target).error().code, ErrorCode::not_found);
}

TEST_F(JiraWrites, TransitionsGoTheWayThatAsksForLess) {
  script.on("GET /rest/api/3/issue/10001/transitions?expand=transitions.fields", {200, R"({'transitions':[
    {'id':'31','name':'Close','to':{'id':'5','name':'Done'},'fields':{'resolution':{'name':'Resolution','required':true}}},
    {'id':'32','name':'Finish','to':{'id':'5','name':'Done'},'fields':{}},
    {'id':'41','name':'Reject','to':{'id':'6','name':'Rejected'},'fields':{'resolution':{'name':'Resolution','required':true,'hasDefaultValue':false}}}]})"});
  const Proposal done = propose(Transition{"done"});
  EXPECT_EQ(parse(done.requests[0].body), parse(R"({"transition":{"id":"32"}})"));
  EXPECT_THAT(done.diff, ElementsAre(FieldDiff{"status", "In Progress", "Done"}));
  EXPECT_THAT(done.warnings, IsEmpty());
  EXPECT_EQ(std::get<Transition>(done.undo.value()).status, "3");
  EXPECT_THAT(propose(Transition{"6"}).warnings, ElementsAre(HasSubstr("Resolution")));
  EXPECT_THAT(refusal(Transition{"Open"}),
              HasSubstr("from \"In Progress\" to no status \"Open\"; it leads to Done, Done or Rejected"));
}

TEST_F(JiraWrites, AssigningNamesTheCandidatesWhereThereAreSeveral) {
  script.on("GET /rest/api/3/user/assignable/search",
            {200,
             "[{'accountId':'u2','displayName':'Bo Li'},{'accountId':'u3','displayName':'bo "
             "li'},{'accountId':'u4','displayName':'Bo Lim'}]"});
  EXPECT_THAT(refusal(Assign{"Bo Li"}), HasSubstr("it may be Bo Li (u2) or bo li (u3)"));
  EXPECT_THAT(refusal(Assign{"Bo"}), HasSubstr("it may be Bo Li (u2), bo li (u3) or Bo Lim (u4)"));
  const Proposal proposal = propose(Assign{"Bo Lim"});
  EXPECT_EQ(proposal.requests[0].method + " " + proposal.requests[0].path,
            "PUT /rest/api/3/issue/10001/assignee");
  EXPECT_EQ(parse(proposal.requests[0].body), parse(R"({"accountId":"u4"})"));
  EXPECT_EQ(std::get<Assign>(proposal.undo.value()).assignee, "u1");
  EXPECT_EQ(parse(propose(Assign{""}).requests[0].body), parse(R"({"accountId":null})"));
  // Ids are not found by the search.
  script.on("GET /rest/api/3/user/assignable/search?project=PAY&query=u9&maxResults=50", {200, "[]"});
  script.on("GET /rest/api/3/user/assignable/search?project=PAY&accountId=u9",
            {200, "[{'accountId':'u9','displayName':'Cy'}]"});
  EXPECT_EQ(propose(Assign{"u9"}).diff[0].after, "Cy");
  script.on("GET /rest/api/3/user/assignable/search", {200, "[]"});
  EXPECT_EQ(connector.propose(Assign{"Nobody"}, &target).error().code, ErrorCode::not_found);
}

TEST_F(JiraWrites, LinksPointTheWayTheyAreWorded) {
  script.on(
      "GET /rest/api/3/issueLinkType",
      {200, "{'issueLinkTypes':[{'id':'1','name':'Blocks','inward':'is blocked by','outward':'blocks'}]}"});
  script.on("GET /rest/api/3/issue/PAY-2", {200, "{'id':'10002','key':'PAY-2'}"});
  script.on("GET /rest/api/3/issue/PAY-3", {404, "{'errorMessages':['Issue does not exist']}"});
  EXPECT_EQ(
      parse(propose(AddLink{"blocks", "PAY-2"}).requests[0].body),
      parse(R"({"type":{"name":"Blocks"},"inwardIssue":{"key":"PAY-1"},"outwardIssue":{"key":"PAY-2"}})"));
  const Proposal blocked = propose(AddLink{"is blocked by", "PAY-2"});
  EXPECT_EQ(
      parse(blocked.requests[0].body),
      parse(R"({"type":{"name":"Blocks"},"inwardIssue":{"key":"PAY-2"},"outwardIssue":{"key":"PAY-1"}})"));
  EXPECT_THAT(blocked.diff, ElementsAre(FieldDiff{"link", "", "PAY-1 is blocked by PAY-2"}));
  EXPECT_THAT(refusal(AddLink{"likes", "PAY-2"}), HasSubstr("there are blocks or is blocked by"));
  EXPECT_THAT(refusal(AddLink{"blocks", "PAY-3"}), HasSubstr("no issue PAY-3"));
  script.on("GET /rest/api/3/issueLink/77",
            {200,
             "{'id':'77','type':{'name':'Blocks','inward':'is blocked by','outward':'blocks'},"
             "'inwardIssue':{'key':'PAY-2'},'outwardIssue':{'key':'PAY-1'}}"});
  const Proposal deletion = propose(DeleteLink{"77"});
  EXPECT_THAT(deletion.diff, ElementsAre(FieldDiff{"link", "PAY-1 is blocked by PAY-2", ""}));
  EXPECT_EQ(std::get<AddLink>(deletion.undo.value()).wording, "is blocked by");
}

TEST_F(JiraWrites, SprintsByNameOrId) {
  script.on("GET /rest/agile/1.0/board",
            {200, "{'isLast':true,'values':[{'id':1,'name':'B','type':'scrum'}]}"});
  script.on("GET /rest/agile/1.0/board/1/sprint?state=active,future&startAt=0&maxResults=50",
            {200,
             "{'isLast':true,'values':[{'id':5,'name':'S5','state':'active'},{'id':6,'name':'S6','state':'"
             "future'}]}"});
  const Proposal proposal = propose(MoveToSprint{"s6"});
  EXPECT_EQ(proposal.requests[0].path, "/rest/agile/1.0/sprint/6/issue");
  EXPECT_EQ(parse(proposal.requests[0].body), parse(R"({"issues":["PAY-1"]})"));
  EXPECT_THAT(proposal.diff, ElementsAre(FieldDiff{"sprint", "S5", "S6"}));
  EXPECT_EQ(std::get<MoveToSprint>(proposal.undo.value()).sprint, "5");
  EXPECT_EQ(propose(MoveToSprint{""}).requests[0].path, "/rest/agile/1.0/backlog/issue");
  EXPECT_THAT(refusal(MoveToSprint{"S5"}), HasSubstr("nothing would change"));
  EXPECT_THAT(refusal(MoveToSprint{"S7"}), HasSubstr("there are S5 (5) or S6 (6)"));
}

TEST_F(JiraWrites, APerformedCreateTellsWhatWasMade) {
  script.on("POST /rest/api/3/issue", {201, "{'id':'10009','key':'PAY-9','self':'x'}"});
  const auto made = connector.perform({"POST", "/rest/api/3/issue", "application/json", "{}", ""});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->issue_id, "10009");
  EXPECT_EQ(made->issue_key, "PAY-9");
  script.on("POST /rest/api/3/issue/10001/comment", {201, "{'id':'56'}"});
  EXPECT_EQ(
      connector.perform({"POST", "/rest/api/3/issue/10001/comment", "application/json", "{}", ""})->made_id,
      "56");
  script.on("PUT /rest/api/3/issue/10001", {204, ""});
  EXPECT_EQ(connector.perform({"PUT", "/rest/api/3/issue/10001", "application/json", "{}", ""})->issue_id,
            "10001");
}

TEST_F(JiraWrites, NothingIsSentTwice) {
  const auto fault = [&](const JiraReply& reply, const std::string& method, const std::string& path) {
    script.on(method + " " + path, reply);
    script.forget();
    const auto made = connector.perform({method, path, "application/json", "{}", ""});
    EXPECT_THAT(script.asked(), SizeIs(1)) << path << reply.status;
    EXPECT_FALSE(made);
    return made ? WriteFault::Kind{} : made.error().kind;
  };
  const JiraReply lost{0, "", {}, true};
  using Kind = WriteFault::Kind;
  EXPECT_EQ(fault(lost, "POST", "/rest/api/3/issue"), Kind::unknown);
  EXPECT_EQ(fault(lost, "PUT", "/rest/api/3/issue/10001"), Kind::unknown);
  EXPECT_EQ(fault(lost, "DELETE", "/rest/api/3/issue/10001"), Kind::unknown);
  EXPECT_EQ(fault({503, ""}, "POST", "/rest/api/3/issue"), Kind::unknown);
  EXPECT_EQ(fault({201, "{'id"}, "POST", "/rest/api/3/issue"), Kind::unknown);
  EXPECT_EQ(fault({200, "<html>Log in</html>"}, "PUT", "/rest/api/3/issue/10001"), Kind::unknown);
  EXPECT_EQ(fault({429, "", {{"Retry-After", "0"}}}, "POST", "/rest/api/3/issue"), Kind::refused);
  EXPECT_EQ(fault({409, ""}, "PUT", "/rest/api/3/issue/10001"), Kind::conflict);
}

TEST_F(JiraWrites, RefusalsNameTheFields) {
  script.on("POST /rest/api/3/issue",
            {400, "{'errorMessages':[],'errors':{'summary':'You must specify a summary.'}}"});
  const auto made = connector.perform({"POST", "/rest/api/3/issue", "application/json", "{}", ""});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, WriteFault::Kind::refused);
  EXPECT_EQ(made.error().error.code, ErrorCode::usage);
  EXPECT_THAT(made.error().error.message, HasSubstr("summary: You must specify a summary."));
}

TEST_F(JiraWrites, ALinksIdIsLookedUp) {
  script.on("POST /rest/api/3/issueLink", {201, ""});
  script.on("GET /rest/api/3/issue/PAY-1", {200, R"({'fields':{'issuelinks':[
    {'id':'99','type':{'name':'Blocks'},'outwardIssue':{'key':'PAY-2'}},{'id':'101','type':{'name':'Blocks'},'outwardIssue':{'key':'PAY-2'}},
    {'id':'102','type':{'name':'Blocks'},'inwardIssue':{'key':'PAY-2'}},{'id':'103','type':{'name':'Relates'},'outwardIssue':{'key':'PAY-2'}}]}})"});
  const auto made = connector.perform(
      {"POST", "/rest/api/3/issueLink", "application/json",
       R"({"type":{"name":"Blocks"},"inwardIssue":{"key":"PAY-1"},"outwardIssue":{"key":"PAY-2"}})", ""});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->made_id, "101");
}

TEST_F(JiraWrites, CreatedIssuesAreFoundByMarkerOrByUsAndSummary) {
  script.on("POST /rest/api/3/search/jql",
            {200,
             "{'issues':[{'id':'1','key':'PAY-1','fields':{'summary':'Pay  '}},"
             "{'id':'2','key':'PAY-2','fields':{'summary':'Pay more'}}]}"});
  CreateIssue create{"PAY", "Story", "Pay", {}, "", "", ""};
  const auto found = connector.find_created(create, from_epoch_ms(1'767'225'600'000));
  ASSERT_TRUE(found);
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_EQ((*found)[0].issue_key, "PAY-1");
  EXPECT_EQ(parse(script.asked("POST /rest/api/3/search/jql")[0].body)["jql"],
            "project = \"PAY\" AND reporter = currentUser() AND created >= 1767225300000 ORDER BY created "
            "ASC, key ASC");
  create.marker = "stint-1";
  EXPECT_THAT(*connector.find_created(create, {}), SizeIs(2));
  EXPECT_EQ(parse(script.asked("POST /rest/api/3/search/jql")[1].body)["jql"],
            "project = \"PAY\" AND labels = \"stint-1\" ORDER BY created ASC, key ASC");
}

TEST_F(JiraWrites, TheTargetIsReadForEditing) {
  script.on("GET /rest/api/3/field", {200, "[]"});
  script.on(
      "GET /rest/api/3/issue/PAY-1",
      {200,
       R"({'id':'10001','key':'PAY-1','fields':{'created':'2026-01-01','updated':'2026-01-10','summary':'Pay',
      'description':{'type':'doc','version':1,'content':[{'type':'paragraph','content':[{'type':'mention','attrs':{'id':'u1','text':'@Ann'}}]}]}},
      'changelog':{'histories':[],'total':0}})"});
  const auto read = connector.target("PAY-1");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->version, "2026-01-10T00:00:00+00:00");
  EXPECT_THAT(read->record.issue.description, HasSubstr("adf-mention"));
  script.on("GET /rest/api/3/issue/PAY-1", {404, "{'errorMessages':['Issue does not exist']}"});
  EXPECT_EQ(connector.target("PAY-1").error().code, ErrorCode::not_found);
}

struct JiraDataCenterWrites : JiraWrites {
  JiraDataCenterWrites() {
    jira.connector = make_jira_data_center({"ours",
                                            Product::jira_data_center,
                                            std::string{test::JiraScript::kUrl},
                                            Sign::bearer,
                                            "",
                                            Secret{"canary-secret"},
                                            {}},
                                           jira.delivery, {});
  }
};

TEST_F(JiraDataCenterWrites, WikiTextAndNames) {
  const auto comment = jira.connector->propose(AddComment{"**bold**"}, &target);
  ASSERT_TRUE(comment) << comment.error().to_string();
  EXPECT_EQ(comment->requests[0].path, "/rest/api/2/issue/10001/comment");
  EXPECT_EQ(parse(comment->requests[0].body), parse(R"({"body":"*bold*"})"));
  script.on("GET /rest/api/2/user/assignable/search?project=PAY&username=Bo&maxResults=50",
            {200, "[{'key':'JIRAUSER2','name':'bo','displayName':'Bo'}]"});
  const auto assign = jira.connector->propose(Assign{"Bo"}, &target);
  ASSERT_TRUE(assign) << assign.error().to_string();
  EXPECT_EQ(parse(assign->requests[0].body), parse(R"({"name":"bo"})"));
  // As the model knows people, for taking it back.
  script.on("GET /rest/api/2/user/assignable/search?project=PAY&username=JIRAUSER3&maxResults=50",
            {200, "[]"});
  script.on("GET /rest/api/2/user?key=JIRAUSER3",
            {200, "{'key':'JIRAUSER3','name':'cy','displayName':'Cy'}"});
  const auto back = jira.connector->propose(Assign{"JIRAUSER3"}, &target);
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(parse(back->requests[0].body), parse(R"({"name":"cy"})"));
}

TEST_F(JiraDataCenterWrites, OldServersSayInOneAnswerWhatCanBeCreated) {
  script.on("GET /rest/api/2/issue/createmeta/PAY/issuetypes", {404, ""});
  script.on("GET /rest/api/2/issue/createmeta/PAY/issuetypes/10", {404, ""});
  script.on("GET /rest/api/2/issue/createmeta",
            {200, R"({'projects':[{'key':'PAY','issuetypes':[{'id':'10','name':'Story','fields':{
    'summary':{'name':'Summary','required':true,'schema':{'type':'string','system':'summary'}},
    'description':{'name':'Description','schema':{'type':'string','system':'description'}}}}]}]})"});
  const auto proposal = jira.connector->propose(
      CreateIssue{"PAY", "Story", "Pay", {{"description", "# Why"}}, "", "", "m-1"}, nullptr);
  ASSERT_TRUE(proposal) << proposal.error().to_string();
  EXPECT_EQ(
      parse(proposal->requests[0].body),
      parse(
          R"({"fields":{"project":{"key":"PAY"},"issuetype":{"id":"10"},"summary":"Pay","description":"h1. Why"}})"));
  EXPECT_THAT(proposal->warnings, ElementsAre(HasSubstr("cannot carry a label")));
}

TEST_F(JiraDataCenterWrites, NewServersInPages) {
  script.on("GET /rest/api/2/issue/createmeta/PAY/issuetypes",
            {200, "{'isLast':true,'values':[{'id':'10','name':'Story'}]}"});
  script.on("GET /rest/api/2/issue/createmeta/PAY/issuetypes/10?startAt=0&maxResults=50",
            {200,
             "{'isLast':false,'values':[{'fieldId':'summary','name':'Summary','schema':{'type':'string','"
             "system':'summary'}}]}"});
  script.on("GET /rest/api/2/issue/createmeta/PAY/issuetypes/10?startAt=1&maxResults=50",
            {200, "{'isLast':true,'values':[{'fieldId':'duedate','name':'Due','schema':{'type':'date'}}]}"});
  const auto proposal =
      jira.connector->propose(CreateIssue{"PAY", "10", "Pay", {{"due", "2026-02-03"}}, "", "", ""}, nullptr);
  ASSERT_TRUE(proposal) << proposal.error().to_string();
  EXPECT_EQ(parse(proposal->requests[0].body)["fields"]["duedate"], "2026-02-03");
}

TEST(JiraQueryCheck, TellsErrorsInJirasWords) {
  ScriptedJira jira{Product::jira_cloud};
  jira.script.on("POST /rest/api/3/jql/parse?validation=strict",
                 {200,
                  "{'queries':[{'query':'a = 1','errors':[]},{'query':'universe = 42','errors':['Field "
                  "universe does not exist']}]}"});
  Connection connection;
  connection.name = "ours";
  connection.url = test::JiraScript::kUrl;
  jira::Site site{connection, jira::Edition::cloud, jira.delivery, {}};
  const auto checks = jira::check_queries(site, std::vector<std::string>{"a = 1", "universe = 42"});
  ASSERT_TRUE(checks);
  ASSERT_THAT(*checks, SizeIs(2));
  EXPECT_THAT((*checks)[0].errors, IsEmpty());
  EXPECT_THAT((*checks)[1].errors, ElementsAre("Field universe does not exist"));
}

}  // namespace
}  // namespace stint::tracker
