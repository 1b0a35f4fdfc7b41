// What may be fetched, from where, and what is kept of it.
#include <chrono>

#include "language/models_pulls.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;
using test::ReceivedRequest;

TEST_F(Pulls, FetchCheckAndRecord) {
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  std::vector<DownloadProgress> steps;
  options_.progress = [&](PullPhase phase, const DownloadProgress& step) {
    if (phase == PullPhase::fetching) steps.push_back(step);
  };
  const auto pulled = pull(server);
  expect_here(pulled, content_);
  EXPECT_TRUE(pulled->first_hash);
  EXPECT_EQ(pulled->model.verified, Verified::recorded);
  EXPECT_EQ(pulled->model.source, server.url());
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps.back().done, content_.size());
  EXPECT_EQ(steps.back().total, content_.size());
  // Once more: nothing is asked of the server.
  const std::size_t asked = server.requests().size();
  const auto again = pull(server);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already);
  EXPECT_EQ(server.requests().size(), asked);
}

TEST_F(Pulls, WaitForServersThatAreBusy) {
  int busy = 3;
  FileServer server{[&](const ReceivedRequest& request, int) {
    if (busy-- > 0) return Reply{503, {"Retry-After: 2"}, "later", kAll};
    return honest(request, content_, "\"1\"");
  }};
  const Instant before = network_.clock.now();
  expect_here(pull(server), content_);
  EXPECT_GE(network_.clock.now() - before, std::chrono::seconds{6});
}

TEST_F(Pulls, RefuseWhatIsNoModel) {
  const auto reply_with = [&](Reply reply) {
    FileServer server{[&](const ReceivedRequest&, int) { return reply; }};
    const auto pulled = pull(server);
    EXPECT_FALSE(pulled);
    expect_nothing();
    EXPECT_FALSE(fs::exists(store_.part_of("m")) && !part().empty());
    return pulled ? Error{} : pulled.error();
  };
  Error error = reply_with({200, {"Content-Type: text/html"}, "<!doctype html><title>Sign in</title>", kAll});
  EXPECT_EQ(error.code, ErrorCode::usage);
  EXPECT_TRUE(error.message.contains("text/html")) << error.to_string();
  EXPECT_EQ(reply_with({404, {}, "no", kAll}).code, ErrorCode::not_found);
  EXPECT_EQ(reply_with({403, {}, "no", kAll}).code, ErrorCode::authentication);
  EXPECT_EQ(reply_with({200, {}, "", kAll}).code, ErrorCode::usage);
  // Begins well, and is none.
  EXPECT_EQ(reply_with({200, {}, "GGUF" + std::string(5000, '\x7f'), kAll}).code, ErrorCode::usage);
  // Whole as far as the server says, but not as far as its header says.
  EXPECT_EQ(reply_with({200, {}, content_.substr(0, content_.size() - 100), kAll}).code, ErrorCode::usage);
}

TEST_F(Pulls, HoldTheFileAgainstItsHash) {
  std::string served = content_;
  FileServer server{[&](const ReceivedRequest& request, int) {
    return honest(request, served, "\"" + sha256_of(served).substr(0, 8) + "\"");
  }};
  const auto wrong = pull(server, "m", std::string(64, '0'));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::conflict);
  EXPECT_TRUE(wrong.error().message.contains(sha256_of(content_)));
  expect_nothing();
  EXPECT_FALSE(fs::exists(store_.part_of("m")));
  const auto right = pull(server, "m", sha256_of(content_));
  expect_here(right, content_);
  EXPECT_EQ(right->model.verified, Verified::given);

  // From now on that URL has to give that file, also when the model was removed meanwhile.
  ASSERT_TRUE(store_.remove("m"));
  served = llama_bytes(2);
  const auto replaced = pull(server);
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::conflict);
  EXPECT_TRUE(replaced.error().message.contains("first fetched")) << replaced.error().to_string();
  expect_nothing();
  EXPECT_EQ(pull(server, "m", sha256_of(served)).error().code, ErrorCode::conflict);
  served = content_;
  expect_here(pull(server), content_);
}

TEST_F(Pulls, DoNotFetchWhatCannotBeTheFile) {
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  PullSource source{.name = "m",
                    .url = server.url(),
                    .sha256 = std::string(64, '0'),
                    .verified = Verified::catalogue,
                    .bytes = content_.size() + 1};
  EXPECT_EQ(pull_from(source).error().code, ErrorCode::conflict);
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_TRUE(is_probe(server.requests().front()));
  // Without a hash a size is no more than what somebody once saw.
  source.sha256.clear();
  expect_here(pull_from(source), content_);
}

