// The fake Azure DevOps, held against the site behind it and against what the service is known to do.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <set>

#include "lib/sodium/base64.h"
#include "support/trackers/azure_handler.h"
#include "support/trackers/site_demo.h"
#include "trackers/talk.h"

namespace stint::test {
namespace {

constexpr std::string_view kPatch = "application/json-patch+json";

// A query as a body; its own quotes are not to be taken for those of JSON.
std::string wiql_body(std::string_view wiql) {
  std::string text;
  for (const char c : wiql) text += c == '\'' ? std::string{"\\u0027"} : std::string(1, c);
  return "{'query':'" + text + "'}";
}

class FakeAzure : public testing::Test {
 protected:
  static AzureOptions options() {
    AzureOptions options;
    options.wiql_limit = 100;
    return options;
  }
  // Ids of all that a query finds.
  std::vector<std::string> query(const std::string& wiql, std::string_view more = "&timePrecision=true") {
    std::vector<std::string> ids;
    const json::Value answer =
        talk.post(fmt::format("/_apis/wit/wiql?api-version=7.1{}", more), wiql_body(wiql));
    const json::Items items = answer["workItems"].items();
    for (const json::Value item : items) ids.push_back(std::to_string(item["id"].as_int().value_or(0)));
    return ids;
  }
  SiteIssue& with_most(const std::function<std::size_t(const SiteIssue&)>& count) {
    const auto most = std::ranges::max_element(site->issues(), {}, count);
    return *site->find(most->issue.id);
  }

  std::unique_ptr<Site> site =
      demo_site({.issues = 130, .sprints = 3, .seed = 3, .long_history = 450, .many_comments = 230});
  AzureHandler handler{*site, options()};
  Talk talk{handler,
            {{"authorization", "Basic " + base64_of(":" + options().token)}},
            site->built + std::chrono::hours{1},
            "https://fake.example/contoso"};
};

TEST_F(FakeAzure, WithoutATokenItIsTheSignInPage) {
  talk.headers.front().second = "Basic " + base64_of(":wrong");
  EXPECT_EQ(talk.send("GET", "/_apis/projects?api-version=7.1").status, 203);
  EXPECT_TRUE(talk.last.content_type.starts_with("text/html"));
  talk.headers.clear();
  EXPECT_EQ(talk.send("GET", "/_apis/projects?api-version=7.1").status, 302);
}

TEST_F(FakeAzure, VersionsAreChecked) {
  EXPECT_EQ(talk.get("/_apis/connectionData?api-version=7.1", 400)["typeKey"].text(),
            "VssInvalidPreviewVersionException");
  EXPECT_TRUE(
      talk.get("/_apis/connectionData?api-version=7.1-preview")["authenticatedUser"]["id"].is_string());
  EXPECT_EQ(talk.get("/_apis/projects?api-version=9.0", 400)["typeKey"].text(),
            "VssVersionOutOfRangeException");
  EXPECT_EQ(talk.get("/_apis/projects", 400)["typeKey"].text(), "VssVersionNotSpecifiedException");
}

TEST_F(FakeAzure, WhatNoClientMaySendIsNoted) {
  EXPECT_EQ(talk.send("GET", "/_apis/projects?api-version=7.1&colour=red").status, 400);
  EXPECT_EQ(talk.send("GET", "/_apis/wit/nothing?api-version=7.1").status, 404);
  EXPECT_EQ(handler.violations().size(), 2U);
}

TEST_F(FakeAzure, QueriesFindWhatTheyAskFor) {
  const std::string project = site->projects.front().name;
  std::set<std::string> expected;
  for (const SiteIssue& each : site->issues())
    if (each.issue.project_name == project && std::stoll(each.issue.id) > 10'050)
      expected.insert(each.issue.id);
  std::vector<std::string> found =
      query(fmt::format("SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] IN ('{}') AND "
                        "[System.Id] > 10050 ORDER BY [System.Id]",
                        project),
            "&$top=99");
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, [](const std::string& id) { return std::stoll(id); }));
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()),
            std::set<std::string>(
                expected.begin(),
                std::next(expected.begin(),
                          static_cast<std::ptrdiff_t>(std::min<std::size_t>(99, expected.size())))));
}

