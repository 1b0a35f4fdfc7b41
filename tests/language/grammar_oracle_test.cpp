// llama.cpp's own grammar sampler, reading our GBNF, as the oracle for our masks.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <llama.h>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/expression.h"
#include "language/grammar/gbnf.h"
#include "language/grammar/token_masks.h"
#include "language/grammar/token_matcher.h"
#include "language/grammar/utf8.h"
#include "language/grammar/word.h"
#include "language/schema/grammar.h"
#include "language/schema/schema.h"
#include "lib/llama/model.h"
#include "lib/llama/native.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::language::grammar {
namespace {

class PeerSampler {
 public:
  PeerSampler(const llama::Model& model, const std::string& gbnf)
      : vocabulary_(llama_model_get_vocab(model.native().model.get())),
        sampler_(llama_sampler_init_grammar(vocabulary_, gbnf.c_str(), "root")) {}

  [[nodiscard]] bool made() const { return sampler_ != nullptr; }

  // By token: whether it may come next.
  [[nodiscard]] std::vector<bool> allowed() {
    std::vector<llama_token_data> data;
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocabulary_); ++token)
      data.push_back({token, 0.0F, 0.0F});
    llama_token_data_array array{data.data(), data.size(), -1, false};
    llama_sampler_apply(sampler_.get(), &array);
    std::vector<bool> result(data.size());
    for (const llama_token_data& one : data)
      result[static_cast<std::size_t>(one.id)] = !std::isinf(one.logit);
    return result;
  }
  void accept(llama_token token) { llama_sampler_accept(sampler_.get(), token); }

 private:
  const llama_vocab* vocabulary_;
  llama::SamplerPointer sampler_;
};

// It may be continued to well-formed UTF-8. llama.cpp does not look.
bool may_be_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto next = decode(text);
    if (next) {
      text.remove_prefix(next->bytes);
      continue;
    }
    for (const std::string_view tail :
         {"\x80", "\xBF", "\x80\x80", "\xBF\xBF", "\x80\x80\x80", "\x8F\xBF\xBF", "\xBF\xBF\xBF"}) {
      if (decode(std::string(text) + std::string(tail)).value_or(Decoded{0, 0}).bytes ==
          text.size() + tail.size()) {
        return true;
      }
    }
    return false;
  }
  return true;
}

class GrammarOracle : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = std::make_unique<test::Scratch>();
    test::gguf::random_llama({.layers = 1}).write(*scratch_ / "model.gguf");
    auto model = llama::Model::load(*scratch_ / "model.gguf");
    ASSERT_TRUE(model) << model.error().to_string();
    model_ = *model;
    Vocabulary vocabulary;
    for (Token token = 0; token < model_->tokenizer().size(); ++token) {
      vocabulary.tokens.push_back(model_->tokenizer().text(token));
      if (model_->tokenizer().ends(token)) vocabulary.ends.push_back(token);
    }
    table_ = std::make_shared<const TokenTable>(*TokenTable::create(vocabulary));
  }
  static void TearDownTestSuite() {
    table_.reset();
    model_.reset();
    scratch_.reset();
  }

  // The same tokens, at every step of random texts.
  static void compare(const Expression& expression, int texts, int steps) {
    const auto gbnf = to_gbnf(expression);
    ASSERT_TRUE(gbnf) << gbnf.error().to_string();
    const auto automaton = std::make_shared<const Automaton>(*Automaton::compile(expression));
    const auto masks = std::make_shared<TokenMasks>(automaton, table_);
    std::mt19937 random(17);
    for (int text = 0; text < texts; ++text) {
      PeerSampler peer(*model_, *gbnf);
      ASSERT_TRUE(peer.made()) << *gbnf;
      auto ours = *TokenMatcher::create(masks);
      std::string said;
      for (int step = 0; step < steps && !ours.ended(); ++step) {
        const auto bits = ours.allowed();
        ASSERT_TRUE(bits) << bits.error().to_string();
        const std::vector<bool> theirs = peer.allowed();
        std::vector<Token> allowed;
        for (std::size_t i = 0; i < theirs.size(); ++i) {
          const bool mine = (((*bits)[i / 64] >> (i % 64)) & 1U) != 0;
          const std::string& bytes = table_->text(static_cast<Token>(i));
          if (mine) allowed.push_back(static_cast<Token>(i));
          // Nor does it keep from saying the name of a control token with that token.
          const bool no_text = bytes.empty() && !table_->ends(static_cast<Token>(i));
          if (mine != theirs[i] && (mine || (!no_text && may_be_utf8(said + bytes)))) {
            FAIL() << testing::PrintToString(said) << " + " << testing::PrintToString(bytes)
                   << " ours: " << mine << "\n"
                   << *gbnf;
          }
        }
        const Token token = allowed[random() % allowed.size()];
        said += table_->text(token);
        ASSERT_TRUE(ours.accept(token));
        peer.accept(token);
      }
    }
  }

  static inline std::unique_ptr<test::Scratch> scratch_;
  static inline std::shared_ptr<const llama::Model> model_;
  static inline std::shared_ptr<const TokenTable> table_;
};

TEST_F(GrammarOracle, AgreesOnTextAndRepetitions) {
  compare(seq({text("The "), any_of(std::vector<std::string>{"team", "team Falcon", "term", "été", "😀"}),
               text(".\n")}),
          20, 40);
  compare(repeat(seq({repeat(one_of({{U'a', U'z'}}), 1, 7), text(" ")}), 2, 5), 10, 60);
  compare(seq({text("\""),
               repeat(one_of(CharacterClass{{1, 0x10FFFF}}.without(CharacterClass::of("\"\\\n"))), 10, 40),
               text("\"")}),
          10, 80);
  compare(repeat(one_of({{U'a', U'f'}, {0x700, 0x901}, {0xD000, 0xE100}, {0x1F5FF, 0x40010}}), 0), 10, 60);
}

TEST_F(GrammarOracle, AgreesBeyondItsLimitOfRepetitions) {
  compare(seq({repeat(text("a"), 1990, 4003), text("b")}), 2, 4200);
}

TEST_F(GrammarOracle, AgreesOnWordsThatAreBarred) {
  const std::vector<std::string> barred{"two",   "three", "half", "twic*", "doubl*",
                                        "fewer", "more",  "rose", "fell"};
  const Expression word = word_not_in(barred, CharacterClass{{U'a', U'z'}, {U'A', U'Z'}, {0xC0, 0xFF}});
  const Expression fact = any_of(std::vector<std::string>{"{rise}", "{rise_percent}", "{days}"});
  compare(seq({repeat(seq({choice({word, fact}), text(" ")}), 3, 12), choice({text("."), text("!")})}), 12,
          80);
}

TEST_F(GrammarOracle, AgreesOnSchemas) {
  const auto schema = Schema::parse(R"({"type": "object", "required": ["title", "points"], "properties": {
      "kind": {"enum": ["story", "bug", "sto\"ry", null, 3]},
      "title": {"type": "string", "minLength": 3, "maxLength": 40},
      "points": {"type": "integer", "minimum": -12, "maximum": 144},
      "due": {"type": ["string", "null"], "format": "date"},
      "share": {"type": "number", "minimum": 0, "maximum": 1},
      "done": {"type": "boolean"},
      "labels": {"type": "array", "items": {"type": "string", "maxLength": 5}, "minItems": 1, "maxItems": 4},
      "": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"\\é\n": {"type": "integer"}}}]}}})");
  ASSERT_TRUE(schema) << schema.error().to_string();
  compare(schema_grammar(*schema), 12, 150);
}

}  // namespace
}  // namespace stint::language::grammar
