#include "language/engine/engine.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <thread>

#include "language/engine/database.h"
#include "language/engine/embedding_engine.h"
#include "language/engine/request_key.h"
#include "language/engine/structured.h"
#include "scripted_provider.h"
#include "support/scratch.h"

namespace stint::language {
namespace {

using test::failing;
using test::saying;
using test::ScriptedProvider;

GenerationRequest asking(std::string text) {
  GenerationRequest request;
  request.messages.push_back({Role::user, std::move(text)});
  return request;
}

std::shared_ptr<ScriptedProvider> echo(std::string model = "echo@1") {
  return std::make_shared<ScriptedProvider>(std::move(model),
                                            [](const GenerationRequest& request, std::size_t) {
                                              return saying("said " + request.messages.back().text);
                                            });
}

std::shared_ptr<ScriptedProvider> broken(FaultKind kind, bool shown = false) {
  return std::make_shared<ScriptedProvider>(
      "broken@1", [=](const GenerationRequest&, std::size_t) -> Answer { return failing(kind, shown); });
}

class EngineTest : public testing::Test {
 protected:
  [[nodiscard]] Engine engine(std::vector<ChainLink> chain, const EngineOptions& options = {}) {
    return {std::move(chain), options, scratch_ / "data", [this] { return now_; }};
  }
  std::vector<CallTotal> totals() {
    auto database = open_database(scratch_ / "data");
    EXPECT_TRUE(database);
    auto log = CallLog::create(*database);
    EXPECT_TRUE(log);
    return *log->totals(Instant{});
  }

  test::Scratch scratch_;
  Instant now_ = *parse_iso_instant("2026-11-20T23:00:00Z");
  const Caller caller_{"ann", "insights"};
};

TEST_F(EngineTest, AnswersInOrder) {
  Engine one = engine({{echo(), {}}});
  const std::vector requests{asking("a"), asking("b")};
  const auto answers = one.generate(caller_, requests);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]->text, "said a");
  EXPECT_EQ(answers[1]->text, "said b");
  EXPECT_FALSE(answers[0]->cached);
  EXPECT_EQ(answers[0]->model, "echo@1");
}

TEST_F(EngineTest, SaysTheSameAgainWithoutAsking) {
  auto provider = echo();
  const std::vector requests{asking("a"), asking("b")};
  {
    Engine one = engine({{provider, {}}});
    static_cast<void>(one.generate(caller_, std::span(requests).first(1)));
  }
  Engine again = engine({{provider, {}}});  // as after a restart
  std::string heard;
  const auto answers = again.generate(caller_, requests, [&](std::size_t i, std::string_view text) {
    heard += std::to_string(i) + std::string(text) + ";";
    return Flow::go_on;
  });
  EXPECT_EQ(provider->asked().size(), 2U);
  EXPECT_TRUE(answers[0]->cached);
  EXPECT_FALSE(answers[1]->cached);
  EXPECT_EQ(answers[0]->text, "said a");
  EXPECT_EQ(heard, "0said a;1said b;");
  const auto sums = totals();
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].calls, 3);
  EXPECT_EQ(sums[0].cached, 1);
  EXPECT_EQ(sums[0].tokens_written, 20) << "what was kept is not written again";
}

TEST_F(EngineTest, AnswersHangOnEverything) {
  const GenerationRequest base = asking("a");
  const std::string key = request_key("m@1", base);
  EXPECT_EQ(key, request_key("m@1", base));
  EXPECT_EQ(key.size(), 64U);
  EXPECT_NE(key, request_key("m@2", base));
  std::vector<GenerationRequest> others(8, base);
  others[0].messages[0].text = "b";
  others[1].messages[0].role = Role::system;
  others[2].sampling.temperature = 0;
  others[3].sampling.seed = 5;
  others[4].max_tokens = 1;
  others[5].schema = std::make_shared<const Schema>(*Schema::parse(R"({"type":"string"})"));
  others[6].grammar = std::make_shared<const grammar::Expression>(grammar::text("x"));
  others[7].grammar = std::make_shared<const grammar::Expression>(grammar::text("y"));
  std::vector<std::string> keys{key};
  for (const GenerationRequest& other : others) keys.push_back(request_key("m@1", other));
  std::ranges::sort(keys);
  EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
  // One text cut in two is not the same conversation.
  GenerationRequest split = asking("ab");
  GenerationRequest two = asking("a");
  two.messages.push_back({Role::user, "b"});
  EXPECT_NE(request_key("m", split), request_key("m", two));
}

