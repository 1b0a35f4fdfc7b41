// Models that read a text and then write another, held against llama.cpp itself.
#include <algorithm>
#include <gtest/gtest.h>
#include <llama.h>
#include <memory>
#include <set>
#include <string>

#include "lib/llama/chat_template.h"
#include "lib/llama/model.h"
#include "lib/llama/session.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

const test::gguf::Shape kShape{.layers = 3, .width = 128, .heads = 4, .feed_forward = 256, .context = 512};

class LlamaEncoderDecoder : public testing::Test {
 protected:
  void SetUp() override {
    test::gguf::random_t5(kShape).write(file());
    auto model = Model::load(file());
    ASSERT_TRUE(model) << model.error().to_string();
    model_ = *model;
  }

  [[nodiscard]] std::filesystem::path file() const { return scratch_ / "model.gguf"; }
  [[nodiscard]] Session session(std::uint32_t sequences = 1) const {
    auto made = Session::create(model_, {.sequences = sequences, .threads = 1});
    EXPECT_TRUE(made) << made.error().to_string();
    return std::move(*made);
  }
  [[nodiscard]] std::vector<Token> tokens(std::string_view text) const {
    return *model_->tokenizer().tokens(text, {.add_begin = true});
  }
  static Prompt prompt(std::vector<Token> tokens, std::uint32_t max_tokens = 24) {
    return {.tokens = std::move(tokens),
            .max_tokens = max_tokens,
            .sampling = {},
            .grammar = {},
            .constraint = {}};
  }

  test::Scratch scratch_;
  std::shared_ptr<const Model> model_;
};

// The plain loop that llama.cpp's own tools run: encode, begin, and always the likeliest token.
std::vector<Token> plainly(const std::filesystem::path& file, std::vector<Token> text, std::size_t most) {
  llama_model_params of_model = llama_model_default_params();
  of_model.n_gpu_layers = 0;
  const std::unique_ptr<llama_model, decltype(&llama_model_free)> model(
      llama_model_load_from_file(file.c_str(), of_model), llama_model_free);
  llama_context_params of_context = llama_context_default_params();
  of_context.n_ctx = of_context.n_batch = of_context.n_ubatch = 512;
  of_context.n_threads = of_context.n_threads_batch = 1;
  const std::unique_ptr<llama_context, decltype(&llama_free)> context(
      llama_init_from_model(model.get(), of_context), llama_free);
  const llama_vocab* const vocabulary = llama_model_get_vocab(model.get());
  std::vector<Token> said;
  if (llama_encode(context.get(), llama_batch_get_one(text.data(), static_cast<std::int32_t>(text.size()))) !=
      0)
    return said;
  llama_token next = llama_model_decoder_start_token(model.get());
  while (said.size() < most) {
    if (llama_decode(context.get(), llama_batch_get_one(&next, 1)) != 0) return {};
    const float* const scores = llama_get_logits_ith(context.get(), -1);
    next = static_cast<llama_token>(std::max_element(scores, scores + llama_vocab_n_tokens(vocabulary)) -
                                    scores);
    if (llama_vocab_is_eog(vocabulary, next)) break;
    said.push_back(next);
  }
  return said;
}

TEST_F(LlamaEncoderDecoder, WritesWhatThePlainLoopWrites) {
  Session one = session();
  std::set<std::vector<Token>> different;
  for (const char* const text : {"The team finished fewer issues.", "Cycle time rose from 3 to 5 days", "a",
                                 "12 issues are waiting; 3 bugs were reopened"}) {
    const auto response = one.generate({.shared = {}, .prompts = {prompt(tokens(text))}, .adapter = {}});
    ASSERT_TRUE(response) << response.error().to_string();
    const auto expected = plainly(file(), tokens(text), 24);
    EXPECT_EQ(response->continuations[0].tokens, expected) << text;
    different.insert(expected);
  }
  EXPECT_GT(different.size(), 2U) << "what is read matters";
}

TEST_F(LlamaEncoderDecoder, EachPromptAsIfItWereAlone) {
  Session four = session(4);
  Request request{.shared = {}, .prompts = {}, .adapter = {}};
  std::vector<Token> all = tokens("The team finished fewer issues than it usually does.");
  request.shared.assign(all.begin(), all.begin() + 4);
  for (const std::size_t length : {5U, 6U, 8U, 9U}) {
    request.prompts.push_back(prompt({all.begin() + 4, all.begin() + static_cast<std::ptrdiff_t>(length)}));
  }
  const auto together = four.generate(request);
  ASSERT_TRUE(together) << together.error().to_string();
  for (std::size_t i = 0; i < request.prompts.size(); ++i) {
    std::vector<Token> text = request.shared;
    text.insert(text.end(), request.prompts[i].tokens.begin(), request.prompts[i].tokens.end());
    EXPECT_EQ(together->continuations[i].tokens, plainly(file(), text, 24)) << i;
  }
  EXPECT_EQ(together->tokens_remembered, 0U);
}

TEST_F(LlamaEncoderDecoder, StopsAndGoesOnAfterwards) {
  Session two = session(2);
  const Request request{
      .shared = {}, .prompts = {prompt(tokens("The team")), prompt(tokens("A bug"))}, .adapter = {}};
  const auto whole = two.generate(request);
  ASSERT_TRUE(whole);
  std::size_t heard = 0;
  const auto part =
      two.generate(request, [&](const Piece&) { return ++heard == 3 ? Flow::stop_all : Flow::go_on; });
  ASSERT_TRUE(part);
  EXPECT_EQ(part->tokens_written, 3U);
  EXPECT_EQ(part->continuations[1].ending, Ending::cancelled);
  const auto again = two.generate(request);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->continuations[1].tokens, whole->continuations[1].tokens);
}

TEST_F(LlamaEncoderDecoder, RefusesWhatDoesNotFit) {
  Session one = session();
  EXPECT_EQ(one.context_length(), 512U);
  const auto read =
      one.generate({.shared = {}, .prompts = {prompt(std::vector<Token>(513, 5))}, .adapter = {}});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::usage);
  const auto written = one.generate({.shared = {}, .prompts = {prompt(tokens("a"), 512)}, .adapter = {}});
  ASSERT_FALSE(written);
  EXPECT_TRUE(
      one.generate({.shared = {}, .prompts = {prompt(std::vector<Token>(512, 5), 511)}, .adapter = {}},
                   [](const Piece&) { return Flow::stop_this; }));
}

// Without a template, a conversation is one text, which ends once.
TEST_F(LlamaEncoderDecoder, ReadsAConversationAsOneText) {
  ChatForm form(model_);
  const auto read = form.tokens({{"system", "Be brief."}, {"user", "Why? </s>"}}, Instant{});
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(std::ranges::count_if(*read, [&](Token token) { return model_->tokenizer().ends(token); }), 1);
  EXPECT_EQ(*read, tokens("Be brief.\n\nWhy? </s>"));
}

}  // namespace
}  // namespace stint::llama