TEST_F(FakeAzure, QueriesKnowDatesTagsAndTitles) {
  const Act act{site->me, talk.moment.now};
  SiteIssue& issue = *site->find(site->issues()[5].issue.id);
  site->save(issue, {{FieldEdit::Field::summary, "It's new"}, {FieldEdit::Field::labels, "marker-1 other"}},
             act);
  const std::vector<std::string> one{issue.issue.id};
  talk.moment.now += std::chrono::minutes{1};
  EXPECT_EQ(query(fmt::format("SELECT [System.Id] FROM workitems WHERE [System.ChangedDate] >= '{}'",
                              azure_time(act.at))),
            one);
  EXPECT_EQ(query(fmt::format("SELECT [System.Id] FROM workitems WHERE [System.ChangedDate] > '{}'",
                              azure_time(act.at))),
            std::vector<std::string>{});
  EXPECT_EQ(query("SELECT [System.Id] FROM WorkItems WHERE [System.Tags] CONTAINS 'Marker-1'"), one);
  EXPECT_EQ(query("SELECT [System.Id] FROM WorkItems WHERE NOT ([System.Title] <> 'It''s new')"), one);
  EXPECT_EQ(query("SELECT [System.Id] FROM WorkItems WHERE [System.Title] = 'x' OR [System.Id] = " +
                  issue.issue.id),
            one);
}

TEST_F(FakeAzure, WrongQueriesAreRefused) {
  const auto refused = [&](std::string_view wiql, std::string_view more, std::string_view words) {
    const json::Value answer =
        talk.post(fmt::format("/_apis/wit/wiql?api-version=7.1{}", more), wiql_body(wiql), 400);
    EXPECT_TRUE(answer["message"].text().contains(words)) << answer["message"].text();
  };
  refused("SELECT [System.Id] FROM WorkItems WHERE [System.Colour] = 1", "", "TF51005");
  refused("SELECT [System.Id] FROM WorkItems WHERE [System.Id] = ", "", "TF51006");
  refused("SELECT [System.Id] WHERE [System.Id] = 1", "", "TF51006");
  refused("SELECT [System.Id] FROM WorkItems WHERE [System.ChangedDate] > '2026-01-01T10:00:00Z'", "",
          "date precision");
  refused("SELECT [System.Id] FROM WorkItems", "", "VS402337");
  EXPECT_EQ(query("SELECT [System.Id] FROM WorkItems", "&$top=100").size(), 100U);
}

TEST_F(FakeAzure, BatchesAreOfTwoHundred) {
  std::string many = "10001";
  for (int i = 0; i < 200; ++i) many += ",10001";
  talk.post("/_apis/wit/workitemsbatch?api-version=7.1", "{'ids':[" + many + "]}", 400);
  talk.post("/_apis/wit/workitemsbatch?api-version=7.1",
            "{'ids':[1,2],'fields':['System.Id'],'$expand':'all'}", 400);
  EXPECT_EQ(
      talk.post("/_apis/wit/workitemsbatch?api-version=7.1", "{'ids':[1,10001]}", 404)["typeKey"].text(),
      "WorkItemUnauthorizedAccessException");
  const json::Value two =
      talk.post("/_apis/wit/workitemsbatch?api-version=7.1",
                "{'ids':[10001,1],'errorPolicy':'omit','fields':['System.Id','System.Rev']}");
  EXPECT_EQ(two["count"].as_int(), 2);
  EXPECT_TRUE(two["value"].at(0).is_null());
  EXPECT_EQ(two["value"].at(1)["fields"].size(), 2U);
}