TEST_F(EngineTest, GoesOnDownTheChain) {
  for (const FaultKind kind :
       {FaultKind::unavailable, FaultKind::throttled, FaultKind::refused, FaultKind::malformed,
        FaultKind::authentication, FaultKind::rejected, FaultKind::blocked, FaultKind::too_long}) {
    auto first = broken(kind);
    auto second = echo();
    EngineOptions options;
    options.cache = false;
    Engine one = engine({{first, {}}, {second, {}}}, options);
    const std::vector requests{asking("a")};
    const auto answers = one.generate(caller_, requests);
    ASSERT_TRUE(answers[0]) << fault_name(kind);
    EXPECT_EQ(answers[0]->model, "echo@1");
  }
}

TEST_F(EngineTest, OnlyWhatFailedGoesOn) {
  auto first = std::make_shared<ScriptedProvider>(
      "half@1", [](const GenerationRequest& request, std::size_t) -> Answer {
        if (request.messages[0].text == "b") return failing(FaultKind::unavailable);
        return saying("first");
      });
  auto second = echo();
  Engine one = engine({{first, {}}, {second, {}}});
  const std::vector requests{asking("a"), asking("b"), asking("c")};
  std::string heard;
  const auto answers = one.generate(caller_, requests, [&](std::size_t i, std::string_view) {
    heard += std::to_string(i);
    return Flow::go_on;
  });
  EXPECT_EQ(answers[0]->text, "first");
  EXPECT_EQ(answers[1]->text, "said b");
  EXPECT_EQ(answers[2]->text, "first");
  EXPECT_EQ(heard, "021");
  EXPECT_EQ(second->asked().size(), 1U);
}

TEST_F(EngineTest, ShownOrCancelledTextIsNotSaidTwice) {
  for (const auto& [kind, shown] : {std::pair{FaultKind::broken_off, true}, {FaultKind::cancelled, false}}) {
    auto second = echo();
    Engine one = engine({{broken(kind, shown), {}}, {second, {}}});
    const std::vector requests{asking("a")};
    const auto answers = one.generate(caller_, requests);
    ASSERT_FALSE(answers[0]);
    EXPECT_EQ(answers[0].error().kind, kind);
    EXPECT_EQ(second->calls(), 0U);
  }
}

TEST_F(EngineTest, WithoutModelsEveryAnswerIsAFault) {
  Engine none = engine({});
  const std::vector requests{asking("a")};
  const auto answers = none.generate(caller_, requests);
  ASSERT_EQ(answers.size(), 1U);
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().kind, FaultKind::unavailable);
}

TEST_F(EngineTest, BudgetsOfTokensHoldForTheDay) {
  auto provider = echo();
  EngineOptions options;
  options.cache = false;
  options.budget.tokens = 200;  // 110 a call
  Engine one = engine({{provider, {}}}, options);
  const std::vector requests{asking("a")};
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
  const auto third = one.generate(caller_, requests);
  ASSERT_FALSE(third[0]);
  EXPECT_EQ(third[0].error().kind, FaultKind::over_budget);
  EXPECT_EQ(third[0].error().error.code, ErrorCode::throttled);
  now_ += std::chrono::hours{1};  // midnight
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
}

TEST_F(EngineTest, BudgetsOfUsersAreTheirOwn) {
  EngineOptions options;
  options.cache = false;
  options.budget.user_tokens = 50;
  Engine one = engine({{echo(), {}}}, options);
  const std::vector requests{asking("a")};
  EXPECT_TRUE(one.generate({"ann", "x"}, requests)[0]);
  EXPECT_FALSE(one.generate({"ann", "x"}, requests)[0]);
  EXPECT_TRUE(one.generate({"bob", "x"}, requests)[0]);
}

TEST_F(EngineTest, WhenTheMoneyIsGoneWhatIsFreeGoesOn) {
  auto paid = echo("paid@1");
  auto free = echo("free@1");
  EngineOptions options;
  options.cache = false;
  options.budget.cost = 1'000'000;
  Engine one = engine({{paid, Price{5'000, 50'000}}, {free, {}}}, options);  // 0.50 + 0.50 a call
  const std::vector requests{asking("a")};
  EXPECT_EQ(one.generate(caller_, requests)[0]->model, "paid@1");
  EXPECT_EQ(one.generate(caller_, requests)[0]->model, "free@1");
  const auto sums = totals();
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[1].model, "paid@1");
  EXPECT_EQ(sums[1].cost, 1'000'000);
}

TEST_F(EngineTest, CallsAreRecordedWithoutThePrompt) {
  Engine one = engine({{broken(FaultKind::unavailable), {}}, {echo(), {}}});
  const std::vector requests{asking("canary-in-prompt")};
  static_cast<void>(one.generate(caller_, requests));
  const auto sums = totals();
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[0].model, "broken@1");
  EXPECT_EQ(sums[0].failed, 1);
  EXPECT_EQ(sums[1].failed, 0);
  auto database = open_database(scratch_ / "data");
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM call WHERE prompt IS NOT NULL").value_or(-1), 0);
  EngineOptions options;
  options.record_prompts = true;
  Engine asked = engine({{echo(), {}}}, options);
  static_cast<void>(asked.generate(caller_, requests));
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM call WHERE prompt LIKE '%canary%'").value_or(-1),
            1);
}

