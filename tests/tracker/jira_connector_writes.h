// An issue of a scripted Jira that is to be written.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"
#include "tracker/jira_script.h"

namespace stint::tracker {

inline JsonDocument parse(std::string_view text) {
  return JsonDocument::parse(text);
}

// What the issue's edit screen says.
inline constexpr std::string_view kEditMeta = R"({'fields':{
  'summary':{'name':'Summary','required':true,'schema':{'type':'string','system':'summary'}},
  'description':{'name':'Description','schema':{'type':'string','system':'description'}},
  'priority':{'name':'Priority','schema':{'type':'priority','system':'priority'},
    'allowedValues':[{'id':'1','name':'Highest'},{'id':'3','name':'Medium'}]},
  'labels':{'name':'Labels','schema':{'type':'array','items':'string','system':'labels'}},
  'components':{'name':'Components','schema':{'type':'array','items':'component','system':'components'},
    'allowedValues':[{'id':'20','name':'Web'},{'id':'21','name':'App, mobile'}]},
  'duedate':{'name':'Due date','schema':{'type':'date','system':'duedate'}},
  'parent':{'name':'Parent','schema':{'type':'issuelink','system':'parent'}},
  'customfield_1':{'name':'Story Points','schema':{'type':'number','custom':'x:float','customId':1}},
  'customfield_2':{'name':'Team','schema':{'type':'option','custom':'x:select'},'allowedValues':[{'id':'7','value':'Red'}]},
  'customfield_3':{'name':'Notes','schema':{'type':'string','custom':'com.atlassian.jira.plugin.system.customfieldtypes:textarea'}},
  'customfield_4':{'name':'Place','schema':{'type':'option-with-child','custom':'x:cascadingselect'},
    'allowedValues':[{'id':'8','value':'Europe','children':[{'id':'9','value':'Bern'}]}]},
  'customfield_5':{'name':'Reviewer','schema':{'type':'user','custom':'x:userpicker'}},
  'customfield_6':{'name':'Sprint','schema':{'type':'array','items':'json','custom':'com.pyxis.greenhopper.jira:gh-sprint'}},
  'customfield_7':{'name':'Twice','schema':{'type':'string','custom':'x:textfield'}},
  'customfield_8':{'name':'twice','schema':{'type':'string','custom':'x:textfield'}},
  'customfield_9':{'name':'Seen','schema':{'type':'datetime','custom':'x:datetime'}}}})";

inline Sprint sprint_of(const std::string& id, SprintState state) {
  Sprint made;
  made.id = id;
  made.name = "S" + id;
  made.state = state;
  return made;
}

struct JiraWrites : ::testing::Test {
  test::ScriptedJira jira{Product::jira_cloud};
  test::JiraScript& script = jira.script;
  Connector& connector = *jira.connector;
  Target target;

  JiraWrites() {
    Issue& issue = target.record.issue;
    issue.id = "10001";
    issue.key = "PAY-1";
    issue.project_key = "PAY";
    issue.summary = "Pay";
    issue.status = {"3", "In Progress", StatusCategory::in_progress};
    issue.assignee = {"u1", "Ann", false};
    issue.comments = {{"55", {}, "u1", false, "a comment"}};
    issue.sprint_ids = {"4", "5"};
    target.record.sprints = {sprint_of("4", SprintState::closed), sprint_of("5", SprintState::active)};
    target.version = "2026-01-10T00:00:00+00:00";
    script.on("GET /rest/api/3/issue/10001/editmeta", {200, std::string{kEditMeta}});
  }

  // The proposal of a write that works.
  Proposal propose(const Write& write) {
    auto proposal = connector.propose(write, &target);
    EXPECT_TRUE(proposal) << proposal.error().to_string();
    return proposal ? std::move(*proposal) : Proposal{{{}}, {}, {}, {}, {}};
  }
  std::string refusal(const Write& write) {
    const auto proposal = connector.propose(write, &target);
    EXPECT_FALSE(proposal);
    return proposal ? "" : proposal.error().to_string();
  }
  // What the value of one field becomes, as JSON.
  std::string field_json(const std::string& field, const std::string& value) {
    const Proposal proposal = propose(EditFields{{{field, value}}});
    return parse(proposal.requests.at(0).body)["fields"].begin().value().dump();
  }
};

}  // namespace stint::tracker