TEST_F(Pulls, RefuseNamesThatAreTaken) {
  ASSERT_TRUE(add("m.gguf", content_));
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  EXPECT_EQ(pull(server).error().code, ErrorCode::conflict);
  EXPECT_TRUE(server.requests().empty());
  EXPECT_TRUE(pull(server, "m2"));
}

TEST_F(Pulls, GoNowhereButWhereTheyWereSent) {
  FileServer elsewhere{
      [&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  FileServer server{[&](const ReceivedRequest&, int) {
    return Reply{302, {"Location: " + elsewhere.url("/secret?key=hidden")}, "", kAll};
  }};
  const auto pulled = pull(server);
  ASSERT_FALSE(pulled);
  EXPECT_TRUE(pulled.error().message.contains("outbound policy refused a redirect"))
      << pulled.error().to_string();
  EXPECT_TRUE(pulled.error().hint.contains("--also-from"));
  EXPECT_FALSE(pulled.error().to_string().contains("hidden"));
  EXPECT_TRUE(elsewhere.requests().empty());
  expect_nothing();
  for (const char* url :
       {"ftp://example.com/m.gguf", "file:///etc/passwd", "m.gguf", "https://user:pw@example.com/m.gguf",
        "http://169.254.169.254/m.gguf", "http://127.1/m.gguf", "http://example.com/m.gguf"}) {
    const auto refused = pull_from({.name = "m", .url = url});
    ASSERT_FALSE(refused) << url;
    EXPECT_FALSE(refused.error().to_string().contains("pw@")) << url;
  }
}

TEST_F(Pulls, SayWhenThereIsNoRoomAndNoNetwork) {
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content_, "\"1\""); }};
  options_.download.free_bytes = [](const fs::path&) { return std::uint64_t{1000}; };
  const auto full = pull(server);
  ASSERT_FALSE(full);
  EXPECT_TRUE(full.error().message.contains("room for 1000")) << full.error().to_string();
  for (const ReceivedRequest& request : server.requests()) EXPECT_TRUE(is_probe(request));
  const auto offline =
      pull_from({.name = "m", .url = "http://127.0.0.1:" + std::to_string(test::unused_port()) + "/m.gguf"});
  ASSERT_FALSE(offline);
  EXPECT_FALSE(offline.error().hint.empty());
  expect_nothing();
}

TEST_F(Pulls, KeepWhatIsSecretInAUrl) {
  constexpr std::string_view kSecret = "canary-7f3a";
  FileServer server{[&](const ReceivedRequest& request, int number) {
    Reply reply = honest(request, content_, "\"1\"");
    if (!is_probe(request) && number == 0) reply.sent = 3000;
    return reply;
  }};
  const std::string url = server.url("/files/m.gguf?token=canary-7f3a#canary-7f3a");
  expect_here(pull_from({.name = "m", .url = url}), content_);
  EXPECT_TRUE(server.requests().front().target.contains(kSecret));
  EXPECT_EQ(store_.find("m")->source, server.url("/files/m.gguf"));
  FileServer bad{[&](const ReceivedRequest& request, int) {
    Reply reply = honest(request, content_, "\"1\"");
    if (!is_probe(request)) reply.sent = 3000;
    if (!is_probe(request) && !request.header("range").empty()) reply = {500, {}, "no", kAll};
    return reply;
  }};
  for (const std::string& wrong :
       {bad.url("/m.gguf?token=canary-7f3a"), std::string{"https://canary-7f3a@127.0.0.1/m"},
        std::string{"https://a:canary-7f3a@127.0.0.1/m"},
        "http://127.0.0.1:" + std::to_string(test::unused_port()) + "/m?k=canary-7f3a"}) {
    const auto pulled = pull_from({.name = "n", .url = wrong});
    ASSERT_FALSE(pulled) << wrong;
    EXPECT_FALSE(pulled.error().to_string().contains(kSecret)) << pulled.error().to_string();
  }
  for (const fs::path& file : test::files_below(store_.folder())) {
    EXPECT_FALSE(test::read_file(file).contains(kSecret)) << file;
    EXPECT_FALSE(file.string().contains(kSecret));
  }
}

TEST_F(Pulls, NameModelsAfterTheirUrls) {
  EXPECT_EQ(model_name_of_url("https://x.example/a/b/Some-Model.Q4_K_M.gguf?download=true"),
            "some-model.q4_k_m");
  EXPECT_EQ(model_name_of_url("https://x.example/"), "");
  EXPECT_EQ(model_name_of_url("not a url"), "");
}

}  // namespace
}  // namespace stint::language