TEST_F(EngineTest, TheCacheKeepsToItsSizeAndForgetsTheOldest) {
  auto provider = std::make_shared<ScriptedProvider>(
      "long@1", [](const GenerationRequest&, std::size_t) { return saying(std::string(10'000, 'x')); });
  EngineOptions options;
  options.cache_bytes = 60'000;
  Engine one = engine({{provider, {}}}, options);
  const auto ask = [&](int number) {
    const std::vector requests{asking(std::to_string(number))};
    return one.generate(caller_, requests)[0]->cached;
  };
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(ask(i));
  EXPECT_TRUE(ask(0));  // used again, so it stays longest
  for (int i = 4; i < 7; ++i) EXPECT_FALSE(ask(i));
  EXPECT_TRUE(ask(0));
  EXPECT_FALSE(ask(1));
  auto database = open_database(scratch_ / "data");
  EXPECT_LE(database->query_integer("SELECT sum(bytes) FROM answer").value_or(0), 60'000);
}

TEST_F(EngineTest, ADamagedFileCostsOnlyTheMemory) {
  std::filesystem::create_directories(scratch_ / "data");
  std::ofstream(database_file(scratch_ / "data"))
      << "this is no database, and never was one. " << std::string(500, '?');
  auto provider = echo();
  Engine one = engine({{provider, {}}});
  const std::vector requests{asking("a")};
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
  EXPECT_TRUE(one.trouble());
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
  EXPECT_EQ(provider->asked().size(), 2U);
}

TEST_F(EngineTest, OnlyTheOwnerReadsTheFile) {
  Engine one = engine({{echo(), {}}});
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "data")) << "before it is needed";
  const std::vector requests{asking("a")};
  EXPECT_TRUE(one.generate(caller_, requests)[0]);
  using std::filesystem::perms;
  const auto rights = std::filesystem::status(database_file(scratch_ / "data")).permissions();
  EXPECT_EQ(rights & (perms::group_all | perms::others_all), perms::none);
}

TEST_F(EngineTest, ManyThreadsAtOnce) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  auto provider = std::make_shared<ScriptedProvider>(
      "busy@1",
      [&](const GenerationRequest& request, std::size_t) {
        most = std::max(most.load(), ++inside);
        std::this_thread::yield();
        --inside;
        return saying(request.messages[0].text);
      },
      true);
  Engine one = engine({{provider, {}}});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 10; ++i) {
          const std::vector requests{asking(std::to_string(t * 100 + i % 5))};
          const auto answers = one.generate({"user" + std::to_string(t % 3), "x"}, requests);
          EXPECT_EQ(answers[0]->text, requests[0].messages[0].text);
        }
      });
    }
  }
  EXPECT_EQ(most, 1) << "side by side, though one at a time was said";
  EXPECT_EQ(provider->asked().size(), 40U);
}

class StructuredTest : public EngineTest {
 protected:
  [[nodiscard]] static GenerationRequest shaped(std::string text) {
    GenerationRequest request = asking(std::move(text));
    request.schema = std::make_shared<const Schema>(*Schema::parse(
        R"({"type":"object","properties":{"n":{"type":"integer","minimum":1}},"required":["n"],"additionalProperties":false})"));
    return request;
  }
};

TEST_F(StructuredTest, ValidatesMendsOnceAndGivesUp) {
  auto provider =
      std::make_shared<ScriptedProvider>("m@1", [](const GenerationRequest& request, std::size_t) -> Answer {
        const std::string& first = request.messages[0].text;
        const bool again = request.messages.size() == 3;
        if (first == "good") return saying(R"({"n": 4})");
        if (first == "fenced") return saying("```json\n{\"n\": 5}\n```");
        if (first == "mends") return saying(again ? R"({"n":6})" : R"({"n":0})");
        if (first == "long") {
          auto cut = saying(R"({"n":7})");
          cut.ending = Ending::length;
          return cut;
        }
        if (first == "dead") return failing(FaultKind::unavailable);
        return saying("sorry, no JSON");
      });
  Engine one = engine({{provider, {}}});
  const std::vector requests{shaped("good"),  shaped("fenced"), shaped("mends"),
                             shaped("never"), shaped("long"),   shaped("dead")};
  const auto answers = generate_json(one, caller_, requests);
  ASSERT_EQ(answers.size(), 6U);
  EXPECT_EQ(answers[0]->value.at("n"), 4);
  EXPECT_FALSE(answers[0]->repaired);
  EXPECT_EQ(answers[1]->value.at("n"), 5);
  EXPECT_EQ(answers[2]->value.at("n"), 6);
  EXPECT_TRUE(answers[2]->repaired);
  ASSERT_FALSE(answers[3]);
  EXPECT_EQ(answers[3].error().kind, FaultKind::malformed);
  ASSERT_FALSE(answers[4]);
  EXPECT_EQ(answers[4].error().kind, FaultKind::malformed);
  ASSERT_FALSE(answers[5]);
  EXPECT_EQ(answers[5].error().kind, FaultKind::unavailable);
  // Two rounds, and in the second only what did not validate, with the reason and the schema.
  EXPECT_EQ(provider->calls(), 2U);
  ASSERT_EQ(provider->asked().size(), 9U);
  const GenerationRequest& repair = provider->asked()[6];
  EXPECT_EQ(repair.messages[1].text, R"({"n":0})");
  EXPECT_NE(repair.messages[2].text.find("minimum"), std::string::npos) << repair.messages[2].text;
}

