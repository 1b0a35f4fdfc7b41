// What the service does around handlers: keeping answers, sessions, reactions, bodies.
#include <condition_variable>
#include <future>
#include <gmock/gmock.h>
#include <mutex>
#include <set>

#include "server/bed.h"
#include "store/capacity_table.h"
#include "store/store.h"

namespace stint::server::test {
namespace {

constexpr const char* kInsights = "/api/v1/insights";

TEST(Insights, SayHowManyThereAreBeyondTheLimit) {
  Bed bed;
  const JsonDocument all = json_of(bed.get(kInsights));
  const JsonDocument one = json_of(bed.get(std::string{kInsights} + "?limit=1"));
  ASSERT_GT(all["insights"].size(), 1U);
  EXPECT_EQ(all["total"], all["insights"].size());
  EXPECT_EQ(one["insights"].size(), 1U);
  EXPECT_EQ(one["total"], all["total"]);
}

// All who ask for the same while it is worked out get the same answer; whoever else asks gets another one.
TEST(SameQuestions, AreAnsweredOnce) {
  Bed bed;
  std::promise<void> go_on;
  const std::shared_future<void> may_go_on = go_on.get_future().share();
  bed.services().connections = [may_go_on] {
    may_go_on.wait();
    return JsonDocument::array();
  };
  constexpr std::size_t kWorkers = 2;
  constexpr std::size_t kAsking = 6;
  std::vector<http::Request> requests(kWorkers + kAsking + 2);
  std::vector<http::ResponsePtr> answers(requests.size());
  std::mutex mutex;
  std::condition_variable there;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    http::Request& request = requests[i];
    request.method = "GET";
    request.target = i < kWorkers ? "/api/v1/status" : kInsights;
    request.headers = {{"Host", "localhost"}};
    request.peer = "127.0.0.1";
    if (i == kWorkers + kAsking) request.target = "/api/v1/insights?limit=3";
    if (i == kWorkers + kAsking + 1) request.headers.emplace_back("Accept-Encoding", "gzip");
    ASSERT_EQ(bed.service().handle(request,
                                   [&, i](http::ResponsePtr answer) {
                                     const std::lock_guard lock{mutex};
                                     answers[i] = std::move(answer);
                                     there.notify_one();
                                   }),
              nullptr);
  }
  go_on.set_value();
  std::unique_lock lock{mutex};
  there.wait(lock, [&] {
    return std::ranges::all_of(answers, [](const auto& answer) { return answer != nullptr; });
  });
  for (std::size_t i = kWorkers; i < kWorkers + kAsking; ++i) {
    EXPECT_EQ(answers[i]->status, 200U);
    EXPECT_EQ(answers[i], answers[kWorkers]) << "one and the same";
  }
  EXPECT_NE(answers[kWorkers + kAsking], answers[kWorkers]);
  EXPECT_NE(answers[kWorkers + kAsking + 1], answers[kWorkers]);
  EXPECT_EQ(json_of(*answers[kWorkers + kAsking])["insights"].size(), 3U);
}

// What teams can do in a sprint is read with Azure DevOps; here it is put beside the demo.
void put_capacity(const Bed& bed, const std::string& sprint_id, const std::string& board_id) {
  auto lock = store::WriteLock::acquire(bed.data());
  ASSERT_TRUE(lock);
  auto database = store::open_for_writing(bed.data(), *lock);
  ASSERT_TRUE(database);
  auto definitions = store::Definitions::load(*database);
  ASSERT_TRUE(definitions);
  const auto known = std::ranges::find_if(
      definitions->sprints(), [&](const auto& entry) { return entry.second.sprint.id == sprint_id; });
  ASSERT_NE(known, definitions->sprints().end());
  ASSERT_TRUE(store::replace_capacity(*database, known->first.first,
                                      {sprint_id, board_id, {{"ann", 6, {}}, {"bob", 4.5, {}}}, {}}));
  ASSERT_TRUE(store::replace_capacity(*database, known->first.first,
                                      {sprint_id, "of-another-team", {{"cid", 8, {}}}, {}}));
  const store::SiteId elsewhere = definitions->site("https://elsewhere.example");
  ASSERT_TRUE(definitions->flush(*database));
  ASSERT_TRUE(store::replace_capacity(*database, elsewhere, {sprint_id, board_id, {{"dan", 7, {}}}, {}}));
}

TEST(Sprints, SayWhatTheirTeamCanDo) {
  for (const bool people : {true, false}) {
    Bed bed{{.people = people}};
    const JsonDocument sprint = json_of(bed.get("/api/v1/sprints"))["sprints"][0];
    const std::string target = "/api/v1/sprints/" + sprint["id"].get<std::string>() +
                               "?board=" + sprint["board"]["id"].get<std::string>();
    EXPECT_TRUE(json_of(bed.get(target))["capacity"].empty());
    put_capacity(bed, sprint["id"], sprint["board"]["id"]);
    ASSERT_TRUE(bed.services().workspace.refresh());
    ++bed.services().version;
    const JsonDocument capacity = json_of(bed.get(target))["capacity"];
    ASSERT_EQ(capacity.size(), 1U) << "not the other team's, nor the other site's";
    const double days = capacity[0]["working_days"];
    EXPECT_GT(days, 5);
    EXPECT_EQ(capacity[0]["hours"], 10.5 * days);
    EXPECT_EQ(capacity[0]["people"].size(), people ? 2U : 0U);
  }
}

TEST(KeptAnswers, AreTheSameUntilSomethingChanges) {
  Bed bed;
  const http::Response first = bed.get(kInsights);
  const http::Response again = bed.get(kInsights);
  EXPECT_EQ(first.body, again.body) << "the very same bytes, not equal ones";
  const std::string etag = header_of(first, "ETag");
  ASSERT_FALSE(etag.empty());
  const http::Response unchanged = bed.get(kInsights, {{"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(unchanged.status, 304U);
  EXPECT_EQ(unchanged.body, nullptr);
  EXPECT_EQ(header_of(unchanged, "ETag"), etag);
  const std::string id = json_of(first)["insights"][0]["id"];
  EXPECT_EQ(bed.post("/api/v1/insights/" + id + "/seen", JsonDocument::object()).status, 200U);
  const http::Response later = bed.get(kInsights, {{"If-None-Match", etag}});
  EXPECT_EQ(later.status, 200U);
  EXPECT_NE(header_of(later, "ETag"), etag);
  EXPECT_EQ(json_of(later)["insights"][0]["reaction"]["seen"], true);
}

TEST(KeptAnswers, AreNobodyElses) {
  Bed bed{{.open_mode = false}};
  bed.add_user("ann", {{"*", access::Role::member}});
  bed.add_user("bob", {{"*", access::Role::viewer}});
  const auto ann = bed.session_of("ann");
  const auto bob = bed.session_of("bob");
  const JsonDocument insights = json_of(bed.get(kInsights, ann));
  const std::string id = insights["insights"][0]["id"];
  EXPECT_EQ(
      bed.post("/api/v1/insights/" + id + "/rating", {{"helpful", true}, {"comment", "yes"}}, ann).status,
      200U);
  EXPECT_EQ(json_of(bed.get(kInsights, ann))["insights"][0]["reaction"]["rating"], "helpful");
  EXPECT_EQ(json_of(bed.get(kInsights, bob))["insights"][0]["reaction"]["rating"], nullptr);
  EXPECT_EQ(bed.get(kInsights).status, 401U);
}

TEST(KeptAnswers, AreCompressedForThoseWhoAsk) {
  Bed bed;
  const http::Response plain = bed.get(kInsights);
  const http::Response small = bed.get(kInsights, {{"Accept-Encoding", "br, gzip;q=0.8"}});
  EXPECT_EQ(header_of(small, "Content-Encoding"), "gzip");
  EXPECT_LT(small.body->size(), plain.body->size() / 3);
  EXPECT_EQ(small.body->substr(0, 2), "\x1f\x8b");
  for (const char* refused : {"br", "gzip;q=0", "gzip;q=0.0", "xgzip"}) {
    EXPECT_EQ(header_of(bed.get(kInsights, {{"Accept-Encoding", refused}}), "Content-Encoding"), "")
        << refused;
  }
  // What a stranger could guess at by its size is left as it is.
  EXPECT_EQ(header_of(bed.get("/api/v1/session", {{"Accept-Encoding", "gzip"}}), "Content-Encoding"), "");
}

TEST(Sessions, BeginAndEnd) {
  Bed bed{{.open_mode = false}};
  const auto token = bed.services().setup.renew(bed.now);
  ASSERT_TRUE(token && *token);
  EXPECT_EQ(json_of(bed.get("/api/v1/session"))["mode"], "setup");
  const JsonDocument wrong{{"token", "x"}, {"name", "root"}, {"password", kPassword}};
  EXPECT_EQ(bed.post("/api/v1/setup", wrong).status, 401U);
  const JsonDocument right{{"token", (*token)->reveal()}, {"name", "root"}, {"password", kPassword}};
  const http::Response made = bed.post("/api/v1/setup", right);
  EXPECT_EQ(made.status, 200U);
  EXPECT_EQ(json_of(made)["user"]["role"], "admin");
  EXPECT_EQ(bed.post("/api/v1/setup", right).status, 409U) << "once only";

  const http::Response refused =
      bed.post("/api/v1/session", {{"name", "root"}, {"password", "not this one"}});
  EXPECT_EQ(refused.status, 401U);
  const http::Response unknown =
      bed.post("/api/v1/session", {{"name", "nobody"}, {"password", "not this one"}});
  EXPECT_EQ(*refused.body, *unknown.body) << "tells nobody who there is";
  const http::Response in = bed.post("/api/v1/session", {{"name", "root"}, {"password", kPassword}});
  ASSERT_EQ(in.status, 200U);
  const std::string cookie = header_of(in, "Set-Cookie");
  EXPECT_TRUE(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"));
  EXPECT_EQ(header_of(in, "Cache-Control"), "no-store");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", json_of(in)["csrf"]}};
  EXPECT_EQ(bed.get(kInsights, headers).status, 200U);
  EXPECT_EQ(bed.ask({.method = "DELETE", .target = "/api/v1/session", .headers = headers}).status, 204U);
  EXPECT_EQ(bed.get(kInsights, headers).status, 401U);
}

TEST(Sessions, AreTriedSlowly) {
  Bed bed{{.open_mode = false}};
  bed.add_user("ann", {{"*", access::Role::viewer}});
  unsigned status = 0;
  for (int i = 0; i < 12 && status != 429; ++i)
    status = bed.post("/api/v1/session", {{"name", "ann"}, {"password", "wrong wrong wrong"}}).status;
  EXPECT_EQ(status, 429U);
  const http::Response waiting = bed.post("/api/v1/session", {{"name", "ann"}, {"password", kPassword}});
  EXPECT_EQ(waiting.status, 429U);
  EXPECT_FALSE(header_of(waiting, "Retry-After").empty());
  bed.now += std::chrono::hours{2};
  EXPECT_EQ(bed.post("/api/v1/session", {{"name", "ann"}, {"password", kPassword}}).status, 200U);
}

TEST(Proxies, SpeakForPeopleFromTheirOwnAddressAlone) {
  Bed::Setting setting{.open_mode = false};
  setting.proxy.proxies = {*access::parse_network("10.1.2.3/32")};
  setting.proxy.user_header = "X-Forwarded-User";
  Bed bed{setting};
  bed.add_user("ann", {{"*", access::Role::lead}});
  const std::vector<std::pair<std::string, std::string>> headers{{"X-Forwarded-User", "ann"}};
  EXPECT_EQ(bed.ask({.target = kInsights, .headers = headers, .peer = "10.1.2.3"}).status, 200U);
  EXPECT_EQ(bed.ask({.target = kInsights, .headers = headers, .peer = "10.1.2.4"}).status, 401U);
  EXPECT_EQ(bed.ask({.target = kInsights, .headers = headers}).status, 401U);
}

TEST(Bodies, AreCheckedBeforeAnybodyReadsThem) {
  Bed bed;
  const std::string id = json_of(bed.get(kInsights))["insights"][0]["id"];
  const std::string target = "/api/v1/insights/" + id + "/rating";
  const auto ask = [&](const std::string& body) {
    return bed.ask({.method = "POST",
                    .target = target,
                    .headers = {{"Content-Type", "application/json"}},
                    .body = body});
  };
  for (const char* body : {"", "{", "[]", "{}", R"({"helpful":1})", R"({"helpful":true,"more":1})", "nul",
                           R"({"helpful":true,"comment":5})", "\xff"}) {
    EXPECT_EQ(ask(body).status, 400U) << body;
  }
  EXPECT_EQ(ask(R"({"helpful":true,"comment":")" + std::string(2001, 'x') + "\"}").status, 400U);
  EXPECT_EQ(ask(std::string(100'000, '[')).status, 400U);
  EXPECT_EQ(ask(R"({"helpful":false})").status, 200U);
  EXPECT_EQ(json_of(ask(R"({"helpful":null})"))["reaction"]["rating"], nullptr);
}

TEST(Issues, SayTheirVersionsByName) {
  Bed bed;
  std::size_t named = 0;
  const JsonDocument list = json_of(bed.get("/api/v1/issues?limit=200"));
  for (const JsonDocument& row : list["issues"]) {
    const JsonDocument one = json_of(bed.get("/api/v1/issues/" + row["key"].get<std::string>()));
    for (const JsonDocument& version : one["issue"]["fix_versions"]) {
      EXPECT_TRUE(version.is_string()) << version;
      ++named;
    }
  }
  EXPECT_GT(named, 0U);
}

// A tracker may call every second; what it tells shows when it has been read.
TEST(KeptAnswers, StayWhileSomethingIsMerelyAccepted) {
  Bed bed;
  bed.services().webhook = [](std::string_view, const tracker::WebhookRequest&) {
    return Result<std::size_t>{1};
  };
  const http::Response first = bed.get(kInsights);
  EXPECT_EQ(bed.post("/hooks/work", JsonDocument::object()).status, 202U);
  EXPECT_EQ(first.body, bed.get(kInsights).body) << "the very same bytes, not equal ones";
}

TEST(People, AreLeftOutWhereTheyAreToBe) {
  Bed named;
  Bed unnamed{{.people = false}};
  const auto assignees = [](Bed& bed) {
    std::size_t count = 0;
    const JsonDocument all = json_of(bed.get("/api/v1/issues?limit=500"));
    for (const JsonDocument& issue : all["issues"]) count += issue["assignee"].is_null() ? 0U : 1U;
    return count;
  };
  EXPECT_GT(assignees(named), 100U);
  EXPECT_EQ(assignees(unnamed), 0U);
}

// Wherever one may look.
std::vector<std::string> places_to_look(Bed& bed) {
  std::vector<std::string> targets{"/api/v1/insights?all=1", "/api/v1/issues?limit=500", "/api/v1/projects",
                                   "/api/v1/forecasts", "/api/v1/sprints"};
  for (const char* const format : {"html", "md", "csv", "json"})
    targets.push_back(std::string{"/api/v1/reports/"} + format);
  const JsonDocument metrics = json_of(bed.get("/api/v1/metrics"));
  for (const JsonDocument& family : metrics["metrics"])
    targets.push_back("/api/v1/metrics/" + family["name"].get<std::string>() + "?evidence=1");
  const JsonDocument issues = json_of(bed.get("/api/v1/issues?limit=40"));
  for (const JsonDocument& issue : issues["issues"])
    targets.push_back("/api/v1/issues/" + issue["key"].get<std::string>());
  const JsonDocument sprints = json_of(bed.get("/api/v1/sprints"));
  for (const JsonDocument& sprint : sprints["sprints"])
    targets.push_back("/api/v1/sprints/" + sprint["id"].get<std::string>());
  return targets;
}

// The people who are named there.
std::set<std::string> named_at(Bed& bed, const std::string& target) {
  const auto& people = bed.services().workspace.current()->figures->dataset().people;
  const http::Response answer = bed.get(target);
  EXPECT_LT(answer.status, 500U) << target;
  std::set<std::string> found;
  for (const auto& person : people) {
    if (person.name.contains(' ') && answer.body && answer.body->contains(person.name))
      found.insert(person.name);
  }
  return found;
}

TEST(People, AreNamedNowhereWhereTheyAreToBeLeftOut) {
  Bed named;
  Bed unnamed{{.people = false}};
  std::set<std::string> anywhere;
  const std::vector<std::string> targets = places_to_look(named);
  EXPECT_GT(targets.size(), 60U);
  for (const std::string& target : targets) {
    anywhere.merge(named_at(named, target));
    EXPECT_THAT(named_at(unnamed, target), ::testing::IsEmpty()) << target;
  }
  EXPECT_GT(anywhere.size(), 3U) << "there is nobody to be named";
}

}  // namespace
}  // namespace stint::server::test
