// Listing and reading Jira Data Center.
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <random>
#include <set>

#include "lib/nlohmann/json_document.h"
#include "support/jira.h"
#include "tracker/jira_script.h"

namespace stint::tracker {
namespace {

using test::JiraQuestion;
using test::JiraReply;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kSearch = "POST /rest/api/2/search";

JsonDocument parse(std::string_view text) {
  return JsonDocument::parse(text);
}

struct DataCenterTest : ::testing::Test {
  test::ScriptedJira jira{Product::jira_data_center};
  test::JiraScript& script = jira.script;
  Connector& connector = *jira.connector;

  DataCenterTest() { script.on("GET /rest/api/2/field", {200, "[]"}); }
};

using JiraDataCenterList = DataCenterTest;
using JiraDataCenterRead = DataCenterTest;

// A server that holds issues by their date of creation, and lists them by number.
struct ListServer {
  struct Issue {
    int id = 0;
    int created = 0;  // seconds; several may share one
  };
  std::vector<Issue> issues;
  int cap = 1000;
  std::function<void()> between;  // called before each page

  JiraReply page(const JiraQuestion& question) const {
    if (between) between();
    const JsonDocument body = parse(question.body);
    const auto start = body["startAt"].get<std::size_t>();
    const auto size = std::min(body["maxResults"].get<std::size_t>(), static_cast<std::size_t>(cap));
    std::string page;
    for (std::size_t i = start; i < std::min(start + size, issues.size()); ++i) {
      if (!page.empty()) page += ',';
      const std::string created = format_iso(from_epoch_ms(1'767'225'600'000 + 1000LL * issues[i].created));
      page += "{'id':'" + std::to_string(issues[i].id) + "','key':'T-" + std::to_string(issues[i].id) +
              "','fields':{'created':'" + created + "','updated':'" + created +
              "'},'changelog':{'histories':[]}}";
    }
    return {200, "{'startAt':" + std::to_string(start) + ",'maxResults':" + std::to_string(size) +
                     ",'total':" + std::to_string(issues.size()) + ",'issues':[" + page + "]}"};
  }
};

struct Listed {
  std::set<int> ids;
  int pages = 0;
};

Listed list_all(Connector& connector, const Scope& scope) {
  Listed listed;
  std::string cursor;
  do {
    const auto page = connector.list(scope, cursor);
    EXPECT_TRUE(page) << page.error().to_string();
    if (!page) break;
    EXPECT_THAT(page->unreadable, IsEmpty());
    for (const Entry& entry : page->entries) listed.ids.insert(std::stoi(entry.id));
    cursor = page->next;
    if (++listed.pages > 500) ADD_FAILURE() << "the list does not end";
  } while (!cursor.empty() && listed.pages <= 500);
  return listed;
}

TEST_F(JiraDataCenterList, IssuesComeWholeInAsFewPagesAsTheServerAllows) {
  ListServer server;
  for (int i = 0; i < 2500; ++i) server.issues.push_back({i + 1, i});
  script.on(std::string{kSearch}, [&](const JiraQuestion& question) { return server.page(question); });
  const auto first = connector.list({{"T"}, {}, true}, "");
  ASSERT_TRUE(first) << first.error().to_string();
  EXPECT_EQ(first->total, 2500);
  ASSERT_THAT(first->issues, SizeIs(1000));
  EXPECT_EQ(first->issues[0].issue.key, "T-1");
  EXPECT_EQ(first->entries[0].mark, first->issues[0].mark);
  EXPECT_EQ(parse(script.asked(kSearch)[0].body),
            parse(R"({"jql":"project in (\"T\") ORDER BY created ASC, key ASC",
                      "fields":["*all","-attachment","-worklog","-thumbnail","-watches","-votes"],
                      "expand":["changelog"],"startAt":0,"maxResults":1000})"));
  EXPECT_THAT(script.headers("Authorization"), ElementsAre("Bearer canary-secret", "Bearer canary-secret"));
  script.forget();
  const Listed all = list_all(connector, {{"T"}, {}, true});
  EXPECT_THAT(all.ids, SizeIs(2500));
  EXPECT_EQ(all.pages, 3);
  EXPECT_THAT(script.asked(kSearch), SizeIs(3));
}

TEST_F(JiraDataCenterList, ChangesAreListedByIdAndMark) {
  ListServer server;
  server.issues.push_back({7, 5});
  script.on(std::string{kSearch}, [&](const JiraQuestion& question) { return server.page(question); });
  const auto page = connector.list({{}, from_epoch_ms(9)}, "");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->issues, IsEmpty());
  ASSERT_THAT(page->entries, SizeIs(1));
  EXPECT_EQ(page->entries[0].mark, "2026-01-01T00:00:05+00:00");
  EXPECT_EQ(parse(script.asked(kSearch)[0].body),
            parse(R"({"jql":"project is not EMPTY AND updated >= 9 ORDER BY created ASC, key ASC",
                      "fields":["created","updated"],"startAt":0,"maxResults":1000})"));
}

// Issues come and go while the list is read; those that were there all the time are in it.
TEST_F(JiraDataCenterList, NothingIsMissedWhileIssuesGoAndCome) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random{seed};
    const auto up_to = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    ListServer server;
    server.cap = 5 + up_to(40);
    const int count = up_to(400);
    // Some seeds with many issues of the same second.
    const int spread = 1 + up_to(300);
    for (int i = 0; i < count; ++i) server.issues.push_back({i + 1, up_to(spread)});
    const auto by_place = [](const ListServer::Issue& a, const ListServer::Issue& b) {
      return std::pair{a.created, a.id} < std::pair{b.created, b.id};
    };
    std::ranges::sort(server.issues, by_place);
    std::set<int> stayed;
    for (const ListServer::Issue& issue : server.issues) stayed.insert(issue.id);
    int made = count;
    server.between = [&] {
      for (int i = up_to(4); i > 0 && !server.issues.empty(); --i) {
        const auto at = server.issues.begin() + up_to(static_cast<int>(server.issues.size()));
        stayed.erase(at->id);
        server.issues.erase(at);
      }
      // Moved in from elsewhere, with whatever date they have.
      for (int i = up_to(2); i > 0; --i) {
        server.issues.push_back({++made, up_to(spread)});
        std::ranges::sort(server.issues, by_place);
      }
    };
    script.on(std::string{kSearch}, [&](const JiraQuestion& question) { return server.page(question); });
    const Listed listed = list_all(connector, {{}, {}, seed % 2 == 0});
    EXPECT_TRUE(std::ranges::includes(listed.ids, stayed)) << "seed " << seed;
  }
}

