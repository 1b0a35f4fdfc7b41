#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <stop_token>
#include <string>

#include "lib/llama/adapter.h"
#include "lib/llama/model.h"
#include "lib/llama/session.h"
#include "lib/simdjson/utf8.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

using test::gguf::Shape;

class LlamaSession : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const Shape shape;
    const bool llama = std::string_view(GetParam()) == "llama";
    (llama ? test::gguf::random_llama(shape) : test::gguf::random_qwen2(shape))
        .write(scratch_ / "model.gguf");
    auto model = Model::load(scratch_ / "model.gguf");
    ASSERT_TRUE(model) << model.error().to_string();
    model_ = *model;
  }

  [[nodiscard]] Session session(ContextOptions options = {}) const {
    options.threads = 1;
    options.context_length = 1024;
    auto made = Session::create(model_, options);
    EXPECT_TRUE(made) << made.error().to_string();
    return std::move(*made);
  }
  [[nodiscard]] std::vector<Token> tokens(std::string_view text) const {
    return *model_->tokenizer().tokens(text, {});
  }
  [[nodiscard]] Prompt prompt(std::string_view text, std::uint32_t max_tokens = 24) const {
    return {
        .tokens = tokens(text), .max_tokens = max_tokens, .sampling = {}, .grammar = {}, .constraint = {}};
  }
  static Response said(Result<Response> response) {
    EXPECT_TRUE(response) << response.error().to_string();
    return response ? std::move(*response) : Response{};
  }

  test::Scratch scratch_;
  std::shared_ptr<const Model> model_;
};

TEST_P(LlamaSession, SaysTheSameTwice) {
  Session one = session();
  const Request request{.shared = {}, .prompts = {prompt("The team finished", 40)}, .adapter = {}};
  const Response first = said(one.generate(request));
  const Response second = said(one.generate(request));
  Session fresh = session();
  const Response third = said(fresh.generate(request));
  ASSERT_FALSE(first.continuations[0].tokens.empty());
  EXPECT_EQ(first.continuations[0].tokens, second.continuations[0].tokens);
  EXPECT_EQ(first.continuations[0].tokens, third.continuations[0].tokens);
  EXPECT_TRUE(is_valid_utf8(first.continuations[0].text));
}

// Attention of one text rounds other sums than that of several; with half precision a random model's close
// calls would hang on it.
TEST_P(LlamaSession, TogetherAsAlone) {
  Session four = session({.sequences = 4, .cache_type = CacheType::f32});
  Request request{
      .shared = tokens("The team finished fewer issues than it usually does."), .prompts = {}, .adapter = {}};
  for (const char* const text : {" Why", " Its cycle time", " 12 bugs were", ""})
    request.prompts.push_back(prompt(text));
  const Response together = said(four.generate(request));
  ASSERT_EQ(together.continuations.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    Session one = session({.sequences = 4, .cache_type = CacheType::f32});
    Request alone{.shared = {}, .prompts = {request.prompts[i]}, .adapter = {}};
    auto& own = alone.prompts[0].tokens;
    own.insert(own.begin(), request.shared.begin(), request.shared.end());
    const Response apart = said(one.generate(alone));
    EXPECT_EQ(together.continuations[i].tokens, apart.continuations[0].tokens) << i;
    EXPECT_EQ(together.continuations[i].text, apart.continuations[0].text) << i;
  }
}

// What is attended to otherwise is another context, which is noticed by nobody but by how long it takes.
TEST_P(LlamaSession, OneTextAndSeveralInTurn) {
  Session session = this->session({.sequences = 2, .cache_type = CacheType::f32});
  const Request one{.shared = {}, .prompts = {prompt("The team finished")}, .adapter = {}};
  const Request two{
      .shared = {}, .prompts = {prompt("The team finished"), prompt("Its cycle time")}, .adapter = {}};
  const std::uint32_t length = session.context_length();
  const Response first = said(session.generate(one));
  for (int i = 0; i < 3; ++i) {
    const Response both = said(session.generate(two));
    EXPECT_EQ(both.continuations[0].tokens, first.continuations[0].tokens);
    EXPECT_EQ(said(session.generate(one)).continuations[0].tokens, first.continuations[0].tokens);
  }
  EXPECT_EQ(session.context_length(), length);
  // One that begins as what is remembered goes on from there, however many there are.
  Request several{.shared = tokens("The team finished fewer issues"),
                  .prompts = {prompt(" than"), prompt(" and")},
                  .adapter = {}};
  said(session.generate(several));
  several.prompts.pop_back();
  EXPECT_EQ(said(session.generate(several)).tokens_remembered, several.shared.size());
}

