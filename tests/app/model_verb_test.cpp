// stint model on the command line, and what is left when it is killed.
#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "app/program.h"
#include "app/verbs/model/sub_verb.h"
#include "language/models/catalogue.h"
#include "language/models_server.h"
#include "lib/sodium/sha256.h"
#include "support/child.h"
#include "support/gguf/random_model.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;
using language::FileServer;
using language::honest;
using language::is_probe;
using language::Reply;
using test::ReceivedRequest;

std::string text_model(std::uint64_t seed = 1) {
  return test::gguf::random_llama({.layers = 1,
                                   .width = 32,
                                   .heads = 2,
                                   .key_value_heads = 1,
                                   .feed_forward = 32,
                                   .context = 256,
                                   .merges = 10,
                                   .seed = seed})
      .bytes();
}
std::string vector_model() {
  return test::gguf::random_bert({.layers = 1, .width = 32, .heads = 2, .feed_forward = 32, .merges = 10})
      .bytes();
}
// Some megabytes, so that it does not come in one piece.
std::string large_model() {
  return test::gguf::random_llama({.layers = 1,
                                   .width = 64,
                                   .heads = 2,
                                   .key_value_heads = 1,
                                   .feed_forward = 64,
                                   .context = 256,
                                   .merges = 10,
                                   .vocabulary = 6000})
      .bytes();
}

class ModelVerb : public Program {
 protected:
  [[nodiscard]] fs::path folder() const { return fs::path{data()} / "models"; }
  [[nodiscard]] std::string write(std::string_view name, std::string_view bytes) const {
    return scratch_.write(name, bytes).string();
  }
  [[nodiscard]] std::vector<std::string> command(std::vector<std::string> words) const {
    words.insert(words.begin(), {STINT_BINARY, "--data", data()});
    return words;
  }
};

TEST_F(ModelVerb, SaysWhatItCanDo) {
  const Ran ran = run({"model"});
  EXPECT_EQ(ran.status, 0);
  for (const ModelSubVerb& sub_verb : model_sub_verbs()) {
    EXPECT_TRUE(ran.out.contains("stint model " + std::string{sub_verb.name})) << sub_verb.name;
  }
  EXPECT_EQ(run({"model", "fly"}).status, 2);
  EXPECT_EQ(run({"model", "add"}).status, 2);
  EXPECT_EQ(run({"model", "use", "a", "b"}).status, 2);
  const Ran option = run({"model", "list", "--verify"});
  EXPECT_EQ(option.status, 2);
  EXPECT_TRUE(option.err.contains("takes no --verify")) << option.err;
  EXPECT_EQ(run({"model", "add", "x", "--sha256", "123"}).status, 2);
}

TEST_F(ModelVerb, ListsWhatIsHereAndWhatCanBeFetched) {
  const Ran empty = run({"model", "list"});
  EXPECT_EQ(empty.status, 0);
  EXPECT_TRUE(empty.out.contains("No models yet"));
  EXPECT_TRUE(empty.out.contains("llama-3.2-1b"));
  EXPECT_FALSE(fs::exists(folder()));  // looking makes nothing

  ASSERT_EQ(run({"model", "add", write("My Model.gguf", text_model())}).status, 0);
  ASSERT_EQ(run({"model", "add", write("vectors.gguf", vector_model())}).status, 0);
  ASSERT_EQ(run({"model", "use", "my-model"}).status, 0);
  ASSERT_EQ(run({"model", "use", "vectors", "--for", "embed"}).status, 0);
  ASSERT_EQ(run({"model", "use", "my-model", "--for", "draft"}).status, 0);
  const JsonDocument json = run({"model", "list", "--json"}).json();
  EXPECT_EQ(json["schema"], "stint.models/1");
  ASSERT_EQ(json["models"].size(), 2U);
  const JsonDocument& model = json["models"][0];
  EXPECT_EQ(model["name"], "my-model");
  EXPECT_EQ(model["kind"], "decoder");
  EXPECT_EQ(model["architecture"], "llama");
  EXPECT_EQ(model["context"], 256);
  EXPECT_EQ(model["bytes"], text_model().size());
  EXPECT_EQ(model["sha256"], sha256_of(text_model()));
  EXPECT_EQ(model["provenance"], "my-model@" + sha256_of(text_model()).substr(0, 12));
  EXPECT_EQ(model["used_for"], (std::vector<std::string>{"default", "draft"}));
  EXPECT_EQ(model["verified"], "recorded");
  EXPECT_EQ(model["state"], "ok");
  EXPECT_GT(model["memory_bytes"]["total"], model["memory_bytes"]["weights"]);
  EXPECT_EQ(json["models"][1]["kind"], "encoder");
  EXPECT_EQ(json["models"][1]["used_for"], std::vector<std::string>{"embed"});
  const std::string table = run({"model", "list"}).out;
  EXPECT_TRUE(table.contains("default, draft")) << table;
  EXPECT_TRUE(run({"model", "list", "--csv"})
                  .out.starts_with("model,size,kind,context,RAM,used for,verified,state\n"));
}

