// Answers that are sent while they are made.
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <thread>

#include "lib/beast/server.h"
#include "server/http_client.h"

namespace stint::http {
namespace {

// What another thread is told once.
class Signal {
 public:
  void set() { promise_.set_value(); }
  [[nodiscard]] bool wait() { return set_.wait_for(std::chrono::seconds{20}) == std::future_status::ready; }

 private:
  std::promise<void> promise_;
  std::future<void> set_ = promise_.get_future();
};

// Every request to /pieces is answered by `work`, on a thread of its own.
class Pieces : public ::testing::Test {
 protected:
  using Work = std::function<void(const std::shared_ptr<BodyWriter>& writer, const std::stop_token& gone)>;

  void SetUp() override {
    auto server = Server::listen(
        {}, [this](const Request& request, const Reply& reply) { return answer(request, reply); });
    ASSERT_TRUE(server) << server.error().to_string();
    server_ = std::move(*server);
    thread_ = std::thread{[this] { server_->run(); }};
  }
  void TearDown() override { finish(); }

  // Ends all threads; for tests with something that these use.
  void finish() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

  ResponsePtr answer(const Request& request, const Reply& reply) {
    if (request.target != "/pieces") {
      Response response;
      response.body = std::make_shared<const std::string>("plain " + std::string{request.body});
      return sealed(std::move(response));
    }
    workers_.emplace_back([this, reply, gone = request.gone()] {
      if (before_) before_(gone);
      BodyPipe pipe = make_body_pipe();
      Response response;
      response.pieces = std::move(pipe.reader);
      reply(sealed(std::move(response)));
      work_(pipe.writer, gone);
    });
    return nullptr;
  }

  Work work_;
  std::function<void(const std::stop_token&)> before_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
  std::vector<std::thread> workers_;
};

constexpr std::string_view kAsk = "GET /pieces HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Pieces, ComeAsTheyAreWritten) {
  Signal second;
  work_ = [&](const auto& writer, const auto&) {
    EXPECT_TRUE(writer->write("first"));
    EXPECT_TRUE(second.wait());
    EXPECT_TRUE(writer->write("0123456789abcdef"));
    writer->end();
    EXPECT_FALSE(writer->write("late"));
  };
  Client client{server_->port()};
  client.send(kAsk);
  const std::string top = client.read_until("first\r\n");
  EXPECT_TRUE(top.contains("\r\nTransfer-Encoding: chunked\r\n")) << top;
  EXPECT_FALSE(top.contains("Content-Length")) << top;
  EXPECT_TRUE(top.ends_with("\r\n\r\n5\r\nfirst\r\n")) << top;
  second.set();
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "10\r\n0123456789abcdef\r\n0\r\n\r\n");
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.read_all().ends_with("plain ")) << "the connection goes on";
  finish();
}

TEST_F(Pieces, LeaveTheNextRequestAlone) {
  Signal go;
  work_ = [&](const auto& writer, const auto& gone) {
    EXPECT_TRUE(go.wait());
    EXPECT_FALSE(gone.stop_requested());
    EXPECT_TRUE(writer->write("x"));
    writer->end();
  };
  Client client{server_->port()};
  const std::string body(3000, 'b');
  client.send(std::string{kAsk} + "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n" + body);
  client.send("POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\nConnection: close\r\n\r\n" + body);
  go.set();
  const std::string all = client.read_all();
  EXPECT_TRUE(all.contains("1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n")) << all;
  EXPECT_TRUE(all.ends_with("plain " + body));
  EXPECT_NE(all.find("plain " + body), all.rfind("plain " + body)) << "both were answered";
  finish();
}

