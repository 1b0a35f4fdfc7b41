#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "lib/llama/session.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

// Allows a given text, in whatever tokens, and then the end.
class Verbatim : public TokenConstraint {
 public:
  Verbatim(const Tokenizer& tokenizer, std::string text, bool force)
      : tokenizer_(tokenizer), text_(std::move(text)), force_(force) {}

  Result<std::span<const std::uint64_t>> allowed() override {
    ++asked_;
    bits_.assign(static_cast<std::size_t>(tokenizer_.size()) / 64 + 1, 0);
    for (Token token = 0; token < tokenizer_.size(); ++token) {
      const std::string bytes = tokenizer_.text(token);
      const bool may = text_.empty() ? tokenizer_.ends(token) : !bytes.empty() && text_.starts_with(bytes);
      if (may) bits_[static_cast<std::size_t>(token) / 64] |= std::uint64_t{1} << (token % 64);
    }
    return std::span<const std::uint64_t>(bits_);
  }
  Outcome accept(Token token) override {
    text_.erase(0, tokenizer_.text(token).size());
    return {};
  }
  std::string forced() override { return force_ ? text_ : std::string{}; }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  const Tokenizer& tokenizer_;
  std::string text_;
  bool force_;
  int asked_ = 0;
  std::vector<std::uint64_t> bits_;
};

class Nothing : public TokenConstraint {
 public:
  Result<std::span<const std::uint64_t>> allowed() override {
    bits_.assign(8, 0);
    return std::span<const std::uint64_t>(bits_);
  }
  Outcome accept(Token) override { return {}; }

 private:
  std::vector<std::uint64_t> bits_;
};

class LlamaConstraint : public testing::Test {
 protected:
  void SetUp() override {
    test::gguf::random_llama().write(scratch_ / "model.gguf");
    auto model = Model::load(scratch_ / "model.gguf");
    ASSERT_TRUE(model) << model.error().to_string();
    model_ = *model;
    auto session = Session::create(model_, {.context_length = 1024, .sequences = 2, .threads = 1});
    ASSERT_TRUE(session) << session.error().to_string();
    session_ = std::make_unique<Session>(std::move(*session));
  }

  [[nodiscard]] Prompt prompt(std::shared_ptr<TokenConstraint> constraint, float temperature = 2.0F) const {
    return {.tokens = *model_->tokenizer().tokens("The team", {}),
            .max_tokens = 100,
            .sampling = {.temperature = temperature, .top_k = 0, .top_p = 1, .min_p = 0, .seed = 3},
            .grammar = {},
            .constraint = std::move(constraint)};
  }
  [[nodiscard]] Result<Response> generate(std::vector<Prompt> prompts) {
    return session_->generate({.shared = {}, .prompts = std::move(prompts), .adapter = {}});
  }

  test::Scratch scratch_;
  std::shared_ptr<const Model> model_;
  std::unique_ptr<Session> session_;
};

constexpr std::string_view kText = "{\"title\":\"Grüße an das Team\",\"done\":true}";

TEST_F(LlamaConstraint, SaysOnlyWhatIsAllowed) {
  for (const float temperature : {0.0F, 5.0F}) {
    auto constraint = std::make_shared<Verbatim>(model_->tokenizer(), std::string(kText), false);
    const auto response = generate({prompt(constraint, temperature)});
    ASSERT_TRUE(response) << response.error().to_string();
    EXPECT_EQ(response->continuations[0].text, kText);
    EXPECT_EQ(response->continuations[0].ending, Ending::complete);
  }
}

TEST_F(LlamaConstraint, ForcedTextIsReadRatherThanChosen) {
  auto chosen = std::make_shared<Verbatim>(model_->tokenizer(), std::string(kText), false);
  auto forced = std::make_shared<Verbatim>(model_->tokenizer(), std::string(kText), true);
  const auto response = generate({prompt(chosen), prompt(forced)});
  ASSERT_TRUE(response) << response.error().to_string();
  EXPECT_EQ(response->continuations[1].text, kText);
  EXPECT_LE(forced->asked(), 5);
  EXPECT_GT(chosen->asked(), 10);
  // In the tokens a model would read it in, but for the first, which was chosen.
  EXPECT_LE(response->continuations[1].tokens.size(), response->continuations[0].tokens.size());
}

TEST_F(LlamaConstraint, NothingAllowedIsAnError) {
  const auto response = generate({prompt(std::make_shared<Nothing>())});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().where, "constraint");
  EXPECT_TRUE(generate({prompt(nullptr)})) << "the session can be used after it";
}

TEST_F(LlamaConstraint, NotTogetherWithAGrammar) {
  Prompt both = prompt(std::make_shared<Nothing>());
  both.grammar = "root ::= \"a\"";
  EXPECT_FALSE(generate({both}));
}

}  // namespace
}  // namespace stint::llama