TEST_F(ModelVerb, HasACatalogueThatClaimsNothingItCannotShow) {
  const JsonDocument entries = run({"model", "list", "--json"}).json()["catalogue"];
  EXPECT_GE(entries.size(), 15U);
  for (const JsonDocument& entry : entries) {
    const JsonDocument& file = entry["files"][0];
    EXPECT_TRUE(file["url"].get<std::string>().starts_with("https://huggingface.co/")) << entry;
    EXPECT_TRUE(file["url"].get<std::string>().ends_with(".gguf")) << entry;
    EXPECT_EQ(entry["verified"], !file["sha256"].is_null()) << entry;
    EXPECT_EQ(file["sha256"].is_null(), file["hash_source"].is_null()) << entry;
    if (!file["sha256"].is_null()) {
      EXPECT_TRUE(is_sha256(file["sha256"].get<std::string>())) << entry;
      EXPECT_FALSE(file["bytes"].is_null()) << entry;
    }
    EXPECT_EQ(entry["memory_bytes"].is_null(), file["bytes"].is_null());
    if (!file["bytes"].is_null()) {
      EXPECT_GT(entry["memory_bytes"], file["bytes"]);
    }
    EXPECT_FALSE(entry["licence"].is_null());
  }
  // Worked out by hand for 16 layers of 8 heads of 64, 2 bytes, keys and values, 8192 tokens.
  const auto* const llama = language::find_in_catalogue("llama-3.2-1b");
  ASSERT_NE(llama, nullptr);
  constexpr std::uint64_t kCache = std::uint64_t{16} * 8 * 64 * 2 * 2 * 8192;
  EXPECT_GT(*language::memory_estimate(*llama), *llama->bytes + kCache);
  EXPECT_LT(*language::memory_estimate(*llama), *llama->bytes + kCache + (std::uint64_t{256} << 20U));
}

TEST_F(ModelVerb, MeasuresBriefly) {
  ASSERT_EQ(run({"model", "add", write("a.gguf", text_model()), "--name", "mine"}).status, 0);
  const Ran both = run({"model", "bench", "mine", "--brief", "--controls"});
  EXPECT_EQ(both.status, 2);
  EXPECT_TRUE(both.err.contains("--brief and --controls")) << both.err;
  const Ran brief = run({"model", "bench", "mine", "--brief", "--json"});
  ASSERT_EQ(brief.status, 0) << brief.err;
  EXPECT_GT(brief.json()["read_tokens_per_second"].get<double>(), 0);
  EXPECT_GT(brief.json()["written_tokens_per_second"].get<double>(), 0);
  EXPECT_FALSE(brief.json().contains("together_speedup"));
}

TEST_F(ModelVerb, ShowsVerifiesAndRemoves) {
  ASSERT_EQ(run({"model", "add", write("a.gguf", text_model()), "--name", "mine"}).status, 0);
  Ran info = run({"model", "info", "mine", "--verify"});
  EXPECT_EQ(info.status, 0);
  EXPECT_TRUE(info.out.contains("compared just now: the same")) << info.out;
  EXPECT_EQ(run({"model", "info", "mine", "--json"}).json()["verified_now"], false);
  std::string damaged = text_model();
  damaged.back() ^= 1;
  scratch_.write("data/models/mine.gguf", damaged);
  info = run({"model", "info", "mine"});
  EXPECT_EQ(info.status, 5);
  EXPECT_TRUE(info.out.contains("has changed since")) << info.out;
  EXPECT_EQ(run({"model", "info", "mine", "--verify"}).status, 5);
  EXPECT_EQ(run({"model", "use", "mine"}).status, 5);
  EXPECT_EQ(run({"model", "list", "--json"}).json()["models"][0]["state"], "changed");
  EXPECT_EQ(run({"model", "remove", "mine"}).status, 0);
  EXPECT_EQ(run({"model", "remove", "mine"}).status, 4);
  EXPECT_EQ(run({"model", "info", "mine"}).status, 4);
  EXPECT_EQ(run({"model", "pull", "no-such-model"}).status, 4);
}