TEST_F(Pieces, NeedNoChunksForOldClients) {
  work_ = [](const auto& writer, const auto&) {
    EXPECT_TRUE(writer->write("a"));
    EXPECT_TRUE(writer->write("b"));
    writer->end();
  };
  Client client{server_->port()};
  client.send("GET /pieces HTTP/1.0\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_FALSE(all.contains("chunked")) << all;
  EXPECT_TRUE(all.contains("Connection: close\r\n"));
  EXPECT_TRUE(all.ends_with("\r\n\r\nab")) << all;
}

TEST_F(Pieces, ThatBreakOffAreSeenToDoSo) {
  work_ = [](const auto& writer, const auto&) { EXPECT_TRUE(writer->write("half")); };
  Client client{server_->port()};
  client.send(kAsk);
  const std::string all = client.read_all();
  EXPECT_TRUE(all.ends_with("4\r\nhalf\r\n")) << all;
}

TEST_F(Pieces, EndWhenTheClientGoes) {
  Signal stopped;
  work_ = [&](const auto& writer, const std::stop_token& gone) {
    const std::stop_callback tell{gone, [&] { stopped.set(); }};
    EXPECT_TRUE(writer->write("first"));
    EXPECT_TRUE(stopped.wait());
    while (writer->write("more")) continue;
  };
  {
    Client client{server_->port()};
    client.send(kAsk);
    client.read_until("first");
  }
  finish();
}

TEST_F(Pieces, TellThatTheClientWentBeforeTheFirst) {
  Signal stopped;
  before_ = [&](const std::stop_token& gone) {
    const std::stop_callback tell{gone, [&] { stopped.set(); }};
    EXPECT_TRUE(stopped.wait());
  };
  work_ = [](const auto& writer, const auto&) {
    while (writer->write("x")) continue;
  };
  Client{server_->port()}.send(kAsk);
  while (server_->counts().accepted == 0) std::this_thread::yield();
  finish();
}

TEST_F(Pieces, AreFinishedWhenTheServerStops) {
  Signal stopping;
  work_ = [&](const auto& writer, const auto&) {
    EXPECT_TRUE(writer->write("first"));
    EXPECT_TRUE(stopping.wait());
    EXPECT_TRUE(writer->write("last"));
    writer->end();
  };
  Client client{server_->port()};
  Client idle{server_->port()};
  client.send(kAsk);
  client.read_until("first\r\n");
  server_->stop();
  EXPECT_EQ(idle.read_all(), "") << "those who ask nothing are let go";
  stopping.set();
  EXPECT_TRUE(client.read_all().ends_with("4\r\nlast\r\n0\r\n\r\n"));
  finish();
}

TEST(BodyPipe, HoldsNoMoreThanItMay) {
  constexpr std::size_t kMost = 10;
  constexpr int kPieces = 200;
  BodyPipe pipe = make_body_pipe(kMost);
  std::thread writing{[&] {
    for (int i = 0; i < kPieces; ++i) EXPECT_TRUE(pipe.writer->write("1234"));
    pipe.writer->end();
  }};
  std::string all;
  BodyReader::Taken taken;
  while (!taken.ended) {
    taken = pipe.reader->take();
    EXPECT_LT(taken.bytes.size(), kMost + 4);
    all += taken.bytes;
  }
  writing.join();
  EXPECT_TRUE(taken.whole);
  EXPECT_EQ(all.size(), 4U * kPieces);
}

TEST(BodyPipe, LetsNobodyWaitForAReaderWhoIsGone) {
  BodyPipe pipe = make_body_pipe(1);
  EXPECT_TRUE(pipe.writer->write("a"));
  std::thread writing{[&] { EXPECT_FALSE(pipe.writer->write("b")); }};
  pipe.reader = nullptr;
  writing.join();
}

TEST(BodyPipe, CallsWhoIsAttachedAndNobodyLater) {
  BodyPipe pipe = make_body_pipe();
  int woken = 0;
  pipe.reader->attach([&] { ++woken; });
  EXPECT_TRUE(pipe.writer->write("a"));
  EXPECT_EQ(woken, 1);
  pipe.reader = nullptr;
  pipe.writer = nullptr;
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace stint::http
