// Attempts, waits, circuits and turns around a client; time is the test's.
#include "outbound/delivery.h"

#include <gmock/gmock.h>

#include "outbound/connection.h"
#include "support/http_server.h"

namespace stint::outbound {
namespace {

using ms = Milliseconds;
using test::answering;
using test::http_answer;
using test::HttpServer;
using test::ReceivedRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Waiting takes no time but on this clock.
struct VirtualTime {
  Instant now = from_epoch_ms(1'700'000'000'000);
  std::vector<std::int64_t> waits;

  Clock clock() {
    return {[this] { return now; },
            [this](ms time, const std::stop_token& stop) {
              waits.push_back(time.count());
              now += time;
              return !stop.stop_requested();
            }};
  }
};

RandomStream zeros() {
  return [] { return std::uint64_t{0}; };
}

// One answer after another, the last one for good.
HttpServer::Script in_turn(const std::vector<std::string>& answers) {
  auto next = std::make_shared<std::atomic<std::size_t>>(0);
  return answering([=](const ReceivedRequest&) { return answers[std::min((*next)++, answers.size() - 1)]; });
}

TEST(Delivery, TriesAgainUntilItWorks) {
  HttpServer server{
      in_turn({http_answer(503), http_answer(429, "", {"Retry-After: 7"}), http_answer(200, "done")})};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  Delivery delivery{client, {}, time.clock(), zeros()};
  const auto delivered = delivery.deliver("me", get(server.url()));
  ASSERT_TRUE(delivered);
  EXPECT_EQ(delivered->response.body, "done");
  EXPECT_EQ(delivered->attempts, 3);
  EXPECT_THAT(time.waits, ElementsAre(250, 7'250));
}

TEST(Delivery, DoesNotStormWhenAskedToWaitForNoTime) {
  HttpServer server{in_turn({http_answer(429, "slow", {"Retry-After: 0"})})};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  Delivery delivery{client, {}, time.clock(), zeros()};
  const auto delivered = delivery.deliver("me", get(server.url()));
  ASSERT_TRUE(delivered);
  EXPECT_EQ(delivered->response.status, 429);
  EXPECT_EQ(delivered->response.body, "slow");
  EXPECT_THAT(time.waits, ElementsAre(250, 500, 1'000, 2'000));
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST(Delivery, SendsOnceWhatMustNotBeDoneTwice) {
  HttpServer server{[](test::HttpConnection& connection) { static_cast<void>(connection.read()); }};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  Delivery delivery{client, {}, time.clock(), zeros()};
  EXPECT_FALSE(delivery.deliver("me", post(server.url(), "create")));
  EXPECT_EQ(server.requests().size(), 1U);
  Request ask = post(server.url(), "ask");
  ask.repeatable = true;
  const auto before = server.requests().size();
  EXPECT_FALSE(delivery.deliver("me", ask));
  EXPECT_GT(server.requests().size(), before + 1);
}

TEST(Delivery, NeverShowsTextTwice) {
  HttpServer server{[](test::HttpConnection& connection) {
    if (connection.read()) connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  }};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  Delivery delivery{client, {}, time.clock(), zeros()};
  std::string shown;
  const auto delivered = delivery.deliver("me", get(server.url()), [&](std::string_view piece) {
    shown += piece;
    return curl::Flow::go_on;
  });
  ASSERT_FALSE(delivered);
  EXPECT_EQ(delivered.error().kind, FailureKind::broken_off);
  EXPECT_EQ(shown, "half");
  EXPECT_EQ(server.requests().size(), 1U);
  // What was not shown comes again, until the circuit opens; then the reason is told that opened it.
  const auto unshown = delivery.deliver("me", get(server.url()));
  ASSERT_FALSE(unshown);
  EXPECT_EQ(unshown.error().kind, FailureKind::broken_off);
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST(Delivery, LeavesAnOriginAloneThatKeepsFailing) {
  HttpServer server{
      in_turn({http_answer(500), http_answer(500), http_answer(500), http_answer(200, "well")})};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  DeliveryOptions options;
  options.retry.attempts = 1;
  options.circuit = {3, ms{1'000}, ms{10'000}};
  Delivery delivery{client, options, time.clock(), zeros()};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(delivery.deliver("me", get(server.url()))->response.status, 500);
  const auto alone = delivery.deliver("me", get(server.url()));
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().kind, FailureKind::circuit_open);
  EXPECT_THAT(alone.error().error.to_string(), HasSubstr("left alone"));
  EXPECT_EQ(server.requests().size(), 3U);
  time.now += ms{1'000};
  EXPECT_EQ(delivery.deliver("me", get(server.url()))->response.body, "well");
  EXPECT_EQ(delivery.deliver("me", get(server.url()))->response.body, "well");
}

TEST(Delivery, CountsRefusalsForNothing) {
  Client client{policy_for({"https://jira.example.com"}), {}};
  VirtualTime time;
  Delivery delivery{client, {}, time.clock(), zeros()};
  for (int i = 0; i < 20; ++i) {
    const auto delivered = delivery.deliver("me", get("http://169.254.169.254/"));
    ASSERT_FALSE(delivered);
    EXPECT_EQ(delivered.error().kind, FailureKind::refused);
  }
  EXPECT_TRUE(time.waits.empty());
}

TEST(Delivery, StopsBetweenAttempts) {
  std::stop_source stop;
  HttpServer server{answering([&](const ReceivedRequest&) { return http_answer(503); })};
  Client client{policy_for({server.url()}), {}};
  VirtualTime time;
  Clock clock = time.clock();
  clock.wait = [&](ms, const std::stop_token& token) {
    stop.request_stop();
    return !token.stop_requested();
  };
  Delivery delivery{client, {}, clock, zeros()};
  EXPECT_EQ(delivery.deliver("me", get(server.url()), {}, stop.get_token()).error().kind,
            FailureKind::cancelled);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(SystemClock, StopsWaiting) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(system_clock().wait(std::chrono::hours{1}, stop.get_token()));
  EXPECT_TRUE(system_clock().wait(ms{1}, {}));
  const RandomStream random = system_random();
  EXPECT_NE(random(), random());
}

}  // namespace
}  // namespace stint::outbound