TEST_P(LlamaSession, RemembersWhatPromptsShare) {
  Session two = session({.sequences = 2});
  Request request{.shared = tokens("The team finished fewer issues"),
                  .prompts = {prompt(" than"), prompt(" and")},
                  .adapter = {}};
  const Response first = said(two.generate(request));
  EXPECT_EQ(first.tokens_remembered, 0U);
  const Response second = said(two.generate(request));
  EXPECT_EQ(second.tokens_remembered, request.shared.size());
  EXPECT_EQ(second.tokens_read + second.tokens_remembered, first.tokens_read);
  EXPECT_EQ(second.continuations[1].tokens, first.continuations[1].tokens);
  // What begins otherwise is remembered up to there.
  request.shared.back() = tokens("x")[0];
  const Response third = said(two.generate(request));
  EXPECT_EQ(third.tokens_remembered, request.shared.size() - 1);
  Session fresh = session({.sequences = 2});
  EXPECT_EQ(third.continuations[0].tokens, said(fresh.generate(request)).continuations[0].tokens);
}

TEST_P(LlamaSession, ReadsLongPromptsInBatches) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "Issue " + std::to_string(i) + " is waiting. ";
  Request request{.shared = tokens(text), .prompts = {prompt(text), prompt("So")}, .adapter = {}};
  Session small = session({.sequences = 2, .batch = 32});
  Session large = session({.sequences = 2, .batch = 1024});
  const Response a = said(small.generate(request));
  const Response b = said(large.generate(request));
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(a.continuations[i].tokens, b.continuations[i].tokens);
}

TEST_P(LlamaSession, StopsAfterExactlySoManyTokens) {
  Session two = session({.sequences = 2});
  const Request request{
      .shared = {}, .prompts = {prompt("The team", 30), prompt("A bug", 30)}, .adapter = {}};
  const Response whole = said(two.generate(request));
  ASSERT_GE(whole.continuations[0].tokens.size(), 8U);
  for (const std::size_t k : {1U, 2U, 7U}) {
    std::size_t heard = 0;
    const Response part = said(two.generate(request, [&](const Piece& piece) {
      if (piece.prompt == 0) ++heard;
      return piece.prompt == 0 && heard == k ? Flow::stop_this : Flow::go_on;
    }));
    EXPECT_EQ(part.continuations[0].tokens.size(), k);
    EXPECT_EQ(part.continuations[0].ending, Ending::cancelled);
    EXPECT_TRUE(std::equal(part.continuations[0].tokens.begin(), part.continuations[0].tokens.end(),
                           whole.continuations[0].tokens.begin()));
    EXPECT_EQ(part.continuations[1].tokens, whole.continuations[1].tokens) << "the other goes on";
  }
  std::size_t heard = 0;
  const Response both =
      said(two.generate(request, [&](const Piece&) { return ++heard == 5 ? Flow::stop_all : Flow::go_on; }));
  EXPECT_EQ(heard, 5U);
  EXPECT_EQ(both.tokens_written, 5U);
  EXPECT_EQ(both.continuations[0].ending, Ending::cancelled);
  EXPECT_EQ(both.continuations[1].ending, Ending::cancelled);
}

TEST_P(LlamaSession, StopsWhenAskedFromElsewhere) {
  Session one = session();
  const Request request{.shared = {}, .prompts = {prompt("The team", 30)}, .adapter = {}};
  const Response whole = said(one.generate(request));
  std::stop_source stop;
  std::size_t heard = 0;
  const Response part = said(one.generate(
      request,
      [&](const Piece&) {
        if (++heard == 3) stop.request_stop();
        return Flow::go_on;
      },
      stop.get_token()));
  EXPECT_EQ(part.continuations[0].tokens.size(), 3U);
  EXPECT_EQ(part.continuations[0].ending, Ending::cancelled);
  // Before it began, and while nothing was said; afterwards it is as if nothing had been.
  const Response none = said(one.generate(request, {}, stop.get_token()));
  EXPECT_TRUE(none.continuations[0].tokens.empty());
  EXPECT_EQ(said(one.generate(request)).continuations[0].tokens, whole.continuations[0].tokens);
}

