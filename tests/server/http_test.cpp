// The HTTP server over sockets: bytes as they are sent by browsers, by proxies, and by those who mean harm.
#include <gtest/gtest.h>
#include <thread>

#include "lib/beast/server.h"
#include "server/http_client.h"

namespace stint::http {
namespace {

// Tells what it was asked, on its own thread; "/late" through the reply, from another.
class Echo : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.limits.header_bytes = 4096;
    options.limits.body_bytes = 10'000;
    options.limits.request_time = std::chrono::seconds{2};
    options.limits.keep_alive = std::chrono::seconds{5};
    auto server = Server::listen(
        options, [this](const Request& request, const Reply& reply) { return answer(request, reply); });
    ASSERT_TRUE(server) << server.error().to_string();
    server_ = std::move(*server);
    thread_ = std::thread{[this] { server_->run(); }};
  }
  void TearDown() override {
    server_->stop();
    thread_.join();
    if (late_.joinable()) late_.join();
  }

  ResponsePtr answer(const Request& request, const Reply& reply) {
    Response response;
    response.set("X-Test", "a\r\nInjected: b");
    if (request.target == "/events") {
      response.set("Content-Type", "text/event-stream");
      response.body = std::make_shared<const std::string>(": hello\n\n");
      response.subscription = Subscription{1};
      return sealed(std::move(response));
    }
    response.body =
        std::make_shared<const std::string>(std::string{request.method} + " " + std::string{request.target} +
                                            " [" + std::string{request.body} + "] " + request.peer);
    if (request.target != "/late") return sealed(std::move(response));
    late_ = std::thread{[reply, response = sealed(std::move(response))] { reply(response); }};
    return nullptr;
  }

  std::string asked(std::string_view bytes) { return Client{server_->port()}.send(bytes).read_all(); }

  std::unique_ptr<Server> server_;
  std::thread thread_;
  std::thread late_;
};