TEST_F(ModelVerb, RefusesWithTheReason) {
  ASSERT_EQ(run({"model", "add", write("text.gguf", text_model())}).status, 0);
  ASSERT_EQ(run({"model", "add", write("vectors.gguf", vector_model())}).status, 0);
  Ran ran = run({"model", "use", "vectors"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_TRUE(ran.err.contains("embed only")) << ran.err;
  ran = run({"model", "use", "text", "--for", "embed"});
  EXPECT_EQ(ran.status, 2);
  ran = run({"model", "use", "text", "--for", "dreams"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_TRUE(ran.err.contains("insights, draft, assistant, spec, embed")) << ran.err;
  for (const char* name : {"../x", "/etc/passwd", "..", "X"}) {
    EXPECT_EQ(run({"model", "add", write("text.gguf", text_model()), "--name", name}).status, 2) << name;
    EXPECT_EQ(run({"model", "remove", name}).status, 2) << name;
  }
  EXPECT_EQ(run({"model", "add", write("page.gguf", "<html>")}).status, 2);
  scratch_.write("data/models/models.json", "{");
  ran = run({"model", "list"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(ran.err.contains("stint model rebuild")) << ran.err;
  EXPECT_EQ(run({"model", "rebuild"}).status, 0);
  EXPECT_EQ(run({"model", "list", "--json"}).json()["models"].size(), 2U);
}

TEST_F(ModelVerb, PullsFromAUrlAndKeepsItsSecret) {
  const std::string content = text_model();
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content, "\"1\""); }};
  const std::string url = server.url("/models/Tiny.gguf?token=canary-91c2");
  const Ran pulled = run({"model", "pull", url});
  EXPECT_EQ(pulled.status, 0) << pulled.err;
  EXPECT_TRUE(pulled.out.contains("tiny@" + sha256_of(content).substr(0, 12))) << pulled.out;
  EXPECT_TRUE(pulled.out.contains("hash was recorded")) << pulled.out;
  const Ran again = run({"model", "pull", url}, {.out = true, .err = true});
  EXPECT_EQ(again.status, 0);
  EXPECT_TRUE(again.out.contains("here already"));
  std::string all = pulled.out + pulled.err + again.out + again.err;
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"model", "list"},
           {"model", "list", "--json"},
           {"model", "info", "tiny"},
           {"model", "info", "tiny", "--json"},
           {"model", "pull", url, "--sha256", std::string(64, '1'), "--name", "b"},
           {"model", "pull", "https://canary-91c2:p@example.com/x.gguf"},
           {"model", "remove", "tiny"}}) {
    const Ran ran = run(words);
    all += ran.out + ran.err;
  }
  for (const fs::path& file : test::files_below(folder())) all += test::read_file(file) + file.string();
  EXPECT_FALSE(all.contains("canary-91c2"));
}

TEST_F(ModelVerb, ShowsProgressOnATerminalOnly) {
  const std::string content = large_model();
  FileServer server{[&](const ReceivedRequest& request, int) { return honest(request, content, "\"1\""); }};
  const Ran drawn = run({"model", "pull", server.url("/a.gguf")}, {.err = true});
  EXPECT_TRUE(drawn.err.contains("Fetching") && drawn.err.contains("MB/s") && drawn.err.contains("Hashing"));
  EXPECT_TRUE(drawn.err.ends_with("\r\x1b[K"));
  EXPECT_EQ(run({"model", "pull", server.url("/b.gguf")}).err, "");
  EXPECT_EQ(run({"model", "pull", server.url("/c.gguf"), "--quiet"}, {.err = true}).err, "");
}

// A server that stalls after so many bytes, until it is told to be well.
struct StallingServer {
  explicit StallingServer(std::string bytes) : content(std::move(bytes)) {}
  std::string content;
  std::size_t place = 0;
  std::atomic<bool> well = false;
  FileServer server{[this](const ReceivedRequest& request, int) {
    Reply reply = honest(request, content, "\"1\"");
    if (!well && !is_probe(request)) {
      reply.sent = place;
      reply.stalls = true;
    }
    return reply;
  }};
};

// Until as much has come as will; false when the child ended before.
bool has_come(test::PipedChild& child, const fs::path& part, std::size_t bytes) {
  for (;;) {
    std::error_code code;
    const auto size = fs::file_size(part, code);
    if (!code && size >= bytes && fs::exists(part.string() + ".json")) return true;
    if (child.has_ended()) return false;
    std::this_thread::yield();
  }
}