TEST_F(EngineTest, AnyObjectIsMendedOnce) {
  auto provider =
      std::make_shared<ScriptedProvider>("m@1", [](const GenerationRequest& request, std::size_t) -> Answer {
        const std::string& text = request.messages.front().text;
        if (text == "good") return saying(R"({"a":[1]})");
        if (text == "dead") return failing(FaultKind::unavailable);
        if (text == "mends")
          return saying(request.messages.size() > 1 ? R"(```json
{"b":2}
```)"
                                                    : "[2]");
        return saying("words");
      });
  Engine one = engine({{provider, {}}});
  const auto object = [&](const std::string& text) { return generate_object(one, caller_, asking(text)); };
  EXPECT_EQ(object("good")->value.dump(), R"({"a":[1]})");
  const Structured mended = object("mends");
  ASSERT_TRUE(mended);
  EXPECT_TRUE(mended->repaired);
  EXPECT_EQ(mended->value.dump(), R"({"b":2})");
  EXPECT_EQ(provider->asked().back().messages[1].text, "[2]");
  EXPECT_NE(provider->asked().back().grammar, nullptr);
  EXPECT_EQ(object("never").error().kind, FaultKind::malformed);
  EXPECT_EQ(object("dead").error().kind, FaultKind::unavailable);
  EXPECT_EQ(provider->calls(), 6U);
}

// Two numbers for each text; "dead" cannot be read.
class Vectors final : public EmbeddingProvider {
 public:
  [[nodiscard]] const ProviderInfo& info() const override { return info_; }
  [[nodiscard]] EmbeddingAnswer embed(std::span<const std::string> texts, const std::stop_token&) override {
    if (texts.front() == "dead") return failing(FaultKind::unavailable);
    return Embedding{std::vector(texts.size(), std::vector{0.5F, 2.0F}), 10 * texts.size()};
  }

 private:
  const ProviderInfo info_{.name = "v", .model = "v@1", .local = true, .grammar = false, .schema = false};
};

TEST_F(EngineTest, VectorsHaveTheSameBudgetsAndRecords) {
  EngineOptions options;
  options.budget.user_tokens = 20;
  options.budget.cost = 30;
  const auto door = [&](std::optional<Price> price) {
    return std::make_unique<EmbeddingEngine>(EmbeddingLink{std::make_shared<Vectors>(), price}, options,
                                             scratch_ / "data", [this] { return now_; });
  };
  const auto one = door({});
  const std::vector<std::string> two{"a", "b"};
  EXPECT_EQ(one->embed(caller_, two)->vectors.size(), 2U);
  EXPECT_EQ(one->embed(caller_, two).error().kind, FaultKind::over_budget);
  EXPECT_TRUE(one->embed({"bob", "v1"}, two));
  EXPECT_EQ(one->embed({"", "v1"}, std::vector<std::string>{"dead"}).error().kind, FaultKind::unavailable);
  const auto priced = door(Price{.read_per_million = 1.5, .written_per_million = 0});
  EXPECT_TRUE(priced->embed({"cat", "v1"}, two));
  EXPECT_EQ(priced->embed({"dan", "v1"}, two).error().kind, FaultKind::over_budget)
      << "30 millionths are spent";
  EXPECT_TRUE(one->embed({"dan", "v1"}, two)) << "what costs nothing goes on";
  std::int64_t calls = 0;
  std::int64_t tokens = 0;
  std::int64_t failed = 0;
  for (const CallTotal& total : totals()) {
    calls += total.calls;
    tokens += total.tokens_read;
    failed += total.failed;
  }
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(tokens, 80);
  EXPECT_EQ(failed, 1);
}

}  // namespace
}  // namespace stint::language
