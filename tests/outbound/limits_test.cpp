// Servers that answer badly, slowly, without end, or not at all.
#include <gmock/gmock.h>

#include "outbound/connection.h"
#include "support/http_server.h"

namespace stint::outbound {
namespace {

using test::http_answer;
using test::HttpConnection;
using test::HttpServer;
using ::testing::HasSubstr;

// The failure of one GET at a server that does `script` after reading the request.
Failure failure_at(const std::function<void(HttpConnection&)>& script, const curl::Limits& limits = {},
                   const Sink& sink = {}) {
  HttpServer server{[&](HttpConnection& connection) {
    if (connection.read()) script(connection);
  }};
  Client client{policy_for({server.url()}), {}};
  Request request = get(server.url());
  request.limits = limits;
  auto response = client.send(request, sink);
  EXPECT_FALSE(response);
  return response ? Failure{} : std::move(response).error();
}

TEST(Limits, OfIdlenessEndsAHang) {
  curl::Limits limits;
  limits.idle = Milliseconds{20};
  const Failure silent = failure_at([](HttpConnection& connection) { connection.wait_for_end(); }, limits);
  EXPECT_EQ(silent.kind, FailureKind::timed_out);
  EXPECT_EQ(silent.error.code, ErrorCode::throttled);
  EXPECT_TRUE(silent.may_have_arrived);
  EXPECT_THAT(silent.error.message, HasSubstr("nothing came for 20 ms"));
  std::string shown;
  const Failure halfway = failure_at(
      [](HttpConnection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        connection.wait_for_end();
      },
      limits,
      [&](std::string_view piece) {
        shown += piece;
        return curl::Flow::go_on;
      });
  EXPECT_EQ(halfway.kind, FailureKind::timed_out);
  EXPECT_EQ(halfway.shown_bytes, 4);
  EXPECT_EQ(shown, "half");
}

TEST(Limits, OfTheWholeEndsADripThatIsNeverIdle) {
  curl::Limits limits;
  limits.idle = Milliseconds{60'000};
  limits.total = Milliseconds{50};
  const Failure drip = failure_at(
      [](HttpConnection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
        // As fast as the client takes it, one byte after another.
        while (connection.send("x")) std::this_thread::yield();
      },
      limits);
  EXPECT_EQ(drip.kind, FailureKind::timed_out);
  EXPECT_THAT(drip.error.message, HasSubstr("not done within 50 ms"));
}

TEST(Limits, OfTheWholeHoldsOverRedirects) {
  HttpServer server{[](HttpConnection& connection) {
    while (const auto request = connection.read()) {
      if (request->target == "/xx") return connection.wait_for_end();
      connection.send(http_answer(302, "", {"Location: " + request->target + "x"}));
    }
  }};
  Client client{policy_for({server.url()}), {}};
  Request request = get(server.url());
  request.limits.total = Milliseconds{50};
  EXPECT_EQ(client.send(request).error().kind, FailureKind::timed_out);
}

TEST(Limits, OfConnectingEndsAHandshakeThatDoesNotCome) {
  HttpServer server{[](HttpConnection& connection) { connection.wait_for_end(); }};
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  Client client{policy_for({url}), {}};
  Request request = post(url, "create");
  request.limits.connect = Milliseconds{30};
  const auto response = client.send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::timed_out);
  EXPECT_FALSE(response.error().may_have_arrived);
  EXPECT_THAT(response.error().error.message, HasSubstr("no connection within 30 ms"));
}

TEST(Limits, OfSizeEndAnEndlessBody) {
  curl::Limits limits;
  limits.body_bytes = 100'000;
  std::int64_t shown = 0;
  const Failure endless = failure_at(
      [](HttpConnection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n");
        while (connection.send(std::string(10'000, 'x'))) continue;
      },
      limits,
      [&](std::string_view piece) {
        shown += static_cast<std::int64_t>(piece.size());
        return curl::Flow::go_on;
      });
  EXPECT_EQ(endless.kind, FailureKind::too_large);
  EXPECT_LE(shown, 100'000);
  EXPECT_EQ(endless.shown_bytes, shown);
}

TEST(Limits, OfSizeCountWhatIsUnpacked) {
  curl::Limits limits;
  limits.body_bytes = 1'000'000;
  std::string bomb;
  const Failure exploded = failure_at(
      [&](HttpConnection& connection) {
        bomb = test::gzip_of('b', 5'000'000);
        connection.send(http_answer(200, bomb, {"Content-Encoding: gzip"}));
        connection.wait_for_end();
      },
      limits);
  EXPECT_LT(bomb.size(), 50'000U);
  EXPECT_EQ(exploded.kind, FailureKind::too_large);
}

TEST(Limits, OfSizeHoldForTheHeadToo) {
  const Failure endless = failure_at([](HttpConnection& connection) {
    connection.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; connection.send("X-" + std::to_string(i) + ": " + std::string(1000, 'h') + "\r\n"); ++i)
      continue;
  });
  EXPECT_EQ(endless.kind, FailureKind::too_large);
  EXPECT_THAT(endless.error.message, HasSubstr("head"));
}

TEST(BrokenAnswer, IsOneThatEndsBeforeItsLength) {
  const auto script = [](HttpConnection& connection) {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  };
  EXPECT_EQ(failure_at(script).kind, FailureKind::broken_off);
}

TEST(BrokenAnswer, IsOneThatIsResetHalfway) {
  // Reset when the client has taken what there is, so that the reset does not overtake it.
  std::atomic<bool> taken{false};
  const Failure failure = failure_at(
      [&](HttpConnection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        taken.wait(false);
        connection.reset();
      },
      {},
      [&](std::string_view) {
        taken = true;
        taken.notify_all();
        return curl::Flow::go_on;
      });
  EXPECT_EQ(failure.kind, FailureKind::broken_off);
  EXPECT_EQ(failure.shown_bytes, 4);
}

TEST(BrokenAnswer, IsOneThatIsNoHttp) {
  for (const char* text : {"SSH-2.0-OpenSSH_9.2\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\nnope",
                           "HTTP/9.9 200 OK\r\n\r\n"}) {
    const Failure failure = failure_at([&](HttpConnection& connection) { connection.send(text); });
    EXPECT_EQ(failure.kind, FailureKind::broken_off) << text << failure.error.to_string();
  }
}

TEST(BrokenAnswer, IsCutToItsLengthWhenItIsLonger) {
  HttpServer server{[](HttpConnection& connection) {
    if (connection.read()) connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more");
  }};
  Client client{policy_for({server.url()}), {}};
  EXPECT_EQ(client.send(get(server.url()))->body, "half");
}

TEST(BrokenAnswer, ToALargeRequestDoesNotEndTheProgram) {
  HttpServer server{[](HttpConnection& connection) {
    connection.receive();
    connection.reset();
  }};
  Client client{policy_for({server.url()}), {}};
  const auto response = client.send(post(server.url(), std::string(5'000'000, 'x')));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::broken_off);
}

TEST(Stop, EndsAWaitAtOnce) {
  std::stop_source stop;
  HttpServer server{[&](HttpConnection& connection) {
    static_cast<void>(connection.read());
    stop.request_stop();
    connection.wait_for_end();
  }};
  Client client{policy_for({server.url()}), {}};
  const auto response = client.send(get(server.url()), {}, stop.get_token());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, FailureKind::cancelled);
  EXPECT_EQ(client.send(get(server.url()), {}, stop.get_token()).error().kind, FailureKind::cancelled);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Client, ServesSeveralThreads) {
  HttpServer server{
      test::answering([](const test::ReceivedRequest& request) { return http_answer(200, request.target); })};
  Client client{policy_for({server.url()}), {}};
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        for (int n = 0; n < 25; ++n) {
          const std::string path = "/" + std::to_string(i) + "/" + std::to_string(n);
          const auto response = client.send(get(server.url(path)));
          if (response && response->body == path) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, 100);
  EXPECT_LE(server.connections(), 100);
}

}  // namespace
}  // namespace stint::outbound
