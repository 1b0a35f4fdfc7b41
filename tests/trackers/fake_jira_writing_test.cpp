// What clients do to the fake Jira, as it is told afterwards, and what it refuses.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trackers/jira_talk.h"

namespace stint::test {
namespace {

std::string quoted(std::string_view text) {
  std::string copy{text};
  std::ranges::replace(copy, '\'', '"');
  return copy;
}

class FakeJiraWriting : public testing::Test {
 protected:
  void put(const std::string& target, std::string_view body, int status = 204) {
    const Answer answer = jira.send("PUT", target, quoted(body));
    EXPECT_EQ(answer.status, status) << target << '\n' << answer.body;
  }
  [[nodiscard]] std::string base() { return "/rest/api/3/issue/" + jira.issue().issue.key; }
  // The newest history entry: "field: from -> to" for each of its changes.
  [[nodiscard]] std::vector<std::string> newest() {
    std::vector<std::string> lines;
    const std::vector<HistoryEntry> entries = entries_of(jira.issue().issue);
    for (std::size_t i = 0; i < entries.back().count; ++i) {
      const tracker::Change& change = entries.back().first[i];
      lines.push_back(fmt::format("{}: {} -> {}", change.field, change.from_text, change.to_text));
    }
    return lines;
  }

  JiraTalk jira;
};

TEST_F(FakeJiraWriting, ACreatedIssueIsThereWithWhatWasSaid) {
  const std::string project = jira.site().projects.front().key;
  const json::Value made = jira.post(
      "/rest/api/3/issue",
      fmt::format(
          "{{'fields':{{'project':{{'key':'{}'}},'issuetype':{{'name':'Story'}},'summary':'Pay by card',"
          "'description':{{'type':'doc','version':1,'content':[{{'type':'paragraph','content':[{{'type':'"
          "text',"
          "'text':'bold','marks':[{{'type':'strong'}}]}}]}}]}},"
          "'labels':['one','two'],'priority':{{'name':'High'}},'customfield_10016':5,'assignee':{{'accountId'"
          ":'{}'}}}}}}",
          project, jira.site().me),
      201);
  const std::string key{made["key"].text()};
  const tracker::Issue& issue = jira.site().find(key)->issue;
  EXPECT_EQ(issue.summary, "Pay by card");
  EXPECT_EQ(issue.description, "**bold**");
  EXPECT_EQ(issue.labels, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(issue.priority, "High");
  EXPECT_EQ(issue.numbers, (std::vector<tracker::NumberField>{{"customfield_10016", 5}}));
  EXPECT_EQ(issue.assignee.id, jira.site().me);
  EXPECT_EQ(issue.reporter.id, jira.site().me);
  EXPECT_EQ(issue.created, jira.moment.now);
  EXPECT_TRUE(issue.changes.empty());
  // The document is given back as it came, marks and all.
  const json::Value fields = jira.get("/rest/api/3/issue/" + key)["fields"];
  EXPECT_EQ(fields["description"]["content"].at(0)["content"].at(0)["marks"].at(0)["type"].text(), "strong");
}

TEST_F(FakeJiraWriting, WhatIsWrongWithACreateIsSaidByField) {
  const std::string project = jira.site().projects.front().key;
  const std::size_t before = jira.site().issues().size();
  const auto errors = [&](const std::string& fields) {
    std::vector<std::string> names;
    for (const auto& [name, text] :
         jira.post("/rest/api/3/issue", "{'fields':{" + fields + "}}", 400)["errors"].members())
      names.emplace_back(name);
    return names;
  };
  using Names = std::vector<std::string>;
  const std::string head = fmt::format("'project':{{'key':'{}'}},'issuetype':{{'name':'Bug'}}", project);
  EXPECT_EQ(errors("'summary':'x'"), Names{"project"});
  EXPECT_EQ(errors(head), Names{"summary"});
  EXPECT_EQ(errors(head + ",'summary':'x','description':'no document'"), Names{"description"});
  EXPECT_EQ(errors(head + ",'summary':'x','nonsense':1,'priority':{'name':'Whatever'}"),
            (Names{"nonsense", "priority"}));
  EXPECT_EQ(errors(fmt::format("'project':{{'key':'{}'}},'issuetype':{{'name':'Sub-task'}},'summary':'x'",
                               project)),
            Names{"parent"});
  EXPECT_EQ(jira.site().issues().size(), before);
}

TEST_F(FakeJiraWriting, ASaveLeavesOneEntryWithWhatReallyChanged) {
  const std::string summary = jira.issue().issue.summary;
  jira.moment.now += std::chrono::minutes{5};
  put(base(),
      "{'fields':{'summary':'New "
      "words','customfield_10016':8,'labels':[]},'update':{'labels':[{'add':'late'}]}}");
  EXPECT_EQ(newest(), (std::vector<std::string>{"summary: " + summary + " -> New words",
                                                "Story Points:  -> 8", "labels:  -> late"}));
  EXPECT_EQ(jira.issue().issue.updated, jira.moment.now);
  const auto before = jira.issue().issue.history_total;
  put(base(), "{'fields':{'summary':'New words'}}");
  EXPECT_EQ(jira.issue().issue.history_total, before);
}

TEST_F(FakeJiraWriting, TransitionsFollowTheWorkflowAndItsResolution) {
  jira.site().save(jira.issue(), {{FieldEdit::Field::status, "10001"}}, {jira.site().me, jira.moment.now});
  std::string done;
  for (const json::Value item :
       jira.get(base() + "/transitions?expand=transitions.fields")["transitions"].items()) {
    EXPECT_NE(item["to"]["id"].text(), "10001");
    if (item["to"]["name"].text() == "Done") done = item["id"].text();
    EXPECT_EQ(item["fields"]["resolution"].exists(), item["to"]["name"].text() == "Released");
  }
  jira.moment.now += std::chrono::minutes{1};
  jira.post(base() + "/transitions", "{'transition':{'id':'" + done + "'}}", 204);
  EXPECT_EQ(newest(), (std::vector<std::string>{"resolution:  -> Done", "status: In Progress -> Done"}));
  EXPECT_EQ(jira.issue().issue.resolved, jira.moment.now);
  jira.post(base() + "/transitions", "{'transition':{'id':'" + done + "'}}", 400);
  jira.post(base() + "/transitions", "{'transition':{'id':'710005'}}", 400);
  jira.post(base() + "/transitions",
            "{'transition':{'id':'710005'},'fields':{'resolution':{'name':'Duplicate'}}}", 204);
  EXPECT_EQ(jira.issue().issue.resolution, "Duplicate");
  jira.post(base() + "/transitions", "{'transition':{'id':'710000'}}", 204);
  EXPECT_EQ(jira.issue().issue.resolved, std::nullopt);
}

TEST_F(FakeJiraWriting, LinksHaveTwoEndsAndOneId) {
  const std::string other = jira.site().issues()[7].issue.key;
  const auto ends = [&](const std::string& key) {
    std::vector<std::string> lines;
    for (const json::Value link : jira.get("/rest/api/3/issue/" + key)["fields"]["issuelinks"].items()) {
      const bool outward = link["outwardIssue"].exists();
      lines.push_back(fmt::format("{} {}", link["type"][outward ? "outward" : "inward"].text(),
                                  link[outward ? "outwardIssue" : "inwardIssue"]["key"].text()));
    }
    return lines;
  };
  const std::size_t before = ends(other).size();
  jira.post(
      "/rest/api/3/issueLink",
      fmt::format("{{'type':{{'name':'Blocks'}},'inwardIssue':{{'key':'{}'}},'outwardIssue':{{'key':'{}'}}}}",
                  jira.issue().issue.key, other),
      201);
  EXPECT_EQ(ends(jira.issue().issue.key).back(), "blocks " + other);
  EXPECT_EQ(ends(other).back(), "is blocked by " + jira.issue().issue.key);
  const std::string id = jira.issue().link_ids.back();
  EXPECT_EQ(jira.get("/rest/api/3/issueLink/" + id)["inwardIssue"]["key"].text(), jira.issue().issue.key);
  EXPECT_EQ(jira.send("DELETE", "/rest/api/3/issueLink/" + id).status, 204);
  EXPECT_EQ(ends(other).size(), before);
}

TEST_F(FakeJiraWriting, CommentsAreAddedAndTakenBack) {
  const std::size_t before = jira.issue().issue.comments.size();
  const json::Value made =
      jira.post(base() + "/comment",
                "{'body':{'type':'doc','version':1,'content':[{'type':'paragraph','content':["
                "{'type':'text','text':'Looks good'}]}]}}",
                201);
  const std::string id{made["id"].text()};
  EXPECT_EQ(jira.issue().issue.comments.back().body, "Looks good");
  EXPECT_EQ(jira.issue().issue.comments.back().id, id);
  jira.post(base() + "/comment", "{'body':'plain text'}", 400);
  EXPECT_EQ(jira.send("DELETE", base() + "/comment/" + id).status, 204);
  EXPECT_EQ(jira.issue().issue.comments.size(), before);
}

TEST_F(FakeJiraWriting, SprintsClosedOnesStay) {
  const auto with_state = [&](tracker::SprintState state) {
    return std::ranges::find(jira.site().sprints, state, &tracker::Sprint::state)->id;
  };
  const std::string closed = with_state(tracker::SprintState::closed);
  const std::string active = with_state(tracker::SprintState::active);
  const std::string future = with_state(tracker::SprintState::future);
  jira.site().save(jira.issue(), {{FieldEdit::Field::sprint, closed + "," + active}},
                   {jira.site().me, jira.moment.now});
  const std::string body = "{'issues':['" + jira.issue().issue.key + "']}";
  jira.post("/rest/agile/1.0/sprint/" + future + "/issue", body, 204);
  EXPECT_EQ(jira.issue().issue.sprint_ids, (std::vector<std::string>{closed, future}));
  EXPECT_EQ(jira.issue().issue.changes.back().field, "Sprint");
  EXPECT_EQ(jira.issue().issue.changes.back().from, closed + ", " + active);
  EXPECT_EQ(jira.issue().issue.changes.back().to, closed + ", " + future);
  jira.post("/rest/agile/1.0/backlog/issue", body, 204);
  EXPECT_EQ(jira.issue().issue.sprint_ids, std::vector<std::string>{closed});
  jira.post("/rest/agile/1.0/sprint/" + closed + "/issue", body, 400);
}

TEST_F(FakeJiraWriting, ADeletedIssueIsGone) {
  const std::string key = jira.issue().issue.key;
  // Its sub-tasks, should it have some, would hold it back.
  EXPECT_EQ(jira.send("DELETE", base() + "?deleteSubtasks=true").status, 204);
  jira.get("/rest/api/3/issue/" + key, 404);
}

TEST_F(FakeJiraWriting, StrangersAndUnknownWordsAreTurnedAway) {
  ReceivedRequest request;
  request.method = "GET";
  request.target = "/rest/api/3/myself";
  EXPECT_EQ(jira.fake().handle(request, jira.moment).status, 401);
  request.headers.emplace_back("authorization", "Bearer fake-token");
  EXPECT_EQ(jira.fake().handle(request, jira.moment).status, 401);
  EXPECT_EQ(jira.fake().violations(), std::vector<std::string>{});
  EXPECT_EQ(jira.get("/rest/api/3/myself")["accountId"].text(), jira.site().me);
  jira.post("/rest/api/3/search", "{'jql':'project is not EMPTY'}", 410);
  EXPECT_EQ(jira.fake().violations(), std::vector<std::string>{});
  jira.get("/rest/api/3/issue/1?colour=red", 400);
  jira.post("/rest/api/3/search/jql", "{'jql':'x','startAt':0}", 400);
  jira.get("/rest/api/3/nonsense", 404);
  jira.get("/rest/api/2/search?jql=x", 404);
  EXPECT_EQ(jira.fake().violations().size(), 4U);
}

TEST(FakeJiraDataCenter, TakesTokensPasswordsAndWiki) {
  JiraOptions options;
  options.cloud = false;
  JiraTalk jira{options};
  ReceivedRequest request;
  request.method = "GET";
  request.target = "/rest/api/2/myself";
  request.headers.emplace_back("authorization", "Bearer fake-token");
  EXPECT_EQ(jira.fake().handle(request, jira.moment).status, 200);
  const json::Value me = jira.get("/rest/api/2/myself");
  EXPECT_EQ(me["key"].text(), jira.site().me);
  EXPECT_FALSE(me["accountId"].exists());
  EXPECT_EQ(jira.get("/rest/api/2/serverInfo")["versionNumbers"].at(0).as_int(), 9);
  const std::string base = "/rest/api/2/issue/" + jira.issue().issue.key;
  jira.post(base + "/comment", "{'body':'h2. Title'}", 201);
  EXPECT_EQ(jira.issue().issue.comments.back().body, "## Title");
  jira.get(base + "/changelog", 404);
  jira.get("/rest/api/2/issue/createmeta", 404);
}

}  // namespace
}  // namespace stint::test
