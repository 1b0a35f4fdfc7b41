// Alerts: who is told of what, once, and what happens when the other side does not take it.
#include "jobs/alerts/alerts.h"

#include <gmock/gmock.h>

#include "jobs/alert_scene.h"
#include "support/http_server.h"

namespace stint::jobs {
namespace {

using outbound::FailureKind;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Delivery newest(Alerts& alerts) {
  const auto all = alerts.deliveries({});
  EXPECT_TRUE(all);
  EXPECT_THAT(*all, Not(IsEmpty()));
  return all->empty() ? Delivery{} : all->front();
}

TEST(Alerts, TellsWhatIsNewInOneMessageAndOnce) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  const std::vector<AlertItem> items{finding("a"), finding("b", AlertSeverity::error),
                                     finding("c", AlertSeverity::info),
                                     finding("d", AlertSeverity::error, AlertChange::same)};
  EXPECT_EQ(*alerts->after_refresh(items), 2U);
  EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
  ASSERT_THAT(desk.requests, SizeIs(1));
  EXPECT_THAT(desk.told(0), ElementsAre("b", "a"));
  EXPECT_TRUE(desk.requests[0].once);
  EXPECT_EQ(newest(*alerts).state, DeliveryState::sent);
  EXPECT_EQ(newest(*alerts).status, 200);
  // Every refresh of the day says "new" again.
  for (int i = 0; i < 30; ++i) {
    desk.now += std::chrono::minutes{15};
    EXPECT_EQ(*alerts->after_refresh(items), 0U);
    desk.run_all(*alerts);
  }
  EXPECT_THAT(desk.requests, SizeIs(1));
}

TEST(Alerts, TellsAgainWhatIsWorseOrOtherTheNextDay) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  const auto refresh = [&](const AlertItem& item) {
    const auto noted = alerts->after_refresh({item});
    EXPECT_TRUE(noted);
    desk.run_all(*alerts);
    return noted ? *noted : 0;
  };
  EXPECT_EQ(refresh(finding("a")), 1U);
  // Another figure on the same day, the same severity: told already.
  EXPECT_EQ(refresh(finding("a", AlertSeverity::warning, AlertChange::worse, "h2")), 0U);
  EXPECT_EQ(refresh(finding("a", AlertSeverity::error, AlertChange::worse, "h2")), 1U);
  EXPECT_EQ(refresh(finding("a", AlertSeverity::error, AlertChange::worse, "h2")), 0U);
  desk.now += std::chrono::hours{21};
  EXPECT_EQ(refresh(finding("a", AlertSeverity::error, AlertChange::worse, "h2")), 0U);
  EXPECT_EQ(refresh(finding("a", AlertSeverity::error, AlertChange::worse, "h3")), 1U);
  EXPECT_THAT(desk.requests, SizeIs(3));
}

TEST(Alerts, WaitsForTheDigestAndLeavesOutWhatIsSettled) {
  Desk desk;
  auto alerts = desk.open_with_rule(R"(,"digest":{"every":"day","at":"08:30"})");
  EXPECT_EQ(*alerts->after_refresh({finding("a"), finding("b")}), 2U);
  const auto tomorrow = *parse_iso_instant("2026-11-21T08:30:00Z");
  EXPECT_EQ(desk.run_all(*alerts), tomorrow);
  desk.now += std::chrono::hours{2};
  EXPECT_EQ(*alerts->after_refresh({finding("a", AlertSeverity::warning, AlertChange::same), finding("c")}),
            1U);
  EXPECT_THAT(desk.requests, IsEmpty());
  desk.now = tomorrow;
  desk.run_all(*alerts);
  ASSERT_THAT(desk.requests, SizeIs(1));
  EXPECT_THAT(desk.told(0), ElementsAre("a", "c"));
}

TEST(Alerts, KeepsQuietAtNight) {
  Desk desk;
  desk.now = *parse_iso_instant("2026-11-20T23:00:00Z");
  auto alerts = desk.open_with_rule(R"(,"quiet_hours":{"from":"20:00","to":"07:00","errors_pass":true})");
  EXPECT_EQ(*alerts->after_refresh({finding("a"), finding("b", AlertSeverity::error)}), 2U);
  EXPECT_EQ(desk.run_all(*alerts), *parse_iso_instant("2026-11-21T07:00:00Z"));
  EXPECT_THAT(desk.told(0), ElementsAre("b"));
  desk.now = *parse_iso_instant("2026-11-21T07:00:00Z");
  desk.run_all(*alerts);
  EXPECT_THAT(desk.told(1), ElementsAre("a"));
}