TEST_P(LlamaSession, TellsEveryPiece) {
  Session two = session({.sequences = 2});
  Request request{.shared = {}, .prompts = {prompt("The team"), prompt("A bug")}, .adapter = {}};
  for (Prompt& one : request.prompts)
    one.sampling = {.temperature = 2.0F, .top_k = 0, .top_p = 1, .min_p = 0, .seed = 5};
  std::vector<std::string> texts(2);
  std::vector<std::vector<Token>> heard(2);
  const Response response = said(two.generate(request, [&](const Piece& piece) {
    EXPECT_TRUE(is_valid_utf8(piece.text));
    texts[piece.prompt] += piece.text;
    heard[piece.prompt].push_back(piece.token);
    return Flow::go_on;
  }));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(heard[i], response.continuations[i].tokens);
    EXPECT_TRUE(response.continuations[i].text.starts_with(texts[i]));
    EXPECT_TRUE(is_valid_utf8(response.continuations[i].text));
  }
}

TEST_P(LlamaSession, SamplesBySeed) {
  Session one = session();
  Request request{.shared = {}, .prompts = {prompt("The team")}, .adapter = {}};
  const auto with_seed = [&](std::uint32_t seed) {
    request.prompts[0].sampling = {.temperature = 1.5F, .top_k = 0, .top_p = 1, .min_p = 0, .seed = seed};
    return said(one.generate(request)).continuations[0].tokens;
  };
  EXPECT_EQ(with_seed(1), with_seed(1));
  EXPECT_NE(with_seed(1), with_seed(2));
  EXPECT_EQ(with_seed(0xFFFFFFFF), with_seed(0xFFFFFFFF)) << "no seed means any seed";
}

TEST_P(LlamaSession, OfOneCandidateTheLikeliest) {
  Session one = session();
  Request request{.shared = {}, .prompts = {prompt("The team")}, .adapter = {}};
  const auto greedy = said(one.generate(request)).continuations[0].tokens;
  request.prompts[0].sampling = {.temperature = 3.0F, .top_k = 1, .seed = 9};
  EXPECT_EQ(said(one.generate(request)).continuations[0].tokens, greedy);
  request.prompts[0].sampling = {.temperature = 3.0F, .top_k = 0, .top_p = 1, .min_p = 1.0F, .seed = 9};
  EXPECT_EQ(said(one.generate(request)).continuations[0].tokens, greedy);
}

TEST_P(LlamaSession, SaysOnlyWhatTheGrammarAllows) {
  Session eight = session({.sequences = 8});
  Request request{.shared = {}, .prompts = {}, .adapter = {}};
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    Prompt one = prompt("The team", 60);
    one.sampling = {.temperature = seed == 0 ? 0.0F : 5.0F, .top_k = 0, .top_p = 1, .min_p = 0, .seed = seed};
    one.grammar = R"~(root ::= "{\"trend\": \"" ("rose" | "fell") "\", \"days\": " [1-9] [0-9]? "}")~";
    request.prompts.push_back(one);
  }
  const std::regex form(R"~(\{"trend": "(rose|fell)", "days": [1-9][0-9]?\})~");
  std::set<std::string> different;
  for (const Continuation& said_so : said(eight.generate(request)).continuations) {
    EXPECT_TRUE(std::regex_match(said_so.text, form)) << said_so.text;
    EXPECT_EQ(said_so.ending, Ending::complete);
    different.insert(said_so.text);
  }
  EXPECT_GT(different.size(), 2U);
}

TEST_P(LlamaSession, RefusesWhatIsNoGrammar) {
  Session one = session();
  for (const char* const grammar :
       {"root ::= \"a", "root ::= missing", "other ::= \"a\"", "root ::= root \"a\"", "!"}) {
    Request request{.shared = {}, .prompts = {prompt("The")}, .adapter = {}};
    request.prompts[0].grammar = grammar;
    const auto response = one.generate(request);
    ASSERT_FALSE(response) << grammar;
    EXPECT_EQ(response.error().code, ErrorCode::usage) << grammar;
    EXPECT_EQ(response.error().where, "grammar");
  }
}

