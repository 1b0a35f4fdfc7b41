// Servers that break off, lie and change their minds.
#include <array>
#include <charconv>
#include <functional>
#include <random>

#include "language/models_pulls.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;
using test::ReceivedRequest;

TEST_F(Pulls, GoOnWhenTheConnectionEndsAfterEveryKthByte) {
  for (const std::size_t step :
       {std::size_t{997}, std::size_t{5003}, content_.size() / 2, content_.size() - 1}) {
    FileServer server{[&](const ReceivedRequest& request, int) {
      Reply reply = honest(request, content_, "\"1\"");
      if (!is_probe(request)) reply.sent = step;
      return reply;
    }};
    const auto pulled = pull(server);
    expect_here(pulled, content_);
    ASSERT_TRUE(store_.remove("m"));
  }
}

TEST_F(Pulls, GoOnFromWhereverTheFirstAnswerEnded) {
  std::mt19937 random{5};
  std::vector<std::size_t> places{0, 1, 3, 4, kOverlap - 1, kOverlap, kOverlap + 1, content_.size() - 1};
  for (int i = 0; i < 12; ++i) places.push_back(random() % content_.size());
  for (const std::size_t place : places) {
    FileServer server{[&](const ReceivedRequest& request, int number) {
      Reply reply = honest(request, content_, "\"1\"");
      if (!is_probe(request) && number == 0) reply.sent = place;
      return reply;
    }};
    expect_here(pull(server), content_);
    if (place > kOverlap) {
      EXPECT_EQ(server.requests().back().header("range"), "bytes=" + std::to_string(place - kOverlap) + "-");
      EXPECT_EQ(server.requests().back().header("if-range"), "\"1\"");
    }
    ASSERT_TRUE(store_.remove("m"));
  }
}

// Gives up after a part, then answers honestly, in another process as it were.
TEST_F(Pulls, GoOnInTheNextRun) {
  bool well = false;
  FileServer server{[&](const ReceivedRequest& request, int) {
    Reply reply = honest(request, content_, "\"1\"");
    if (!well && !is_probe(request)) reply.sent = request.header("range").empty() ? 3000 : 0;
    return reply;
  }};
  const auto failed = pull(server);
  ASSERT_FALSE(failed);
  expect_nothing();
  EXPECT_EQ(part(), content_.substr(0, 3000));
  well = true;
  expect_here(pull(server), content_);
  EXPECT_EQ(server.requests().back().header("range"), "bytes=" + std::to_string(3000 - kOverlap) + "-");
}

TEST_F(Pulls, StopWithinAPieceAndGoOnLater) {
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  std::stop_source stop;
  options_.progress = [&](PullPhase, const DownloadProgress& step) {
    if (step.done > 0) stop.request_stop();
  };
  const auto stopped = pull_from({.name = "m", .url = server.url()}, stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_TRUE(stopped.error().message.contains("stopped after")) << stopped.error().to_string();
  expect_nothing();
  EXPECT_GT(part().size(), 0U);
  EXPECT_EQ(part(), content_.substr(0, part().size()));
  options_.progress = {};
  expect_here(pull(server), content_);
}

// Answers to whom asks for the rest of a file.
struct Lie {
  const char* name;
  std::function<Reply(const ReceivedRequest&, const std::string& content)> answer;
};

std::vector<Lie> lies() {
  return {
      {"all instead of a part",
       [](const ReceivedRequest&, const std::string& content) {
         return Reply{200, {"ETag: \"1\""}, content, kAll, false};
       }},
      {"all, called a part",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.body = content;
         return reply;
       }},
      {"another part, and says so",
       [](const ReceivedRequest&, const std::string& content) {
         return Reply{206,
                      {"ETag: \"1\"", content_range(1000, content.size() - 1, content.size())},
                      content.substr(1000),
                      kAll,
                      false};
       }},
      {"another part, called the right one",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.body = content.substr(content.size() - reply.body.size() - 1, reply.body.size());
         return reply;
       }},
      {"the right part, called another",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.headers = {"ETag: \"1\"", content_range(1, content.size() - 1, content.size())};
         return reply;
       }},
      {"a part without saying which",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.headers = {"ETag: \"1\""};
         return reply;
       }},
      {"the rest of a file of another size",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         const auto range = requested_range(request, content.size());
         reply.headers = {"ETag: \"1\"", content_range(range->first, content.size() - 1, content.size() + 5)};
         return reply;
       }},
      {"the rest of another state",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.headers[0] = "ETag: \"2\"";
         return reply;
       }},
      {"more than the rest",
       [](const ReceivedRequest& request, const std::string& content) {
         Reply reply = honest(request, content, "\"1\"");
         reply.body += "and more";
         return reply;
       }},
      {"no rest",
       [](const ReceivedRequest&, const std::string& content) {
         return Reply{416, {"Content-Range: bytes */" + std::to_string(content.size())}, "", kAll};
       }},
  };
}