TEST(Alerts, TriesAgainWhatWasSurelyNotTaken) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  std::vector<std::expected<outbound::Response, outbound::Failure>> answers;
  answers.push_back(broken(FailureKind::unreachable, false));
  answers.push_back(answered(503));
  answers.push_back(answered(429, {{"Retry-After", "1000"}}));
  answers.push_back(answered(500, {{"Retry-After", "1"}}));
  answers.push_back(answered(202));
  std::size_t next = 0;
  desk.answer = [&](const outbound::Request&) { return answers.at(next++); };
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  std::vector<std::int64_t> waits;
  while (const auto due = desk.run_all(*alerts)) {
    waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(*due - desk.now).count());
    EXPECT_EQ(newest(*alerts).state, DeliveryState::waiting);
    desk.now = *due;
  }
  EXPECT_THAT(waits, ElementsAre(30, 60, 1000, 240));
  const Delivery delivery = newest(*alerts);
  EXPECT_EQ(delivery.state, DeliveryState::sent);
  EXPECT_EQ(delivery.attempt, 5);
  // The same message each time, by which a receiver knows it.
  for (const auto& request : desk.requests)
    EXPECT_EQ(curl::find_header(request.headers, "X-Stint-Delivery"), delivery.message_id);
}

TEST(Alerts, GivesUpInTheEnd) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  desk.answer = [](const outbound::Request&) { return answered(503); };
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  while (const auto due = desk.run_all(*alerts)) desk.now = *due;
  EXPECT_THAT(desk.requests, SizeIs(6));
  EXPECT_EQ(newest(*alerts).state, DeliveryState::failed);
  EXPECT_THAT(newest(*alerts).error, AllOf(HasSubstr("503"), Not(HasSubstr("secret-path"))));
  // Who asks to come back in two days is asked no more.
  desk.answer = [](const outbound::Request&) { return answered(503, {{"Retry-After", "172800"}}); };
  ASSERT_TRUE(alerts->after_refresh({finding("b")}));
  EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
  EXPECT_EQ(newest(*alerts).state, DeliveryState::failed);
}

TEST(Alerts, NeverSendsAgainWhatMayHaveBeenTaken) {
  const std::vector<std::expected<outbound::Response, outbound::Failure>> ambiguous{
      broken(FailureKind::timed_out, true),
      broken(FailureKind::broken_off, true),
      broken(FailureKind::cancelled, true),
      answered(500),
      answered(502),
      answered(504)};
  for (const auto& answer : ambiguous) {
    Desk desk;
    auto alerts = desk.open_with_rule();
    desk.answer = [&](const outbound::Request&) { return answer; };
    ASSERT_TRUE(alerts->after_refresh({finding("a")}));
    EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
    EXPECT_EQ(newest(*alerts).state, DeliveryState::unknown);
    EXPECT_THAT(desk.requests, SizeIs(1));
    EXPECT_EQ(*alerts->after_refresh({finding("a")}), 0U);
  }
}

TEST(Alerts, FailsAtOnceWhereNothingWillChange) {
  for (const int status : {400, 401, 403, 404, 410, 413}) {
    Desk desk;
    auto alerts = desk.open_with_rule();
    desk.answer = [&](const outbound::Request&) { return answered(status); };
    ASSERT_TRUE(alerts->after_refresh({finding("a")}));
    EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
    EXPECT_EQ(newest(*alerts).state, DeliveryState::failed);
    EXPECT_EQ(newest(*alerts).status, status);
  }
}

TEST(Alerts, SendsATestAndSaysWhatCameOfIt) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  const auto good = alerts->send_test("hook", {});
  ASSERT_TRUE(good) << good.error().to_string();
  EXPECT_EQ(good->state, DeliveryState::sent);
  EXPECT_THAT(*desk.requests[0].body, HasSubstr(R"("event":"test")"));
  desk.answer = [](const outbound::Request&) { return answered(503); };
  const auto bad = alerts->send_test("hook", {});
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->state, DeliveryState::failed);
  EXPECT_EQ(bad->status, 503);
  EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
  EXPECT_THAT(desk.requests, SizeIs(2));
  EXPECT_EQ(alerts->send_test("nothing", {}).error().code, ErrorCode::not_found);
  DeliveryFilter filter;
  filter.state = DeliveryState::failed;
  EXPECT_THAT(*alerts->deliveries(filter), SizeIs(1));
  EXPECT_EQ(to_json(*bad)["state"], "failed");
}

