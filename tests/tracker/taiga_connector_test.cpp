// The connector of Taiga, against a scripted server: what it asks, and what it makes of the answers.
#include <gmock/gmock.h>

#include "tracker/scripted_tracker.h"

namespace stint::tracker {
namespace {

using test::ScriptedReply;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Connection connection(Sign sign) {
  Connection connection;
  connection.name = "ours";
  connection.product = Product::taiga;
  connection.url = "https://taiga.example";
  connection.sign = sign;
  connection.user = "ann";
  connection.secret = Secret{"canary-secret"};
  connection.projects = {"shop"};
  return connection;
}

std::string item(int id, std::string_view more = "") {
  const std::string number = std::to_string(id);
  return "{'id':" + number + ",'ref':" + number +
         ",'version':2,'project':1,'project_extra_info':{'slug':'shop','name':'Shop'},'subject':'Item " +
         number +
         "','status':1,'created_date':'2026-01-01T00:00:00Z','modified_date':'2026-01-02T00:00:00Z'" +
         std::string{more} + "}";
}

constexpr std::string_view kProject =
    "{'id':1,'slug':'shop','name':'Shop','us_statuses':[{'id':1,'name':'New','order':1,'is_closed':false},"
    "{'id':2,'name':'Done','order':2,'is_closed':true}],'task_statuses':[],'issue_statuses':[],'epic_"
    "statuses':[],"
    "'points':[{'id':10,'name':'?','order':1,'value':null},{'id':12,'name':'3','order':2,'value':3.0}],"
    "'roles':[{'id':1,'name':'Back','computable':true}],'issue_types':[{'id':7,'name':'Bug'}],"
    "'priorities':[{'id':8,'name':'High'}],'milestones':[{'id':9,'name':'S1'}],"
    "'members':[{'id':5,'full_name_display':'Ann "
    "A','username':'ann'}],'my_permissions':['view_us','view_tasks','view_issues'],'i_am_admin':false}";

class TaigaConnector : public ::testing::Test {
 protected:
  TaigaConnector() {
    script.on("GET /api/v1/projects/by_slug?slug=shop", std::string{kProject});
    script.on("GET /api/v1/projects/1", std::string{kProject});
    scope.projects = {"shop"};
  }

  Target target_12() {
    script.on("GET /api/v1/userstories/12", item(12));
    script.on("GET /api/v1/history/userstory/12?page=1&page_size=1000", "[]");
    auto target = connector.target("us:12");
    EXPECT_TRUE(target) << target.error().to_string();
    script.forget();
    return target ? std::move(*target) : Target{};
  }

  Proposal proposed(const Write& write, const Target* target) {
    auto proposal = connector.propose(write, target);
    EXPECT_TRUE(proposal) << proposal.error().to_string();
    return proposal ? std::move(*proposal) : Proposal{};
  }