TEST_F(FakeAzure, HistoriesHaveTheServicesOddities) {
  const SiteIssue& issue = with_most([](const SiteIssue& each) { return each.issue.changes.size(); });
  const std::string base = fmt::format("/_apis/wit/workItems/{}/updates?api-version=7.1", issue.issue.id);
  const json::Value first = talk.get(base)["value"];
  ASSERT_EQ(first.size(), 200U);
  EXPECT_EQ(first.at(0)["rev"].as_int(), 1);
  EXPECT_EQ(first.at(0)["fields"]["System.State"]["newValue"].text(), site->statuses[0].name);
  EXPECT_FALSE(first.at(0)["fields"]["System.State"]["oldValue"].exists());
  EXPECT_TRUE(first.at(0)["fields"]["System.AssignedTo"].is_object());
  EXPECT_EQ(first.at(1)["fields"]["System.State"]["oldValue"].text(), issue.issue.changes[0].from_text);
  EXPECT_EQ(first.at(1)["fields"]["System.State"]["newValue"].text(), issue.issue.changes[0].to_text);
  EXPECT_EQ(first.at(0)["revisedDate"].text(),
            first.at(1)["fields"]["System.ChangedDate"]["newValue"].text());
  const json::Value rest = talk.get(base + "&$skip=400&$top=500")["value"];
  const std::size_t saves = issue.issue.changes.size();
  ASSERT_EQ(rest.size(), saves + 1 - 400);
  EXPECT_EQ(rest.at(rest.size() - 1)["revisedDate"].text(), kNeverRevised);
  EXPECT_EQ(rest.at(rest.size() - 1)["id"].as_int(), static_cast<std::int64_t>(saves) + 1);
  EXPECT_EQ(talk.get(fmt::format("/_apis/wit/workItems/{}?api-version=7.1", issue.issue.id))["rev"].as_int(),
            static_cast<std::int64_t>(saves) + 1);
}

TEST_F(FakeAzure, LinksFromElsewhereLeaveNoRevision) {
  int alone = 0;
  for (const SiteIssue& each : site->issues()) {
    if (each.deleted || each.issue.links.empty()) continue;
    const json::Value updates =
        talk.get(fmt::format("/_apis/wit/workItems/{}/updates?api-version=7.1", each.issue.id))["value"];
    std::int64_t before = 0;
    const json::Items items = updates.items();
    for (const json::Value update : items) {
      const std::int64_t rev = update["rev"].as_int().value_or(0);
      EXPECT_EQ(rev, update["fields"].exists() ? before + 1 : before);
      if (!update["fields"].exists()) {
        ++alone;
        EXPECT_TRUE(update["relations"].is_object());
        EXPECT_NE(update["revisedDate"].text(), kNeverRevised);
      }
      before = rev;
    }
  }
  EXPECT_GT(alone, 0);
}

TEST_F(FakeAzure, CommentsComeInPages) {
  const SiteIssue& issue = with_most([](const SiteIssue& each) { return each.issue.comments.size(); });
  const std::string project =
      talk.get(fmt::format("/_apis/wit/workItems/{}?api-version=7.1&fields=System.TeamProject",
                           issue.issue.id))["fields"]["System.TeamProject"]
                  .text() == site->projects[0].name
          ? site->projects[0].name
          : site->projects[1].name;
  std::string encoded;
  for (const char c : project) encoded += c == ' ' ? std::string{"%20"} : std::string(1, c);
  const std::string base =
      fmt::format("/{}/_apis/wit/workItems/{}/comments?api-version=7.1-preview.4&$top=100&order=asc", encoded,
                  issue.issue.id);
  std::vector<std::string> ids;
  std::string token;
  do {
    const json::Value page = talk.get(base + (token.empty() ? "" : "&continuationToken=" + token));
    EXPECT_EQ(page["totalCount"].as_int(), static_cast<std::int64_t>(issue.issue.comments.size()));
    const json::Items items = page["comments"].items();
    for (const json::Value comment : items) ids.push_back(std::to_string(comment["id"].as_int().value_or(0)));
    token = page["continuationToken"].text();
  } while (!token.empty());
  std::vector<std::string> expected;
  for (const tracker::Comment& comment : issue.issue.comments) expected.push_back(comment.id);
  EXPECT_EQ(ids, expected);
  // Wrong pages: the token again, and an empty one that leads on.
  talk.moment.page = PageFault::repeated_token;
  EXPECT_EQ(talk.get(base + "&continuationToken=100")["continuationToken"].text(), "100");
  talk.moment.page = PageFault::empty_page;
  const json::Value empty = talk.get(base + "&continuationToken=100");
  EXPECT_EQ(empty["comments"].size(), 0U);
  EXPECT_EQ(empty["continuationToken"].text(), "e100");
}