TEST(Alerts, SendsAReportOncePerKey) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  Message report;
  report.purpose = "report";
  report.title = "Completion rates, week 47";
  EXPECT_EQ(*alerts->enqueue("hook", "weekly 2026-W47", report), true);
  EXPECT_EQ(*alerts->enqueue("hook", "weekly 2026-W47", report), false);
  EXPECT_EQ(*alerts->enqueue("hook", "weekly 2026-W48", report), true);
  desk.run_all(*alerts);
  EXPECT_THAT(desk.requests, SizeIs(2));
  EXPECT_EQ(*alerts->enqueue("hook", "weekly 2026-W47", report), false);
  EXPECT_EQ(alerts->enqueue("nothing", "k", report).error().code, ErrorCode::not_found);
}

TEST(Alerts, RulesAndChannelsComeAndGo) {
  Desk desk;
  auto alerts = desk.open_with_rule(R"(,"digest":{"every":"day","at":"08:30"})");
  EXPECT_EQ(alerts->remove_channel("hook").error().code, ErrorCode::conflict);
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  ASSERT_TRUE(alerts->remove_rule("all"));
  EXPECT_EQ(alerts->remove_rule("all").error().code, ErrorCode::not_found);
  desk.now += std::chrono::days{2};
  EXPECT_EQ(desk.run_all(*alerts), std::nullopt);
  EXPECT_THAT(desk.requests, IsEmpty());
  EXPECT_TRUE(alerts->remove_channel("hook"));
  EXPECT_EQ(alerts->remove_channel("hook").error().code, ErrorCode::not_found);
  const auto rule = rule_from_json(R"({"name":"r","channel":"hook"})");
  EXPECT_EQ(alerts->put_rule(*rule).error().where, "channel");
  EXPECT_THAT(*alerts->rules(), IsEmpty());
  EXPECT_THAT(*alerts->channels(), IsEmpty());
}

TEST(Alerts, SwitchedOffChannelsSendNothing) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  ASSERT_TRUE(alerts->put_channel(R"({"name":"hook","type":"webhook","on":false})"));
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  desk.run_all(*alerts);
  EXPECT_THAT(desk.requests, IsEmpty());
  EXPECT_THAT(newest(*alerts).error, HasSubstr("switched off"));
}

TEST(Alerts, LeaveNoSecretInTheDatabase) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  desk.answer = [](const outbound::Request&) { return answered(404); };
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  desk.run_all(*alerts);
  alerts.reset();
  for (const auto& file : test::files_below(desk.folder.path()))
    EXPECT_THAT(test::read_file(file), AllOf(Not(HasSubstr("secret-path")), Not(HasSubstr("a-key-that"))))
        << file;
}

TEST(Alerts, ForgetsWhatIsLongPast) {
  Desk desk;
  auto alerts = desk.open_with_rule();
  ASSERT_TRUE(alerts->after_refresh({finding("a")}));
  desk.run_all(*alerts);
  desk.now += std::chrono::days{181};
  ASSERT_TRUE(alerts->after_refresh({finding("b")}));
  desk.run_all(*alerts);
  EXPECT_THAT(*alerts->deliveries({}), SizeIs(1));
}

TEST(Carrier, ReachesAServerThroughTheGuard) {
  test::HttpServer server{
      test::answering([](const test::ReceivedRequest&) { return test::http_answer(204); })};
  const Carrier carrier = network_carrier({});
  outbound::Request request;
  request.method = "POST";
  request.url = server.url("/in");
  request.body = "{}";
  request.once = true;
  const auto answer = carrier.post("hook", request, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(server.requests().at(0).target, "/in");
  request.url = "http://169.254.169.254/latest";
  EXPECT_EQ(attempt_of(carrier.post("hook", request, {}), {}).verdict, Verdict::failed);
  request.url = "http://127.0.0.1:" + std::to_string(test::unused_port());
  EXPECT_EQ(attempt_of(carrier.post("hook", request, {}), {}).verdict, Verdict::again);
}

}  // namespace
}  // namespace stint::jobs
