// The fake Jira's searches: queries, pages, what goes wrong with pages, an index that lags.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <optional>
#include <set>

#include "trackers/jira_talk.h"

namespace stint::test {
namespace {

std::vector<std::string> live_ids(const Site& site) {
  std::vector<std::string> ids;
  for (const SiteIssue& issue : site.issues())
    if (!issue.deleted) ids.push_back(issue.issue.id);
  std::ranges::sort(ids);
  return ids;
}

struct Walk {
  std::vector<std::string> ids;  // as they came
  int pages = 0;
  int empty = 0;
};

// Follows the tokens to their end; `between` runs after each page.
Walk walk(JiraTalk& jira, const std::string& jql, int max_results,
          const std::function<PageFault(int page)>& fault = {},
          const std::function<void(int page)>& between = {}) {
  Walk walked;
  std::string token;
  do {
    jira.moment.page = fault ? fault(walked.pages) : PageFault::none;
    const json::Value page =
        jira.post("/rest/api/3/search/jql",
                  fmt::format("{{'jql':'{}','fields':['id'],'maxResults':{}{}}}", jql, max_results,
                              token.empty() ? "" : fmt::format(",'nextPageToken':'{}'", token)));
    for (const json::Value item : page["issues"].items()) walked.ids.emplace_back(item["id"].text());
    walked.empty += page["issues"].size() == 0 ? 1 : 0;
    token = page["nextPageToken"].text();
    EXPECT_EQ(page["isLast"].as_bool(), token.empty());
    if (between) between(walked.pages);
  } while (!token.empty() && ++walked.pages < 500);
  return walked;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  return ids;
}

TEST(FakeJiraSearch, PagesHoldEveryIssueOnce) {
  JiraTalk jira;
  const std::vector<std::string> expected = live_ids(jira.site());
  for (const int size : {1, 7, 5000}) {
    const Walk walked = walk(jira, "project is not EMPTY ORDER BY created ASC", size);
    EXPECT_EQ(sorted(walked.ids), expected) << size;
  }
  EXPECT_EQ(walk(jira, "created > -9999d", 5000).pages, 0);
}

TEST(FakeJiraSearch, PagesWithFieldsAreShorter) {
  JiraTalk jira{{}, {.issues = 300, .sprints = 3, .seed = 1, .extremes = false}};
  const json::Value page = jira.post("/rest/api/3/search/jql",
                                     "{'jql':'project is not EMPTY','fields':['updated'],'maxResults':5000}");
  EXPECT_EQ(page["issues"].size(), 100U);
  EXPECT_TRUE(page["issues"].at(0)["fields"]["updated"].is_string());
  EXPECT_FALSE(page["issues"].at(0)["fields"]["summary"].exists());
}

TEST(FakeJiraSearch, FaultyPagesLoseNothing) {
  JiraTalk jira;
  const std::vector<std::string> expected = live_ids(jira.site());
  const std::string jql = "project is not EMPTY ORDER BY created ASC";
  const Walk again =
      walk(jira, jql, 20, [](int page) { return page == 2 ? PageFault::same_page_again : PageFault::none; });
  EXPECT_EQ(again.ids.size(), expected.size() + 20);
  const Walk repeated =
      walk(jira, jql, 20, [](int page) { return page == 2 ? PageFault::repeated_token : PageFault::none; });
  EXPECT_EQ(repeated.ids.size(), expected.size() + 20);
  const Walk empty =
      walk(jira, jql, 20, [](int page) { return page % 2 == 0 ? PageFault::empty_page : PageFault::none; });
  EXPECT_EQ(empty.ids.size(), expected.size());
  EXPECT_GE(empty.empty, 6);
  for (const Walk* each : {&again, &repeated, &empty}) {
    const std::set<std::string> unique(each->ids.begin(), each->ids.end());
    EXPECT_EQ(std::vector<std::string>(unique.begin(), unique.end()), expected);
  }
}

TEST(FakeJiraSearch, AnEditBetweenPagesMovesAnIssueOnlyWhereTheOrderSaysSo) {
  JiraTalk jira;
  const std::vector<std::string> expected = live_ids(jira.site());
  const auto first = std::ranges::min_element(jira.site().issues(), {},
                                              [](const SiteIssue& each) { return each.issue.updated; });
  SiteIssue& oldest = *jira.site().find(first->issue.id);
  const auto edit = [&](int) {
    jira.moment.now += std::chrono::minutes{1};
    jira.site().comment(oldest, "edited", {jira.site().me, jira.moment.now});
  };
  EXPECT_EQ(sorted(walk(jira, "project is not EMPTY ORDER BY created ASC, key ASC", 20, {}, edit).ids),
            expected);
  const auto next = std::ranges::min_element(jira.site().issues(), {},
                                             [](const SiteIssue& each) { return each.issue.updated; });
  // By `updated` one that is edited once it has been seen comes again.
  const std::string again = next->issue.id;
  const Walk walked = walk(jira, "project is not EMPTY ORDER BY updated ASC", 20, {}, [&](int page) {
    jira.moment.now += std::chrono::minutes{1};
    if (page == 0) jira.site().comment(*jira.site().find(again), "edited", {jira.site().me, jira.moment.now});
  });
  EXPECT_EQ(walked.ids.size(), expected.size() + 1);
  EXPECT_EQ(std::ranges::count(walked.ids, again), 2);
}

TEST(FakeJiraSearch, QueriesFindWhatTheySay) {
  JiraTalk jira;
  const Site& site = jira.site();
  const tracker::Issue& some = jira.issue().issue;
  const std::string project = site.projects.front().key;
  const auto count = [&](const auto& matches) {
    return std::ranges::count_if(site.issues(), [&](const SiteIssue& each) { return matches(each.issue); });
  };
  const Instant middle = jira.longest_history().issue.updated;
  const std::string ms = fmt::format("{}", to_epoch_ms(middle));
  const std::vector<std::pair<std::string, std::int64_t>> rows{
      {"project = " + project, count([&](const auto& issue) { return issue.project_key == project; })},
      {"project != " + project, count([&](const auto& issue) { return issue.project_key != project; })},
      {"updated >= " + ms, count([&](const auto& issue) { return issue.updated >= middle; })},
      {"updated < " + ms, count([&](const auto& issue) { return issue.updated < middle; })},
      {"NOT updated >= " + ms, count([&](const auto& issue) { return issue.updated < middle; })},
      {"id in (" + some.id + ")", 1},
      {"key = " + some.key, 1},
      {"summary ~ \\\"discussion\\\"",
       count([](const auto& issue) { return issue.summary.contains("discussion"); })},
      {"labels is EMPTY", count([](const auto& issue) { return issue.labels.empty(); })},
      {"reporter = currentUser()", count([&](const auto& issue) { return issue.reporter.id == site.me; })},
      {"issuetype = Bug AND (project = " + project + " OR project != " + project + ")",
       count([](const auto& issue) { return issue.type == "Bug"; })},
      {"status in (\\\"In Progress\\\", 10002)",
       count([](const auto& issue) { return issue.status.id == "10001" || issue.status.id == "10002"; })},
  };
  for (const auto& [jql, expected] : rows)
    EXPECT_EQ(static_cast<std::int64_t>(walk(jira, jql, 5000).ids.size()), expected) << jql;
  EXPECT_EQ(jira.fake().violations(), std::vector<std::string>{});
}

TEST(FakeJiraSearch, DatesAreReadInTheAccountsTimeZone) {
  // Newfoundland's clocks are 3:30 behind in winter, 2:30 in summer.
  JiraTalk jira;
  const auto found = [&](std::string_view at, const std::string& jql) {
    jira.site().save(jira.issue(), {{FieldEdit::Field::summary, std::string{at}}},
                     {jira.site().me, *parse_iso_instant(at)});
    jira.moment.now = *parse_iso_instant("2027-12-01T00:00:00Z");
    return std::ranges::count(walk(jira, jql, 5000).ids, jira.issue().issue.id) == 1;
  };
  const std::string winter = "updated >= \\\"2027-01-10 09:15\\\"";
  EXPECT_FALSE(found("2027-01-10T12:44:59.999Z", winter));
  EXPECT_TRUE(found("2027-01-10T12:45:00.000Z", winter));
  const std::string summer = "updated >= \\\"2027/07/10 09:15\\\"";
  EXPECT_FALSE(found("2027-07-10T11:44:59.999Z", summer));
  EXPECT_TRUE(found("2027-07-10T11:45:00.000Z", summer));
}

TEST(FakeJiraSearch, WhatIsNoQueryIsRefused) {
  JiraTalk jira;
  for (const std::string_view jql :
       {"nonsense = 1", "project = NOPE", "project =", "updated >= \\\"2026-01-02T03:04:05Z\\\"",
        "(project = x", "summary = x", "ORDER BY created", "project is not EMPTY ORDER BY colour",
        "id in (1234567)", "labels = \\\"x"})
    jira.post("/rest/api/3/search/jql", fmt::format("{{'jql':'{}'}}", jql), 400);
  jira.post("/rest/api/3/search/jql", "{'jql':'project is not EMPTY','nextPageToken':'!'}", 400);
  const json::Value checked = jira.post("/rest/api/3/jql/parse?validation=strict",
                                        "{'queries':['nonsense = 1','project is not EMPTY']}");
  EXPECT_EQ(checked["queries"].at(0)["errors"].size(), 1U);
  EXPECT_FALSE(checked["queries"].at(1)["errors"].exists());
}

TEST(FakeJiraSearch, AnIndexThatLagsFindsIssuesAsTheyWere) {
  JiraTalk jira;
  jira.site().index_lag = [](std::int64_t) { return std::chrono::hours{5}; };
  const Instant saved = jira.moment.now;
  const std::string jql = fmt::format("updated >= {}", to_epoch_ms(saved));
  const SiteIssue& made =
      jira.site().create({jira.site().projects[0].key, "Bug", "new", {}}, {jira.site().me, saved});
  jira.site().comment(jira.issue(), "a word", {jira.site().me, saved});
  EXPECT_EQ(walk(jira, jql, 100).ids, std::vector<std::string>{});
  jira.get("/rest/api/3/issue/" + made.issue.key);
  jira.moment.now = saved + std::chrono::hours{5} - Milliseconds{1};
  EXPECT_EQ(walk(jira, jql, 100).ids, std::vector<std::string>{});
  jira.moment.now += Milliseconds{1};
  EXPECT_EQ(sorted(walk(jira, jql, 100).ids), sorted({made.issue.id, jira.issue().issue.id}));
  jira.site().remove(*jira.site().find(made.issue.id), {jira.site().me, jira.moment.now});
  EXPECT_EQ(walk(jira, jql, 100).ids.size(), 2U);
  jira.get("/rest/api/3/issue/" + made.issue.key, 404);
}

TEST(FakeJiraSearch, DataCenterPagesByPosition) {
  JiraOptions options;
  options.cloud = false;
  JiraTalk jira{options};
  std::vector<std::string> ids;
  const std::size_t total = jira.site().size();
  for (std::size_t start = 0; start < total; start += 50) {
    const json::Value page =
        jira.post("/rest/api/2/search",
                  fmt::format("{{'jql':'ORDER BY id','startAt':{},'maxResults':50,'fields':['id']}}", start));
    EXPECT_EQ(page["total"].as_int(), static_cast<std::int64_t>(total));
    for (const json::Value item : page["issues"].items()) ids.emplace_back(item["id"].text());
  }
  EXPECT_EQ(sorted(ids), live_ids(jira.site()));
  jira.post("/rest/api/2/search", "{'jql':'id in (1234567)'}", 400);
  EXPECT_EQ(
      jira.post("/rest/api/2/search", "{'jql':'id in (1234567)','validateQuery':false}")["total"].as_int(),
      0);
}

}  // namespace
}  // namespace stint::test