TEST_F(Pulls, EndWithTheFileWhateverIsSaidAboutItsRest) {
  for (const Lie& lie : lies()) {
    SCOPED_TRACE(lie.name);
    FileServer server{[&](const ReceivedRequest& request, int) {
      if (is_probe(request)) return honest(request, content_, "\"1\"");
      if (!request.header("range").empty()) return lie.answer(request, content_);
      return honest(request, content_, "\"1\"");
    }};
    // A part from before.
    ASSERT_TRUE(store_.make_folder());
    {
      auto left = PartialFile::open(store_.part_of("m"), store_.record_of("m"));
      ASSERT_TRUE(left && *left);
      ASSERT_TRUE((*left)->start_anew(PartRecord{url_id(server.url()), "\"1\"", content_.size()}));
      ASSERT_TRUE((*left)->append(std::as_bytes(std::span{content_}.first(3000))));
    }
    expect_here(pull(server), content_);
    ASSERT_TRUE(store_.remove("m"));
  }
}

TEST_F(Pulls, GiveUpOnServersThatNeverTellTheTruth) {
  // Sends the beginning as it should, and for the whole a part, or more than it said.
  for (const bool part_for_all : {true, false}) {
    FileServer server{[&](const ReceivedRequest& request, int) {
      if (is_probe(request)) return honest(request, content_, "\"1\"");
      if (part_for_all) {
        return Reply{
            206, {"ETag: \"1\"", content_range(0, content_.size() - 1, content_.size())}, content_, kAll};
      }
      return Reply{200, {"ETag: \"1\""}, content_ + "more", kAll};
    }};
    const auto pulled = pull(server);
    ASSERT_FALSE(pulled);
    EXPECT_TRUE(pulled.error().message.contains("contradicts itself")) << pulled.error().to_string();
    expect_nothing();
    EXPECT_LT(server.requests().size(), 30U);
  }
  // Says more than it has.
  FileServer server{[&](const ReceivedRequest& request, int) {
    if (is_probe(request)) {
      return Reply{
          206, {"ETag: \"1\"", content_range(0, 15, content_.size() + 100)}, content_.substr(0, 16), kAll};
    }
    Reply reply = honest(request, content_, "\"1\"");
    return reply;
  }};
  EXPECT_FALSE(pull(server));
  expect_nothing();
  EXPECT_LT(server.requests().size(), 40U);
}

TEST_F(Pulls, TakeTheNewStateWhenTheFileChangesHalfway) {
  const std::string newer = llama_bytes(2);
  for (const bool heeds_condition : {true, false}) {
    SCOPED_TRACE(heeds_condition);
    bool changed = false;
    FileServer server{[&](const ReceivedRequest& request, int) {
      Reply reply = changed ? honest(request, newer, "\"2\"") : honest(request, content_, "\"1\"");
      if (changed && !heeds_condition && !request.header("if-range").empty()) {
        const auto range = requested_range(request, newer.size());
        reply = {206,
                 {"ETag: \"2\"", content_range(range->first, range->last, newer.size())},
                 newer.substr(range->first),
                 kAll};
      }
      if (!changed && !is_probe(request)) {
        reply.sent = 3000;
        changed = true;
      }
      return reply;
    }};
    expect_here(pull(server, "m"), newer);
    ASSERT_TRUE(store_.remove("m"));
    fs::remove(store_.folder() / "models.json");
  }
}

TEST_F(Pulls, StartAnewWithoutAValidator) {
  int breaks = 2;
  FileServer server{[&](const ReceivedRequest& request, int) {
    Reply reply = honest(request, content_, "\"1\"");
    std::erase(reply.headers, "ETag: \"1\"");
    if (!is_probe(request) && breaks-- > 0) reply.sent = 3000;
    return reply;
  }};
  expect_here(pull(server), content_);
  for (const ReceivedRequest& request : server.requests()) {
    EXPECT_TRUE(is_probe(request) || request.header("range").empty());
  }
}

TEST_F(Pulls, WorkWithoutRangesAndWithoutLengths) {
  FileServer server{[&](const ReceivedRequest&, int) { return Reply{200, {}, content_, kAll}; }};
  expect_here(pull(server), content_);
  test::HttpServer chunked{[&](test::HttpConnection& connection) {
    while (connection.read()) {
      std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
      for (std::size_t at = 0; at < content_.size(); at += 1000) {
        const std::string piece = content_.substr(at, 1000);
        std::array<char, 16> size{};
        const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
        text.append(size.data(), end).append("\r\n").append(piece).append("\r\n");
      }
      if (!connection.send(text + "0\r\n\r\n")) return;
    }
  }};
  ASSERT_TRUE(store_.remove("m"));
  expect_here(pull_from({.name = "m", .url = chunked.url("/x.gguf")}), content_);
}

}  // namespace
}  // namespace stint::language