TEST_P(LlamaSession, SwitchesAdaptersWithoutTraces) {
  test::gguf::random_lora({}, GetParam()).write(scratch_ / "a.gguf");
  test::gguf::random_lora({.seed = 8}, GetParam()).write(scratch_ / "b.gguf");
  const auto a = Adapter::load(model_, scratch_ / "a.gguf");
  const auto b = Adapter::load(model_, scratch_ / "b.gguf");
  ASSERT_TRUE(a && b);
  Request request{
      .shared = tokens("The team finished fewer issues"), .prompts = {prompt(" than")}, .adapter = {}};
  const auto with = [&](Session& session, const std::shared_ptr<const Adapter>& adapter, float scale = 1.0F) {
    request.adapter = adapter;
    request.adapter_scale = scale;
    return said(session.generate(request)).continuations[0].tokens;
  };
  const auto fresh = [&](const std::shared_ptr<const Adapter>& adapter) {
    Session own = session();
    return with(own, adapter);
  };
  const auto plain = fresh(nullptr);
  const auto with_a = fresh(*a);
  const auto with_b = fresh(*b);
  ASSERT_NE(plain, with_a);
  ASSERT_NE(with_a, with_b);
  Session mixed = session();
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(with(mixed, nullptr), plain);
    EXPECT_EQ(with(mixed, *a), with_a);
    EXPECT_EQ(with(mixed, *b), with_b);
    EXPECT_EQ(with(mixed, *a), with_a);
    EXPECT_EQ(with(mixed, *a, 0.0F), plain) << "of no weight";
  }
  EXPECT_EQ(with(mixed, *a), with_a);
  EXPECT_EQ(said(mixed.generate(request)).tokens_remembered, request.shared.size());
}

TEST_P(LlamaSession, RefusesWhatDoesNotFit) {
  Session one = session();
  EXPECT_EQ(one.context_length(), 1024U);
  const auto refused = [&](Request request) {
    const auto response = one.generate(request);
    return response ? std::string() : std::string(response.error().message);
  };
  const auto of = [&](std::vector<Token> own, std::uint32_t max_tokens) {
    return Request{.shared = {},
                   .prompts = {{.tokens = std::move(own),
                                .max_tokens = max_tokens,
                                .sampling = {},
                                .grammar = {},
                                .constraint = {}}},
                   .adapter = {}};
  };
  const Token word = tokens("a")[0];
  EXPECT_NE(refused(of(std::vector<Token>(1000, word), 24)), "");
  EXPECT_EQ(refused(of(std::vector<Token>(999, word), 24)), "");
  EXPECT_NE(refused(of({}, 24)), "");
  EXPECT_NE(refused(of({word}, 0)), "");
  EXPECT_NE(refused(of({-1}, 1)), "");
  EXPECT_NE(refused(of({model_->tokenizer().size()}, 1)), "");
  EXPECT_NE(refused({.shared = {word}, .prompts = {}, .adapter = {}}), "");
  Request two = of({word}, 1);
  two.prompts.push_back(two.prompts[0]);
  EXPECT_NE(refused(two), "");
  Request hot = of({word}, 1);
  hot.prompts[0].sampling.temperature = -1.0F;
  EXPECT_NE(refused(hot), "");
}

TEST_P(LlamaSession, ComputesOnSeveralThreads) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
  GTEST_SKIP()
      << "llama.cpp is built without the sanitizer, which then sees none of what keeps its threads apart";
#endif
#endif
  const Request request{.shared = {}, .prompts = {prompt("The team finished")}, .adapter = {}};
  auto two = Session::create(model_, {.context_length = 256, .threads = 2});
  ASSERT_TRUE(two);
  Session one = session();
  EXPECT_EQ(said(two->generate(request)).continuations[0].tokens,
            said(one.generate(request)).continuations[0].tokens);
}

INSTANTIATE_TEST_SUITE_P(Architectures, LlamaSession, testing::Values("llama", "qwen2"),
                         [](const auto& tried) { return std::string(tried.param); });

}  // namespace
}  // namespace stint::llama