  Scope scope;
  test::ScriptedConnection tracker{connection(Sign::bearer)};
  test::ScriptedTracker& script = tracker.script;
  Connector& connector = *tracker.connector;
};

TEST(TaigaLogin, RefreshesItsTokenOnce) {
  test::ScriptedConnection tracker{connection(Sign::login)};
  tracker.script.on("POST /api/v1/auth", "{'auth_token':'first','refresh':'again'}");
  tracker.script.on("POST /api/v1/auth/refresh", "{'auth_token':'second','refresh':'next'}");
  tracker.script.on("GET /api/v1/users/me",
                    {{401, "{}"}, {200, "{'id':5,'full_name_display':'Ann A','timezone':'Europe/Berlin'}"}});
  const auto account = tracker.connector->account();
  ASSERT_TRUE(account) << account.error().to_string();
  EXPECT_EQ(account->id, "5");
  EXPECT_EQ(account->time_zone, "Europe/Berlin");
  EXPECT_THAT(tracker.script.lines(), ElementsAre("POST /api/v1/auth", "GET /api/v1/users/me",
                                                  "POST /api/v1/auth/refresh", "GET /api/v1/users/me"));
  EXPECT_EQ(tracker.script.body_of("POST /api/v1/auth"),
            R"({"type":"normal","username":"ann","password":"canary-secret"})");
  EXPECT_EQ(tracker.script.body_of("POST /api/v1/auth/refresh"), R"({"refresh":"again"})");
  EXPECT_EQ(tracker.script.asked().back().authorization, "Bearer second");
}

TEST(TaigaLogin, SignsInAnewWhereTheRefreshIsRefused) {
  test::ScriptedConnection tracker{connection(Sign::login)};
  tracker.script.on("POST /api/v1/auth",
                    {{200, "{'auth_token':'first','refresh':'old'}"}, {200, "{'auth_token':'third'}"}});
  tracker.script.on("POST /api/v1/auth/refresh", {{401, "{}"}});
  tracker.script.on("GET /api/v1/users/me", {{401, "{}"}, {200, "{'id':5}"}});
  EXPECT_TRUE(tracker.connector->account());
  EXPECT_EQ(tracker.script.asked().back().authorization, "Bearer third");
}

TEST(TaigaLogin, AWrongPasswordIsToldWithoutIt) {
  test::ScriptedConnection tracker{connection(Sign::login)};
  tracker.script.on("POST /api/v1/auth",
                    {{400, "{'_error_message':'Username or password does not matches user.'}"}});
  const auto account = tracker.connector->account();
  ASSERT_FALSE(account);
  EXPECT_EQ(account.error().code, ErrorCode::authentication);
  EXPECT_THAT(account.error().to_string(), Not(HasSubstr("canary")));
}

TEST_F(TaigaConnector, ATokenIsUsedAsItIs) {
  script.on("GET /api/v1/users/me", {{401, "{'_error_message':'Invalid token'}"}});
  const auto account = connector.account();
  ASSERT_FALSE(account);
  EXPECT_EQ(account.error().code, ErrorCode::authentication);
  EXPECT_EQ(script.asked().size(), 1U);
  EXPECT_EQ(script.asked().front().authorization, "Bearer canary-secret");
}

TEST_F(TaigaConnector, ListsOneKindAfterTheOther) {
  const std::string tail = "?project=1&page=1&page_size=1000";
  const std::string since = "&modified_date__gte=2026-01-02T03%3A04%3A05Z";
  script.on("GET /api/v1/userstories" + tail + "&order_by=created_date" + since,
            {{200,
              "[" + item(1) + "]",
              {{"x-pagination-count", "2"}, {"x-pagination-next", "https://taiga.example/…"}}}});
  script.on("GET /api/v1/userstories?project=1&page=2&page_size=1000&order_by=created_date" + since,
            {{200, "[" + item(2) + "]", {{"x-pagination-count", "2"}}}});
  script.on("GET /api/v1/tasks" + tail + "&order_by=created_date" + since, "[" + item(1) + "]");
  script.on("GET /api/v1/issues" + tail + "&order_by=created_date" + since, "[]");
  script.on("GET /api/v1/epics" + tail + since, {{403, "{'_error_message':'no epics for you'}"}});
  scope.since = parse_iso_instant("2026-01-02T03:04:05Z");
  std::vector<std::string> ids;
  std::vector<std::string> missing;
  std::string cursor;
  for (int page = 0; page < 10; ++page) {
    const auto listing = connector.list(scope, cursor);
    ASSERT_TRUE(listing) << listing.error().to_string();
    for (const Entry& entry : listing->entries) ids.push_back(entry.id + " " + entry.mark);
    for (const Unreadable& one : listing->unreadable) missing.push_back(one.what);
    cursor = listing->next;
    if (cursor.empty()) break;
  }
  EXPECT_EQ(cursor, "");
  EXPECT_THAT(ids, ElementsAre("us:1 2@2026-01-02T00:00:00Z", "us:2 2@2026-01-02T00:00:00Z",
                               "task:1 2@2026-01-02T00:00:00Z"));
  EXPECT_THAT(missing, ElementsAre("epics of shop"));
  EXPECT_EQ(script.asked().size(), 6U);  // with one for the project
}

TEST_F(TaigaConnector, APageThatShiftedIsListedAgain) {
  const std::string page = "GET /api/v1/userstories?project=1&page=2&page_size=1000&order_by=created_date";
  script.on(page, {{200, "[]", {{"x-pagination-count", "1999"}}}});
  auto listing = connector.list(scope, "1/0/2/2000");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->next, "1/0/1/0");
  script.on(page, {{404, "{'_error_message':'Invalid page'}"}});
  listing = connector.list(scope, "1/0/2/2000");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->next, "1/0/1/0");
  EXPECT_FALSE(connector.list(scope, "nonsense"));
}