TEST_F(Echo, AnswersOneRequestAfterAnother) {
  Client client{server_->port()};
  client.send("GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string first = client.read_until("127.0.0.1");
  EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK\r\n")) << first;
  EXPECT_TRUE(first.contains("GET /a?b [] 127.0.0.1"));
  EXPECT_TRUE(first.contains("Connection: keep-alive"));
  client.send("POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(client.read_until("127.0.0.1").contains("POST /late [abc]"));
  // Two at once, in their order.
  client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string both = client.read_all();
  EXPECT_LT(both.find("GET /1"), both.find("GET /2"));
  EXPECT_NE(both.find("GET /2"), std::string::npos);
}

TEST_F(Echo, KeepsHeadersApart) {
  const std::string answer = asked("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.contains("X-Test: aInjected: b\r\n")) << answer;
  EXPECT_FALSE(answer.contains("\r\nInjected"));
}

TEST_F(Echo, KnowsWhatHasNoBody) {
  const std::string answer = asked("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_TRUE(answer.contains("Content-Length: 19\r\n")) << answer;
}

TEST_F(Echo, ReadsPieces) {
  const std::string answer = asked(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.contains("POST / [abcde]")) << answer;
  Client client{server_->port()};
  client.send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 100 Continue"));
  client.send("hi");
  EXPECT_TRUE(client.read_all().contains("[hi]"));
}

struct Refused {
  const char* name;
  std::string bytes;
  const char* status;
};

class Malformed : public Echo, public ::testing::WithParamInterface<Refused> {};

TEST_P(Malformed, IsRefusedAndTheConnectionEnds) {
  const std::string answer = asked(GetParam().bytes);
  EXPECT_TRUE(answer.starts_with(GetParam().status)) << answer;
  EXPECT_FALSE(answer.contains("smuggled")) << answer;
}

const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Requests, Malformed,
    ::testing::Values(
        Refused{
            "LengthAndPieces",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                kSmuggled,
            "HTTP/1.1 400"},
        Refused{
            "PiecesAndLength",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" +
                kSmuggled,
            "HTTP/1.1 400"},
        Refused{"TwoLengths",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n" + kSmuggled,
                "HTTP/1.1 400"},
        Refused{"LengthThatIsNone",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde" + kSmuggled, "HTTP/1.1 400"},
        Refused{"OtherEncoding",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + kSmuggled,
                "HTTP/1.1 400"},
        Refused{
            "EncodingTwice",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" + kSmuggled,
            "HTTP/1.1 400"},
        Refused{"BlankBeforeColon",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde" + kSmuggled, "HTTP/1.1 400"},
        Refused{"TwoHosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "HTTP/1.1 400"},
        Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
        Refused{"NoVersion", "GET /\r\n\r\n", "HTTP/1.1 400"},
        Refused{"BadVersion", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "HTTP/1.1 400"},
        Refused{"ControlInTarget", std::string("GET /\0x HTTP/1.1\r\nHost: x\r\n\r\n", 29), "HTTP/1.1 400"},
        Refused{"Noise", "\x16\x03\x01\x02 hello\r\n\r\n", "HTTP/1.1 400"},
        Refused{"LongHeader", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(8000, 'a') + "\r\n\r\n",
                "HTTP/1.1 431"},
        Refused{"LongTarget", "GET /" + std::string(8000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "HTTP/1.1 431"},
        Refused{"LongBody", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n", "HTTP/1.1 413"},
        Refused{"LongPieces",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n" +
                    std::string(65535, 'a') + "\r\n0\r\n\r\n",
                "HTTP/1.1 413"}),
    [](const ::testing::TestParamInfo<Refused>& one) { return std::string{one.param.name}; });

TEST_F(Echo, WaitsForNobodyWhoNeverEnds) {
  // A header that comes byte by byte and never ends is cut off; others are answered meanwhile.
  Client slow{server_->port()};
  slow.send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
  EXPECT_TRUE(asked("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200"));
  const std::string end = slow.read_all();
  EXPECT_TRUE(end.empty() || end.starts_with("HTTP/1.1 408")) << end;
}

TEST_F(Echo, TellsListenersWhatHappens) {
  Client first{server_->port()};
  Client second{server_->port()};
  first.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  second.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(first.read_until("hello\n\n").contains("text/event-stream"));
  second.read_until("hello\n\n");
  while (server_->counts().listeners < 2) std::this_thread::yield();
  server_->publish("event: b\ndata: 2\n\n", 2);  // of another topic
  server_->publish("event: a\ndata: 1\n\n", 1);
  EXPECT_EQ(first.read_until("data: 1\n\n"), "event: a\ndata: 1\n\n");
  EXPECT_EQ(second.read_until("data: 1\n\n"), "event: a\ndata: 1\n\n");
}

TEST(Stopping, AnswersWhatWasAskedAlready) {
  std::optional<Reply> kept;
  std::mutex mutex;
  auto server = Server::listen({}, [&](const Request&, const Reply& reply) {
    const std::lock_guard lock{mutex};
    kept = reply;
    return ResponsePtr{};
  });
  ASSERT_TRUE(server);
  std::thread thread{[&] { (*server)->run(); }};
  Client client{(*server)->port()};
  Client idle{(*server)->port()};
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  while (true) {
    const std::lock_guard lock{mutex};
    if (kept) break;
    std::this_thread::yield();
  }
  (*server)->stop();
  EXPECT_EQ(idle.read_all(), "") << "those who ask nothing are let go";
  Response response;
  response.body = std::make_shared<const std::string>("done");
  (*kept)(sealed(std::move(response)));
  EXPECT_TRUE(client.read_all().ends_with("\r\n\r\ndone"));
  thread.join();
}

TEST(Listening, SaysWhatIsWrong) {
  const auto handler = [](const Request&, const Reply&) { return sealed({}); };
  auto first = Server::listen({}, handler);
  ASSERT_TRUE(first);
  ServerOptions same;
  same.port = (*first)->port();
  EXPECT_EQ(Server::listen(same, handler).error().code, ErrorCode::conflict);
  EXPECT_EQ(Server::listen({.address = "nowhere"}, handler).error().code, ErrorCode::usage);
  EXPECT_EQ(Server::listen({.certificate = "/nonexistent", .key = "/nonexistent"}, handler).error().code,
            ErrorCode::usage);
}

}  // namespace
}  // namespace stint::http