TEST_F(FakeAzure, PatchesAreHeldAgainstTheRevision) {
  SiteIssue& issue = *site->find(site->issues()[7].issue.id);
  const std::string target = fmt::format("/_apis/wit/workitems/{}?api-version=7.1", issue.issue.id);
  const std::int64_t rev = talk.get(target)["rev"].as_int().value_or(0);
  const auto body = [&](std::int64_t tested, std::string_view rest) {
    return fmt::format("[{{'op':'test','path':'/rev','value':{}}},{}]", tested, rest);
  };
  const std::string title = "{'op':'add','path':'/fields/System.Title','value':'Renamed'}";
  const json::Value conflict = talk.patch(target, body(rev - 1, title), 412, kPatch);
  EXPECT_EQ(conflict["typeKey"].text(), "TestPatchOperationFailedException");
  EXPECT_TRUE(conflict["message"].text().starts_with("VS403351"));
  // A dry run looks and does nothing.
  EXPECT_EQ(talk.patch(target + "&validateOnly=true", body(rev, title), 200, kPatch)["rev"].as_int(), rev);
  EXPECT_NE(issue.issue.summary, "Renamed");
  EXPECT_EQ(talk.patch(target, body(rev, title), 200, kPatch)["rev"].as_int(), rev + 1);
  EXPECT_EQ(issue.issue.summary, "Renamed");
  EXPECT_EQ(talk.patch(target, body(rev, title), 412, kPatch)["typeKey"].text(),
            "TestPatchOperationFailedException");
  EXPECT_EQ(talk.send("PATCH", target, body(rev + 1, title)).status, 415);
}

TEST_F(FakeAzure, PatchesThatCannotBeAreRefused) {
  SiteIssue& issue = *site->find(site->issues()[7].issue.id);
  const std::string target = fmt::format("/_apis/wit/workitems/{}?api-version=7.1", issue.issue.id);
  const std::string before = text_of(issue.issue);
  const auto refused = [&](std::string_view field, std::string_view value, std::string_view words) {
    const json::Value answer = talk.patch(
        target, fmt::format("[{{'op':'add','path':'/fields/{}','value':{}}}]", field, value), 400, kPatch);
    EXPECT_TRUE(answer["message"].text().contains(words)) << answer["message"].text();
  };
  refused("System.State", "'Nowhere'", "not in the list of supported values");
  refused("System.AssignedTo", "'nobody@fake.example'", "unknown identity");
  refused("System.IterationPath", "'No\\\\\\\\Such'", "TF401347");
  refused("Custom.Colour", "'red'", "TF51535");
  refused("System.Title", "''", "TF401320");
  EXPECT_EQ(text_of(issue.issue), before);
}