TEST_F(TaigaConnector, ReadsItemsWithTheirHistories) {
  script.on("GET /api/v1/userstories/12", item(12));
  script.on("GET /api/v1/history/userstory/12?page=1&page_size=1000",
            {{200,
              "[{'id':'e1','created_at':'2026-01-02T00:00:00Z','user':{'pk':5},'diff':{'status':[1,2]},'"
              "values':{},'comment':''}]",
              {{"X-Pagination-Next", "https://taiga.example/…"}}}});
  script.on("GET /api/v1/history/userstory/12?page=2&page_size=1000",
            "[{'id':'e2','created_at':'2026-01-03T00:00:00Z','user':{'pk':5},'diff':{},'values':{},'comment':"
            "'Hi','delete_comment_date':null}]");
  script.on("GET /api/v1/tasks/3", item(3));
  script.on("GET /api/v1/history/task/3?page=1&page_size=1000", {{503, "{}"}});
  const std::vector<std::string> ids{"us:12", "us:13", "task:3", "12"};
  const auto reading = connector.read(ids);
  ASSERT_TRUE(reading) << reading.error().to_string();
  EXPECT_THAT(reading->gone, ElementsAre("us:13", "12"));
  ASSERT_EQ(reading->issues.size(), 1U);
  EXPECT_EQ(reading->issues[0].issue.changes.front().to, "us:2");
  EXPECT_EQ(reading->issues[0].issue.comments.front().body, "Hi");
  ASSERT_EQ(reading->unreadable.size(), 1U);
  EXPECT_EQ(reading->unreadable[0].issue, "task:3");
}

TEST_F(TaigaConnector, ResolvesWhatPeopleWrite) {
  script.on("GET /api/v1/resolver?project=shop&ref=12", "{'project':1,'us':12}");
  script.on("GET /api/v1/userstories/12", item(12));
  script.on("GET /api/v1/history/userstory/12?page=1&page_size=1000", "[]");
  const auto target = connector.target("shop#12");
  ASSERT_TRUE(target) << target.error().to_string();
  EXPECT_EQ(target->version, "2@2026-01-02T00:00:00Z");
  EXPECT_EQ(connector.target("twelve").error().code, ErrorCode::usage);
  EXPECT_EQ(connector.target("us:99").error().code, ErrorCode::not_found);
}

TEST_F(TaigaConnector, AnEditCarriesTheVersion) {
  const Target target = target_12();
  const Proposal proposal = proposed(
      EditFields{{{"summary", "New"}, {"labels", "a, b"}, {"points", "3"}, {"blocked", "no key"}}}, &target);
  ASSERT_EQ(proposal.requests.size(), 1U);
  EXPECT_EQ(
      proposal.requests[0],
      (WireRequest{
          "PATCH", "/api/v1/userstories/12", "application/json",
          R"({"subject":"New","tags":[["a",null],["b",null]],"points":{"1":12},"is_blocked":true,"blocked_note":"no key","version":2})",
          ""}));
  script.on("PATCH /api/v1/userstories/12",
            {{400, "{'version':'The version does not match with the current one'}"}});
  auto receipt = connector.perform(proposal.requests[0]);
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind, WriteFault::Kind::conflict);
  script.on("PATCH /api/v1/userstories/12", {{0, "", {}, true}});
  receipt = connector.perform(proposal.requests[0]);
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind, WriteFault::Kind::unknown);
  script.on("PATCH /api/v1/userstories/12", item(12));
  receipt = connector.perform(proposal.requests[0]);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->issue_key, "shop#12");
  // Each of the three once.
  EXPECT_EQ(std::ranges::count(script.lines(), "PATCH /api/v1/userstories/12"), 3);
}

TEST_F(TaigaConnector, ACommentIsFoundAgain) {
  const Target target = target_12();
  const Proposal proposal = proposed(AddComment{"Hello"}, &target);
  EXPECT_EQ(proposal.requests[0].body, R"({"comment":"Hello","version":2})");
  script.on("PATCH /api/v1/userstories/12", item(12));
  script.on("GET /api/v1/history/userstory/12?page=1&page_size=1000",
            "[{'id':'e1','created_at':'2026-01-02T00:00:00Z','comment':'Hello'},{'id':'e2','created_at':'"
            "2026-01-03T00:00:00Z','comment':'Hello'},"
            "{'id':'e3','created_at':'2026-01-04T00:00:00Z','comment':'Other'}]");
  const auto receipt = connector.perform(proposal.requests[0]);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->made_id, "e2");
}