TEST_F(JiraDataCenterList, TooMuchAtOnceIsAskedForInSmallerPages) {
  ListServer server;
  for (int i = 0; i < 600; ++i) server.issues.push_back({i + 1, i});
  script.on(std::string{kSearch}, [&](const JiraQuestion& question) -> JiraReply {
    if (parse(question.body)["maxResults"] > 250) return {413, ""};
    return server.page(question);
  });
  const Listed all = list_all(connector, {{}, {}, true});
  EXPECT_THAT(all.ids, SizeIs(600));
  // 1000, 500, then three of 250.
  EXPECT_THAT(script.asked(kSearch), SizeIs(5));
  script.on(std::string{kSearch}, {413, ""});
  EXPECT_FALSE(connector.list({}, ""));
}

TEST_F(JiraDataCenterList, AnEmptyPageWhereThereShouldBeIssuesIsTold) {
  script.on(std::string{kSearch}, {200, "{'startAt':0,'total':3,'issues':[]}"});
  const auto page = connector.list({}, "");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->next, "");
  EXPECT_THAT(page->unreadable, SizeIs(1));
}

TEST_F(JiraDataCenterRead, AsksByIdAndSinglyForWhatTheIndexDoesNotKnow) {
  script.on(std::string{kSearch},
            {200, "{'total':1,'issues':[" +
                      test::issue_json({.number = 1, .fields = "'description':'h2. Title',"}) + "]}"});
  script.on("GET /rest/api/2/issue/10002", {200, test::issue_json({.number = 2})});
  script.on("GET /rest/api/2/issue/10003", {404, "{'errorMessages':['Issue Does Not Exist'],'errors':{}}"});
  const auto reading = connector.read(std::vector<std::string>{"10001", "10002", "10003"});
  ASSERT_TRUE(reading) << reading.error().to_string();
  ASSERT_THAT(reading->issues, SizeIs(2));
  EXPECT_EQ(reading->issues[0].issue.description, "## Title");
  EXPECT_EQ(reading->issues[1].issue.id, "10002");
  EXPECT_THAT(reading->gone, ElementsAre("10003"));
  EXPECT_EQ(parse(script.asked(kSearch)[0].body),
            parse(R"({"jql":"id in (10001, 10002, 10003) ORDER BY created ASC, key ASC","startAt":0,
                      "maxResults":3,"validateQuery":false,
                      "fields":["*all","-attachment","-worklog","-thumbnail","-watches","-votes"],
                      "expand":["changelog"]})"));
}

TEST_F(JiraDataCenterRead, NobodyIsNotTakenForSomebodyWhoSeesNothing) {
  script.on(std::string{kSearch}, {200, "{'total':0,'issues':[]}", {{"X-AUSERNAME", "anonymous"}}});
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, ErrorCode::authentication);
}

TEST_F(JiraDataCenterRead, AShortChangelogWithoutAnyOtherSourceIsTold) {
  const std::string issue = test::issue_json(
      {.number = 1, .histories = {test::status_change(1, "2026-01-02", "1", "2")}, .total = 3});
  script.on(std::string{kSearch}, {200, "{'total':1,'issues':[" + issue + "]}"});
  const auto reading = connector.read(std::vector<std::string>{"10001"});
  ASSERT_TRUE(reading);
  ASSERT_THAT(reading->unreadable, SizeIs(1));
  EXPECT_EQ(reading->unreadable[0].what, "the changelog of T-1");
  EXPECT_EQ(reading->issues[0].mark, "");
}

}  // namespace
}  // namespace stint::tracker
