// The fake Taiga, held against the site behind it, its documented answers and what its code is known to do.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "lib/curl/transport.h"
#include "support/trackers/site_demo.h"
#include "support/trackers/taiga_handler.h"
#include "trackers/talk.h"

namespace stint::test {
namespace {

class FakeTaiga : public testing::Test {
 protected:
  static TaigaOptions options() {
    TaigaOptions options;
    options.token_life = std::chrono::minutes{10};
    return options;
  }
  void sign_in(Talk& with) {
    const json::Value tokens =
        with.post("/api/v1/auth", fmt::format("{{'type':'normal','username':'{}','password':'{}'}}",
                                              options().user, options().password));
    refresh = tokens["refresh"].text();
    with.headers = {{"authorization", "Bearer " + std::string{tokens["auth_token"].text()}}};
  }
  [[nodiscard]] const SiteIssue& story() const {
    return **std::ranges::find_if(stories(), [](const SiteIssue* each) {
      return !each->issue.numbers.empty() && !each->issue.sprint_ids.empty();
    });
  }
  [[nodiscard]] const std::vector<const SiteIssue*>& stories() const {
    return handler.words().all(TaigaKind::story);
  }

  std::unique_ptr<Site> site =
      demo_site({.issues = 130, .sprints = 3, .seed = 4, .long_history = 450, .many_comments = 130});
  mutable TaigaHandler handler{*site, options()};
  std::string refresh;
  Talk talk{handler,
            {{"authorization", "Bearer " + options().token}},
            site->built + std::chrono::hours{1},
            "https://fake.example"};
};

TEST_F(FakeTaiga, TokensEndAndAreRefreshedOnce) {
  talk.headers.clear();
  talk.get("/api/v1/users/me", 401);
  talk.post("/api/v1/auth", "{'type':'normal','username':'robin','password':'wrong'}", 401);
  sign_in(talk);
  talk.get("/api/v1/users/me");
  talk.moment.now += std::chrono::minutes{11};
  EXPECT_EQ(talk.get("/api/v1/users/me", 401)["code"].text(), "token_not_valid");
  const std::string old = refresh;
  const json::Value renewed = talk.post("/api/v1/auth/refresh", fmt::format("{{'refresh':'{}'}}", old));
  talk.headers = {{"authorization", "Bearer " + std::string{renewed["auth_token"].text()}}};
  talk.get("/api/v1/users/me");
  talk.post("/api/v1/auth/refresh", fmt::format("{{'refresh':'{}'}}", old), 401);
}

TEST_F(FakeTaiga, ThrottlingSaysHowLong) {
  TaigaOptions strict = options();
  strict.a_minute = 3;
  TaigaHandler throttling{*site, strict};
  Talk hasty{throttling, talk.headers, talk.moment.now, "https://fake.example"};
  for (int i = 0; i < 3; ++i) hasty.get("/api/v1/users/me");
  hasty.get("/api/v1/users/me", 429);
  const auto wait = curl::find_header(hasty.last.headers, "x-throttle-wait-seconds");
  ASSERT_TRUE(wait);
  hasty.moment.now += std::chrono::seconds{std::stoi(std::string{*wait})};
  hasty.get("/api/v1/users/me");
}

TEST_F(FakeTaiga, ListsComeInPages) {
  std::set<std::int64_t> expected;
  for (const SiteIssue* each : stories())
    if (each->issue.project_key == site->projects[0].key) expected.insert(handler.words().number(*each));
  std::set<std::int64_t> seen;
  int page = 1;
  for (;; ++page) {
    const json::Value list =
        talk.get(fmt::format("/api/v1/userstories?project=1&page={}&page_size=20", page));
    const json::Items items = list.items();
    for (const json::Value item : items) EXPECT_TRUE(seen.insert(item["id"].as_int().value_or(0)).second);
    EXPECT_EQ(curl::find_header(talk.last.headers, "x-pagination-count"), std::to_string(expected.size()));
    EXPECT_EQ(curl::find_header(talk.last.headers, "x-pagination-current"), std::to_string(page));
    if (!curl::find_header(talk.last.headers, "x-pagination-next")) break;
  }
  EXPECT_EQ(seen, expected);
  EXPECT_EQ(page, static_cast<int>((expected.size() + 19) / 20));
  talk.get(fmt::format("/api/v1/userstories?project=1&page={}&page_size=20", page + 1), 404);
  talk.headers.emplace_back("x-disable-pagination", "True");
  EXPECT_EQ(talk.get("/api/v1/userstories?project=1").size(), expected.size());
}

TEST_F(FakeTaiga, ListsKnowDates) {
  SiteIssue& issue = *site->find(story().issue.id);
  site->save(issue, {{FieldEdit::Field::summary, "New"}}, {site->me, talk.moment.now});
  const json::Value newer =
      talk.get(fmt::format("/api/v1/userstories?modified_date__gte={}", taiga_time(talk.moment.now)));
  ASSERT_EQ(newer.size(), 1U);
  EXPECT_EQ(newer.at(0)["subject"].text(), "New");
  EXPECT_EQ(
      talk.get(fmt::format("/api/v1/userstories?modified_date__gt={}", taiga_time(talk.moment.now))).size(),
      0U);
  talk.get("/api/v1/userstories?colour=red", 400);
  EXPECT_EQ(handler.violations().size(), 1U);
}

TEST_F(FakeTaiga, PointsAreTheSumOfTheRoles) {
  const SiteIssue& issue = story();
  const std::int64_t number = handler.words().number(issue);
  const json::Value points = talk.get("/api/v1/points?project=1");
  std::map<std::int64_t, double> values;
  const json::Items items = points.items();
  for (const json::Value point : items)
    values[point["id"].as_int().value_or(0)] = point["value"].as_double().value_or(0);
  const json::Value item = talk.get(fmt::format("/api/v1/userstories/{}", number));
  double total = 0;
  const json::Members roles = item["points"].members();
  for (const auto& [role, point] : roles) total += values.at(point.as_int().value_or(0));
  EXPECT_EQ(total, issue.issue.numbers[0].value);
  EXPECT_EQ(item["total_points"].as_double(), total);
}

TEST_F(FakeTaiga, HistoriesNameWhatChanged) {
  SiteIssue& issue = *site->find(story().issue.id);
  const std::int64_t number = handler.words().number(issue);
  site->save(issue,
             {{FieldEdit::Field::points, "13"},
              {FieldEdit::Field::sprint, site->sprints[1].id},
              {FieldEdit::Field::flagged, "1"}},
             {site->me, talk.moment.now});
  site->comment(issue, "Said", {site->me, talk.moment.now + Milliseconds{1}});
  const json::Value history = talk.get(fmt::format("/api/v1/history/userstory/{}", number));
  EXPECT_EQ(history.at(0)["comment"].text(), "Said");
  const json::Value entry = history.at(1);
  EXPECT_EQ(entry["key"].text(), fmt::format("userstories.userstory:{}", number));
  EXPECT_EQ(entry["values_diff"]["milestone"].at(1).text(), site->sprints[1].name);
  EXPECT_EQ(entry["values_diff"]["is_blocked"].at(1).as_bool(), true);
  EXPECT_EQ(entry["values_diff"]["points"]["Back"].at(1).text(), "7");
  EXPECT_EQ(entry["values_diff"]["points"]["Design"].at(1).text(), "6");
  EXPECT_EQ(entry["values"]["roles"].size(), 2U);
}

TEST_F(FakeTaiga, OnlyWhoChangesTheSameIsRefused) {
  SiteIssue& issue = *site->find(story().issue.id);
  const std::string target = fmt::format("/api/v1/userstories/{}", handler.words().number(issue));
  const std::int64_t version = talk.get(target)["version"].as_int().value_or(0);
  site->save(issue, {{FieldEdit::Field::summary, "Theirs"}}, {site->me, talk.moment.now});
  const json::Value conflict =
      talk.patch(target, fmt::format("{{'subject':'Mine','version':{}}}", version), 400);
  EXPECT_EQ(conflict["version"].text(), "The version doesn't match with the current one");
  EXPECT_EQ(issue.issue.summary, "Theirs");
  EXPECT_EQ(
      talk.patch(target, fmt::format("{{'is_blocked':true,'version':{}}}", version))["version"].as_int(),
      version + 2);
  EXPECT_TRUE(issue.issue.flagged);
  EXPECT_EQ(talk.patch(target, "{'subject':'Mine'}", 400)["version"].text(),
            "The version parameter is not valid");
  EXPECT_EQ(
      talk.patch(target, fmt::format("{{'subject':'Mine','version':{}}}", version + 2))["subject"].text(),
      "Mine");
}

TEST_F(FakeTaiga, ItemsAreMadeFoundAndDeleted) {
  const std::size_t before = site->size();
  const json::Value made = talk.post(
      "/api/v1/issues", "{'project':1,'subject':'Broken','tags':['marker'],'description':'**So**'}", 201);
  const std::int64_t number = made["id"].as_int().value_or(0);
  const std::int64_t ref = made["ref"].as_int().value_or(0);
  EXPECT_EQ(site->size(), before + 1);
  EXPECT_EQ(talk.get(fmt::format("/api/v1/issues/by_ref?project=1&ref={}", ref))["id"].as_int(), number);
  EXPECT_EQ(talk.get(fmt::format("/api/v1/resolver?project={}&ref={}", TaigaWords::slug(site->projects[0]),
                                 ref))["issue"]
                .as_int(),
            number);
  ASSERT_EQ(talk.get("/api/v1/issues?project=1&tags=marker").size(), 1U);
  EXPECT_EQ(talk.send("DELETE", fmt::format("/api/v1/issues/{}", number)).status, 204);
  talk.get(fmt::format("/api/v1/issues/{}", number), 404);
  EXPECT_EQ(site->size(), before);
}

// Which members a document has, and of what kind they are.
std::set<std::string> members_of(json::Value value) {
  std::set<std::string> names;
  const json::Members members = value.members();
  for (const auto& [name, member] : members) names.emplace(name);
  return names;
}

TEST_F(FakeTaiga, DocumentsHaveTheMembersOfTheDocumentedOnes) {
  const std::filesystem::path folder{STINT_TAIGA_EXAMPLES};
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "the documented answers are not at " << folder;
  const auto compare = [&](const char* file, json::Value ours) {
    std::ifstream stream{folder / (std::string{file} + ".json")};
    std::stringstream text;
    text << stream.rdbuf();
    json::Parser parser;
    const auto documented = parser.parse(text.str());
    ASSERT_TRUE(documented) << file;
    const json::Value theirs = documented->is_array() ? documented->at(0) : *documented;
    EXPECT_EQ(members_of(ours.is_array() ? ours.at(0) : ours), members_of(theirs)) << file;
  };
  const std::int64_t number = handler.words().number(story());
  compare("user-stories-get", talk.get(fmt::format("/api/v1/userstories/{}", number)));
  compare("user-stories-list", talk.get("/api/v1/userstories"));
  compare("tasks-get", talk.get("/api/v1/tasks/1"));
  compare("tasks-list", talk.get("/api/v1/tasks"));
  compare("issues-get", talk.get("/api/v1/issues/1"));
  compare("issues-list", talk.get("/api/v1/issues"));
  compare("epics-get", talk.get("/api/v1/epics/1"));
  compare("epics-list", talk.get("/api/v1/epics"));
  compare("user-stories-get-history", talk.get(fmt::format("/api/v1/history/userstory/{}", number)));
  compare("projects-get", talk.get("/api/v1/projects/1"));
  compare("projects-list", talk.get("/api/v1/projects"));
  compare("milestones-list", talk.get("/api/v1/milestones"));
  compare("milestones-get", talk.get("/api/v1/milestones/1"));
  compare("users-me", talk.get("/api/v1/users/me"));
  compare("users-list", talk.get("/api/v1/users"));
  compare("user-story-statuses-list", talk.get("/api/v1/userstory-statuses"));
  compare("task-statuses-list", talk.get("/api/v1/task-statuses"));
  compare("points-list", talk.get("/api/v1/points"));
  compare("user-stories-custom-attributes-list", talk.get("/api/v1/userstory-custom-attributes"));
  compare("user-stories-custom-attributes-values-get",
          talk.get(fmt::format("/api/v1/userstories/custom-attributes-values/{}", number)));
  compare("tasks-custom-attributes-values-get", talk.get("/api/v1/tasks/custom-attributes-values/1"));
  compare("issues-custom-attributes-values-get", talk.get("/api/v1/issues/custom-attributes-values/1"));
  compare("epics-custom-attributes-values-get", talk.get("/api/v1/epics/custom-attributes-values/1"));
  compare("roles-list", talk.get("/api/v1/roles"));
  compare("priorities-list", talk.get("/api/v1/priorities"));
  compare("severities-list", talk.get("/api/v1/severities"));
  compare("issue-types-list", talk.get("/api/v1/issue-types"));
  compare("memberships-list", talk.get("/api/v1/memberships?project=1"));
  compare("normal-login",
          talk.post("/api/v1/auth",
                    "{'type':'normal','username':'robin','password':'taiga-canary-password-77'}"));
}

}  // namespace
}  // namespace stint::test