TEST_F(ModelVerb, PullsThatAreKilledGoOnWhereTheyWere) {
  const std::string content = large_model();
  for (const std::size_t place : {std::size_t{0}, std::size_t{1}, std::size_t{5000}, std::size_t{70'001},
                                  content.size() / 2, content.size() - 1, content.size()}) {
    SCOPED_TRACE(place);
    StallingServer stalling{content};
    stalling.place = place;
    const std::string url = stalling.server.url("/m.gguf");
    {
      test::PipedChild child{command({"model", "pull", url})};
      // With the last byte it goes on to the end; until then it waits for more.
      if (place < content.size()) {
        ASSERT_TRUE(has_come(child, folder() / "m.part", place));
      }
      child.kill();
    }
    if (place < content.size()) {
      EXPECT_FALSE(fs::exists(folder() / "m.gguf"));
    }
    EXPECT_EQ(run({"model", "list"}).status, 0);
    stalling.well = true;
    const auto again = test::run_child(command({"model", "pull", url}));
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(test::read_file(folder() / "m.gguf"), content);
    EXPECT_FALSE(fs::exists(folder() / "m.part"));
    if (place > 4096 && place < content.size()) {
      EXPECT_EQ(stalling.server.requests().back().header("range"),
                "bytes=" + std::to_string(place - 4096) + "-");
    }
    ASSERT_EQ(run({"model", "remove", "m"}).status, 0);
  }
}

TEST_F(ModelVerb, PullsThatAreInterruptedSaySo) {
  StallingServer stalling{large_model()};
  stalling.place = 100'000;
  const std::string url = stalling.server.url("/m.gguf");
  const fs::path said = scratch_ / "said";
  test::PipedChild shell{
      {"bash", "-c", R"("$0" --data "$1" model pull "$2" 2> "$3" & read -r line; kill -TERM $!; wait $!)",
       STINT_BINARY, data(), url, said.string()}};
  ASSERT_TRUE(has_come(shell, folder() / "m.part", stalling.place));
  ASSERT_TRUE(shell.write("now\n"));
  EXPECT_EQ(shell.wait(), 1);
  EXPECT_TRUE(test::read_file(said).contains("stopped after 100000 bytes")) << test::read_file(said);
  EXPECT_TRUE(run({"model", "list"}).out.contains("Unfinished: m"));
  stalling.well = true;
  EXPECT_EQ(run({"model", "pull", url}).status, 0);
  EXPECT_EQ(test::read_file(folder() / "m.gguf"), stalling.content);
}

TEST_F(ModelVerb, IsUsedByTwoProcessesAtOnce) {
  constexpr int kProcesses = 6;
  std::vector<test::ChildResult> own(kProcesses);
  std::vector<test::ChildResult> shared(kProcesses);
  {
    std::vector<std::jthread> processes;
    for (std::size_t i = 0; i < kProcesses; ++i) {
      const std::string file = write("m" + std::to_string(i) + ".gguf", text_model(i + 1));
      processes.emplace_back([&, i, file] {
        own[i] = test::run_child(command({"model", "add", file}));
        shared[i] = test::run_child(command({"model", "add", file, "--name", "shared"}));
      });
    }
  }
  int won = 0;
  for (std::size_t i = 0; i < kProcesses; ++i) {
    EXPECT_EQ(own[i].status, 0) << own[i].err;
    EXPECT_TRUE(shared[i].status == 0 || shared[i].status == 5) << shared[i].err;
    won += shared[i].status == 0 ? 1 : 0;
  }
  EXPECT_EQ(won, 1);
  const JsonDocument models = run({"model", "list", "--json"}).json()["models"];
  EXPECT_EQ(models.size(), kProcesses + 1U);
  for (const JsonDocument& model : models) {
    EXPECT_EQ(model["sha256"], sha256_of(test::read_file(model["file"].get<std::string>())));
  }
}

TEST_F(ModelVerb, AddThatIsKilledLeavesNoHalfFile) {
  const std::string content = large_model();
  const std::string file = write("m.gguf", content);
  for (int round = 0; round < 10; ++round) {
    {
      test::PipedChild child{command({"model", "add", file})};
      // At some moment, another one each time.
      for (int i = 0; i < round * 400 && !child.has_ended(); ++i) std::this_thread::yield();
      child.kill();
    }
    const fs::path final = folder() / "m.gguf";
    if (fs::exists(final)) {
      EXPECT_EQ(test::read_file(final), content);
    }
    EXPECT_EQ(run({"model", "list"}).status, 0);
  }
  EXPECT_EQ(run({"model", "add", file}).status, 0);
  EXPECT_EQ(run({"model", "info", "m", "--verify"}).status, 0);
  EXPECT_FALSE(fs::exists(folder() / "m.part"));
}

}  // namespace
}  // namespace stint::app