TEST_F(FakeAzure, ItemsAreMadeDeletedAndRestored) {
  std::string project;
  for (const char c : site->projects[0].name) project += c == ' ' ? std::string{"%20"} : std::string(1, c);
  const std::size_t before = site->size();
  const std::string sprint = AzureWords{*site, {}}.iteration_path(site->sprints[0].id, "");
  std::string path;
  for (const char c : sprint) path += c == '\\' ? std::string{"\\\\"} : std::string(1, c);
  talk.send("POST", fmt::format("/{}/_apis/wit/workitems/$User%20Story?api-version=7.1", project),
            fmt::format("[{{'op':'add','path':'/fields/System.Title','value':'Made'}},{{'op':'add','path':'/"
                        "fields/System.Tags','value':'a; b'}},"
                        "{{'op':'add','path':'/fields/System.IterationPath','value':'{}'}},"
                        "{{'op':'add','path':'/relations/"
                        "-','value':{{'rel':'System.LinkTypes.Related','url':'x/_apis/wit/workItems/{}'}}}}]",
                        path, site->issues()[3].issue.id),
            kPatch);
  ASSERT_EQ(talk.last.status, 200) << talk.last.body;
  json::Parser parser;
  const auto made = parser.parse(talk.last.body);
  const std::string id = std::to_string((*made)["id"].as_int().value_or(0));
  EXPECT_EQ(site->size(), before + 1);
  const SiteIssue* const issue = site->find(id);
  ASSERT_NE(issue, nullptr);
  EXPECT_EQ(issue->issue.labels, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(issue->issue.sprint_ids, std::vector<std::string>{site->sprints[0].id});
  ASSERT_EQ(issue->issue.links.size(), 1U);
  EXPECT_EQ(issue->issue.links[0].other_id, site->issues()[3].issue.id);
  EXPECT_EQ(talk.send("DELETE", fmt::format("/_apis/wit/workitems/{}?api-version=7.1", id)).status, 200);
  talk.get(fmt::format("/_apis/wit/workitems/{}?api-version=7.1", id), 404);
  EXPECT_EQ(talk.get("/_apis/wit/recyclebin?api-version=7.1")["count"].as_int(), 1);
  talk.patch(fmt::format("/_apis/wit/recyclebin/{}?api-version=7.1", id), "{'IsDeleted':false}");
  EXPECT_EQ(
      talk.get(fmt::format("/_apis/wit/workitems/{}?api-version=7.1", id))["fields"]["System.Title"].text(),
      "Made");
}

TEST_F(FakeAzure, EachProcessHasItsWords) {
  struct Row {
    AzureProcess process;
    std::string_view story;
    std::string_view estimate;
    std::string_view description;  // of bugs
  };
  for (const Row& row :
       {Row{AzureProcess::agile, "User Story", "Microsoft.VSTS.Scheduling.StoryPoints",
            "Microsoft.VSTS.TCM.ReproSteps"},
        Row{AzureProcess::scrum, "Product Backlog Item", "Microsoft.VSTS.Scheduling.Effort",
            "Microsoft.VSTS.TCM.ReproSteps"},
        Row{AzureProcess::cmmi, "Requirement", "Microsoft.VSTS.Scheduling.Size",
            "Microsoft.VSTS.TCM.ReproSteps"},
        Row{AzureProcess::basic, "Issue", "Microsoft.VSTS.Scheduling.Effort", "System.Description"}}) {
    AzureOptions with = options();
    with.process = row.process;
    AzureHandler other{*site, with};
    Talk to{other, talk.headers, talk.moment.now, talk.moment.base_url};
    const std::string project = other.words().project_id(site->projects[0]);
    const json::Value backlog =
        to.get(fmt::format("/{}/_apis/work/backlogconfiguration?api-version=7.1", project));
    EXPECT_EQ(backlog["backlogFields"]["typeFields"]["Effort"].text(), row.estimate);
    EXPECT_EQ(backlog["requirementBacklog"]["workItemTypes"].at(0)["name"].text(), row.story);
    for (const SiteIssue& each : site->issues()) {
      if (each.issue.type != "Bug" || each.deleted || each.issue.description.empty()) continue;
      const json::Value item = to.get(fmt::format("/_apis/wit/workItems/{}?api-version=7.1", each.issue.id));
      EXPECT_TRUE(item["fields"][row.description].is_string());
      break;
    }
  }
}

}  // namespace
}  // namespace stint::test
