// Which values of fields would be sent to Jira.
#include <gmock/gmock.h>

#include "tracker/jira_connector_writes.h"

namespace stint::tracker {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using JiraEdit = JiraWrites;
using JiraCreate = JiraWrites;

TEST_F(JiraEdit, SendsWhatChangesAndNothingElse) {
  script.on("GET /rest/api/3/issue/10001", {200,
                                            "{'fields':{'summary':'Pay','priority':{'id':'3','name':'Medium'}"
                                            ",'customfield_1':5.0,'labels':['a','b']}}"});
  const Proposal proposal =
      propose(EditFields{{{"summary", "Pay"}, {"Priority", "highest"}, {"points", "8"}, {"labels", "b, c"}}});
  ASSERT_THAT(proposal.requests, SizeIs(1));
  EXPECT_EQ(proposal.requests[0].method, "PUT");
  EXPECT_EQ(proposal.requests[0].path, "/rest/api/3/issue/10001");
  EXPECT_EQ(proposal.requests[0].content_type, "application/json");
  EXPECT_EQ(proposal.requests[0].expects, target.version);
  EXPECT_EQ(parse(proposal.requests[0].body),
            parse(R"({"fields":{"priority":{"id":"1"},"customfield_1":8,"labels":["b","c"]}})"));
  EXPECT_THAT(proposal.diff,
              ElementsAre(FieldDiff{"Priority", "Medium", "Highest"}, FieldDiff{"Story Points", "5", "8"},
                          FieldDiff{"Labels", "a, b", "b, c"}));
  EXPECT_EQ(proposal.version, target.version);
  ASSERT_TRUE(proposal.undo);
  EXPECT_EQ(std::get<EditFields>(*proposal.undo).fields,
            (std::vector<FieldValue>{{"priority", "Medium"}, {"customfield_1", "5"}, {"labels", "a, b"}}));
  EXPECT_EQ(script.asked("GET /rest/api/3/issue/10001")[0].path,
            "/rest/api/3/issue/10001?fields=summary,priority,customfield_1,labels");
}

TEST_F(JiraEdit, ValuesAreOfTheirFieldsType) {
  script.on("GET /rest/api/3/issue/10001", {200,
                                            "{'fields':{'components':[{'name':'Web'}],'duedate':'2026-01-01',"
                                            "'parent':{'key':'PAY-9'},'customfield_1':1,'labels':['x']}}"});
  EXPECT_EQ(field_json("points", "0.5"), "0.5");
  EXPECT_EQ(field_json("points", ""), "null");
  EXPECT_EQ(field_json("labels", ""), "[]");
  EXPECT_EQ(field_json("components", "App, mobile"), R"([{"id":"21"}])");
  EXPECT_THAT(refusal(EditFields{{{"components", "web, App, mobile"}}}),
              HasSubstr("\"App\" is no value of Components"));
}

TEST_F(JiraEdit, MoreTypes) {
  script.on("GET /rest/api/3/issue/10001", {200, "{'fields':{}}"});
  script.on("GET /rest/api/3/user/assignable/search", {200, "[{'accountId':'u2','displayName':'Bo'}]"});
  EXPECT_EQ(field_json("due", "2026-03-31"), R"("2026-03-31")");
  EXPECT_EQ(field_json("parent", "PAY-7"), R"({"key":"PAY-7"})");
  EXPECT_EQ(field_json("Team", "red"), R"({"id":"7"})");
  EXPECT_EQ(field_json("Place", "Europe > Bern"), R"({"id":"8","child":{"id":"9"}})");
  EXPECT_EQ(field_json("Reviewer", "Bo"), R"({"accountId":"u2"})");
  EXPECT_EQ(field_json("customfield_6", "12"), "12");
  EXPECT_EQ(field_json("Seen", "2026-03-31T09:00:00.25+02:00"), R"("2026-03-31T07:00:00.250+0000")");
  EXPECT_EQ(field_json("customfield_8", "one, two"), R"("one, two")");
  const std::string adf = field_json("Notes", "**bold**");
  EXPECT_EQ(parse(adf)["type"], "doc");
  EXPECT_THAT(adf, HasSubstr("strong"));
}

TEST_F(JiraEdit, RefusalsSayWhatThereIs) {
  script.on("GET /rest/api/3/issue/10001", {200, "{'fields':{}}"});
  EXPECT_THAT(refusal(EditFields{{{"Colour", "x"}}}),
              HasSubstr("no field \"Colour\" on this screen; there are Summary, "));
  EXPECT_THAT(refusal(EditFields{{{"twice", "x"}}}),
              HasSubstr("customfield_7 (Twice) or customfield_8 (twice)"));
  EXPECT_THAT(refusal(EditFields{{{"priority", "urgent"}}}), HasSubstr("it takes Highest or Medium"));
  EXPECT_THAT(refusal(EditFields{{{"points", "many"}}}), HasSubstr("a number"));
  EXPECT_THAT(refusal(EditFields{{{"due", "31.3.2026"}}}), HasSubstr("2026-03-31"));
  EXPECT_THAT(refusal(EditFields{{{"labels", "two words"}}}), HasSubstr("no spaces"));
  EXPECT_THAT(refusal(EditFields{{{"summary", " "}}}), HasSubstr("needs a summary"));
  EXPECT_THAT(refusal(EditFields{{{"points", "1"}, {"Story Points", "2"}}}), HasSubstr("given twice"));
  EXPECT_THAT(refusal(EditFields{{{"points", ""}}}), HasSubstr("nothing would change"));
}

TEST_F(JiraEdit, ADescriptionIsComparedAsItWillRead) {
  constexpr std::string_view kDoc =
      "{'fields':{'description':{'type':'doc','version':1,'content':[{'type':'paragraph','content':["
      "{'type':'text','text':'old','marks':[{'type':'strong'}]}]}]}}}";
  script.on("GET /rest/api/3/issue/10001", {200, std::string{kDoc}});
  EXPECT_THAT(refusal(EditFields{{{"description", "__old__\n"}}}), HasSubstr("nothing would change"));
  const Proposal proposal = propose(EditFields{{{"description", "new"}}});
  EXPECT_THAT(proposal.diff, ElementsAre(FieldDiff{"Description", "**old**", "new"}));
}

constexpr std::string_view kTypes = "GET /rest/api/3/issue/createmeta/PAY/issuetypes";
constexpr std::string_view kTypeFields = "GET /rest/api/3/issue/createmeta/PAY/issuetypes/10";

TEST_F(JiraCreate, AnIssueWithEverything) {
  script.on(std::string{kTypes}, {200,
                                  "{'startAt':0,'maxResults':50,'total':2,'issueTypes':[{'id':'9','name':'"
                                  "Bug'},{'id':'10','name':'Story'}]}"});
  script.on(std::string{kTypeFields}, {200, R"({'startAt':0,'maxResults':50,'total':8,'fields':[
    {'fieldId':'project','name':'Project','required':true,'schema':{'type':'project'}},
    {'fieldId':'issuetype','name':'Issue Type','required':true,'schema':{'type':'issuetype'}},
    {'fieldId':'summary','name':'Summary','required':true,'schema':{'type':'string','system':'summary'}},
    {'fieldId':'reporter','name':'Reporter','required':true,'schema':{'type':'user'}},
    {'fieldId':'assignee','name':'Assignee','required':false,'schema':{'type':'user'}},
    {'fieldId':'labels','name':'Labels','required':false,'schema':{'type':'array','items':'string','system':'labels'}},
    {'fieldId':'customfield_6','name':'Sprint','schema':{'type':'array','custom':'com.pyxis.greenhopper.jira:gh-sprint'}},
    {'fieldId':'customfield_9','name':'Severity','required':true,'hasDefaultValue':false,'schema':{'type':'string'}}]})"});
  script.on("GET /rest/api/3/user/assignable/search",
            {200,
             "[{'accountId':'u1','displayName':'Ann','emailAddress':'ann@x.org'},{'accountId':'u2','"
             "displayName':'Anna'}]"});
  script.on("GET /rest/agile/1.0/sprint/12", {200, "{'id':12,'name':'S12','state':'future'}"});
  CreateIssue create{"PAY", "story", "Pay faster", {{"labels", "fast"}}, "ANN@x.org", "12", "stint-0011aabb"};
  const auto proposal = connector.propose(create, nullptr);
  ASSERT_TRUE(proposal) << proposal.error().to_string();
  ASSERT_THAT(proposal->requests, SizeIs(1));
  EXPECT_EQ(proposal->requests[0].method + " " + proposal->requests[0].path, "POST /rest/api/3/issue");
  EXPECT_EQ(proposal->requests[0].expects, "");
  EXPECT_EQ(parse(proposal->requests[0].body),
            parse(R"({"fields":{"project":{"key":"PAY"},"issuetype":{"id":"10"},
     "summary":"Pay faster","labels":["fast","stint-0011aabb"],"assignee":{"accountId":"u1"},"customfield_6":12}})"));
  EXPECT_THAT(proposal->diff, ElementsAre(FieldDiff{"project", "", "PAY"}, FieldDiff{"type", "", "Story"},
                                          FieldDiff{"Summary", "", "Pay faster"},
                                          FieldDiff{"Labels", "", "fast, stint-0011aabb"},
                                          FieldDiff{"Assignee", "", "Ann"}, FieldDiff{"Sprint", "", "S12"}));
  EXPECT_THAT(proposal->warnings, ElementsAre("Jira may refuse it: the project also asks for Severity"));
  EXPECT_TRUE(std::holds_alternative<DeleteIssue>(proposal->undo.value()));
  EXPECT_THAT(connector.propose(CreateIssue{"PAY", "Epos", "x", {}, "", "", ""}, nullptr).error().hint,
              HasSubstr("there are Bug or Story"));
}

}  // namespace
}  // namespace stint::tracker