TEST_F(TaigaConnector, OtherWrites) {
  const Target target = target_12();
  EXPECT_EQ(proposed(Transition{"done"}, &target).requests[0].body, R"({"status":2,"version":2})");
  EXPECT_EQ(proposed(Assign{"Ann A"}, &target).requests[0].body, R"({"assigned_to":5,"version":2})");
  EXPECT_EQ(proposed(Assign{""}, &target).requests[0].body, R"({"assigned_to":null,"version":2})");
  EXPECT_EQ(proposed(MoveToSprint{"s1"}, &target).requests[0].body, R"({"milestone":9,"version":2})");
  EXPECT_EQ(proposed(DeleteIssue{}, &target).requests[0],
            (WireRequest{"DELETE", "/api/v1/userstories/12", "", "", "2@2026-01-02T00:00:00Z"}));
  EXPECT_EQ(proposed(EditFields{{{"parent", "epic:4"}}}, &target).requests[0],
            (WireRequest{"POST", "/api/v1/epics/4/related_userstories", "application/json",
                         R"({"epic":4,"user_story":12})", "2@2026-01-02T00:00:00Z"}));
  EXPECT_THAT(connector.propose(AddLink{"blocks", "shop#1"}, &target).error().to_string(),
              HasSubstr("no links"));
  EXPECT_THAT(connector.propose(Transition{"Flying"}, &target).error().to_string(),
              HasSubstr("one of: New, Done"));
  EXPECT_THAT(connector.propose(EditFields{{{"points", "Front=3"}}}, &target).error().to_string(),
              HasSubstr("roles: Back"));
}

TEST_F(TaigaConnector, CreatesWithAMarkerAndFindsIt) {
  CreateIssue create;
  create.project = "shop";
  create.type = "bug";
  create.summary = "It breaks";
  create.fields = {{"labels", "red"}, {"priority", "high"}};
  create.marker = "stint-12345678";
  const Proposal proposal = proposed(create, nullptr);
  EXPECT_EQ(proposal.requests[0].path, "/api/v1/issues");
  EXPECT_EQ(
      proposal.requests[0].body,
      R"({"project":1,"subject":"It breaks","type":7,"tags":[["red",null],["stint-12345678",null]],"priority":8})");
  script.on("POST /api/v1/issues", {{201, item(44)}});
  EXPECT_EQ(connector.perform(proposal.requests[0])->issue_id, "issue:44");
  script.on("GET /api/v1/users/me", "{'id':5}");
  script.on("GET /api/v1/issues?project=1&tags=stint-12345678&page=1&page_size=1000", "[" + item(44) + "]");
  const auto found = connector.find_created(create, Instant{});
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().issue_key, "shop#44");
}

TEST_F(TaigaConnector, DiscoversAndChecksPermissions) {
  script.on("GET /api/v1/milestones?project=1&page=1&page_size=1000",
            {{200,
              "[{'id':9,'name':'S1','project':1,'closed':false,'estimated_start':'2026-01-05','estimated_"
              "finish':'2026-01-18'}]",
              {{"Date", "Thu, 01 Jan 2026 00:00:00 GMT"}}}});
  const auto catalogue = connector.discover(scope);
  ASSERT_TRUE(catalogue) << catalogue.error().to_string();
  EXPECT_EQ(catalogue->sprints.front().state, SprintState::future);
  EXPECT_EQ(catalogue->fields.front().name, "Story Points");
  script.on("GET /api/v1/users/me", "{'id':5}");
  const auto checks = connector.check_permissions(scope);
  ASSERT_TRUE(checks);
  std::vector<std::string> missing;
  for (const PermissionCheck& check : *checks) {
    if (!check.granted && check.needed_to_read) missing.push_back(check.hint);
  }
  EXPECT_THAT(missing, ElementsAre("the role lacks the permission view_epics",
                                   "the role lacks the permission view_milestones"));
}

}  // namespace
}  // namespace stint::tracker
