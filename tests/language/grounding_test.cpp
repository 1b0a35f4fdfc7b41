#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "language/grammar/matcher.h"
#include "language/grammar/token_matcher.h"
#include "language/grounding/check.h"
#include "language/grounding/prose.h"

namespace stint::language {
namespace {

Ground sample() {
  return {.facts = {{"completed", "13 points"},
                    {"drop", "38 %"},
                    {"completed_direction", "fell"},
                    {"board", "Platform Zürich"},
                    {"next_p50", "20.5 points"}},
          .keys = {"PAY-12", "PAY-7"}};
}

std::string why(std::string_view text) {
  std::string list;
  for (const Violation& one : check(text, sample(), kEnglish)) list += one.what + ": " + one.why + "; ";
  return list;
}

class Allowed : public testing::TestWithParam<const char*> {};
TEST_P(Allowed, IsNoViolation) {
  EXPECT_EQ(why(GetParam()), "");
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Allowed,
    testing::Values("{board} completed {completed}.", "The team completed {completed}; look at PAY-12 next.",
                    "Velocity {completed_direction} by {drop}.", "Velocity fell by 38 % to 13 points.",
                    "Platform Zürich completed 13 points.", "Expect 20.5 or 21 points.",  // halves upwards
                    "Begin with PAY-7, then hand-off work.", "It's worth a talk.", "WIP is what to look at.",
                    ""));

class Barred : public testing::TestWithParam<const char*> {};
TEST_P(Barred, IsAViolation) {
  EXPECT_NE(why(GetParam()), "");
}
INSTANTIATE_TEST_SUITE_P(Texts, Barred,
                         testing::Values("The team completed 14 points.", "Velocity rose by {drop}.",
                                         "Velocity fell by a third.", "The team completed twelve points.",
                                         "It doubled.", "Twice as much.", "Look at PAY-1.",
                                         "Look at PAY-121.", "Look at OPS-12.", "{unknown} is what happened.",
                                         "Broken {completed", "Ask Anna about it.", "Anna was blocked.",
                                         "The team completed ١٤ points.",  // Arabic digits
                                         "½ of the work.", "Ⅻ items.", "三 items.", "It was done on Monday.",
                                         "It ended yesterday.", "Fewer than usual.", "Most of the items.",
                                         "Velocity FELL and ROSE.", "A twofold change.", "20.4 points.",
                                         "1 3 points.", "A threefold-ish thing.", "None of it was done.",
                                         "38.5 % it was."));

TEST(Check, NamesWhatItFound) {
  const auto found = check("The team finished 99 items, more than OPS-1.", sample(), kEnglish);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].what, "99");
  EXPECT_EQ(found[1].what, "more");
  EXPECT_EQ(found[2].what, "than");
  EXPECT_EQ(found[3].what, "OPS-1");
}

TEST(Fill, PutsValuesIn) {
  EXPECT_EQ(fill("{board} completed {completed}.", sample()), "Platform Zürich completed 13 points.");
  EXPECT_EQ(fill("{completed} points were done", sample()), "13 points were done");
  EXPECT_EQ(fill("{completed} Points. {completed} pointsman", sample()), "13 points. 13 points pointsman");
  EXPECT_EQ(fill("{other} {completed", sample()), "{other} {completed");
  EXPECT_EQ(fill("", sample()), "");
}

TEST(Fill, LooksAtNothingTwice) {
  const Ground ground{.facts = {{"a", "{b}"}, {"b", "secret"}}, .keys = {}};
  EXPECT_EQ(fill("{a} {b}", ground), "{b} secret");
}

TEST(Lexicon, BarsWordsAndStems) {
  EXPECT_TRUE(kEnglish.bars("Increasing"));
  EXPECT_TRUE(kEnglish.bars("TWICE"));
  EXPECT_FALSE(kEnglish.bars("twill"));
  EXPECT_FALSE(kEnglish.bars("team"));
  EXPECT_EQ(find_lexicon("en"), &kEnglish);
  EXPECT_EQ(find_lexicon("xx"), nullptr);
}

TEST(Lexicon, OpeningsAreNotBarred) {
  for (const std::string_view word : kEnglish.openings) EXPECT_FALSE(kEnglish.bars(word)) << word;
  for (const std::string_view word : kEnglish.capitals) EXPECT_FALSE(kEnglish.bars(word)) << word;
}

std::shared_ptr<const grammar::Automaton> compiled(const grammar::Expression& expression) {
  auto automaton = grammar::Automaton::compile(expression);
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  return std::make_shared<const grammar::Automaton>(std::move(*automaton));
}

// Any text of the grammar, a random byte after another, towards its end once it is long.
class RandomText {
 public:
  explicit RandomText(const grammar::Expression& expression) {
    grammar::Vocabulary vocabulary;
    for (int byte = 0; byte < 256; ++byte) vocabulary.tokens.emplace_back(1, static_cast<char>(byte));
    vocabulary.tokens.emplace_back();
    vocabulary.ends = {kEnd};
    auto table = grammar::TokenTable::create(vocabulary);
    EXPECT_TRUE(table);
    masks_ = std::make_shared<grammar::TokenMasks>(
        compiled(expression), std::make_shared<const grammar::TokenTable>(std::move(*table)));
  }

  std::string make(std::mt19937& random) {
    auto matcher = grammar::TokenMatcher::create(masks_);
    EXPECT_TRUE(matcher);
    std::string text;
    while (!matcher->ended()) {
      const auto bits = matcher->allowed();
      if (!bits) {
        ADD_FAILURE() << bits.error().to_string();
        break;
      }
      const auto may = [&](grammar::Token token) {
        const auto number = static_cast<std::size_t>(token);
        return (((*bits)[number / 64] >> (number % 64)) & 1U) != 0;
      };
      std::vector<grammar::Token> tokens;
      for (grammar::Token token = 0; token <= kEnd; ++token) {
        if (may(token)) tokens.push_back(token);
      }
      grammar::Token chosen = tokens[random() % tokens.size()];
      if (may(kEnd) && (text.size() > 40 || random() % 4 == 0)) chosen = kEnd;
      if (may('.') && text.size() > 120) chosen = '.';
      // Words of a bearable length.
      if (may(' ') && random() % 4 == 0) chosen = ' ';
      EXPECT_TRUE(matcher->accept(chosen));
      if (chosen != kEnd) text += static_cast<char>(chosen);
    }
    return text;
  }

 private:
  static constexpr grammar::Token kEnd = 256;
  std::shared_ptr<grammar::TokenMasks> masks_;
};

TEST(Prose, WhateverItAllowsIsGrounded) {
  const Ground ground = sample();
  RandomText sentences(prose(ground, kEnglish, {.most_sentences = 2, .most_words = 9}));
  RandomText title(headline(ground, kEnglish));
  std::mt19937 random(7);
  for (int i = 0; i < 150; ++i) {
    for (RandomText* const texts : {&sentences, &title}) {
      const std::string text = texts->make(random);
      EXPECT_EQ(why(text), "") << text;
      EXPECT_NE(text.find('{'), std::string::npos) << text;
      for (const char c : {'"', '\\', '\n', '<'}) EXPECT_EQ(text.find(c), std::string::npos) << text;
    }
  }
}

bool allowed(const grammar::Expression& expression, std::string_view text) {
  grammar::Matcher matcher(compiled(expression));
  return matcher.advance(text) && matcher.accepts();
}

TEST(Prose, AllowsWhatOneWouldSay) {
  const Ground ground = sample();
  const auto grammar = prose(ground, kEnglish);
  EXPECT_TRUE(
      allowed(grammar,
              "In the sprint {board} completed {completed}, which {completed_direction} by {drop}. "
              "Look at PAY-12 with the team: what was in the way. Plan the next sprint with {next_p50} "
              "and keep a hand-off ready."));
  EXPECT_TRUE(allowed(headline(ground, kEnglish), "{board}: velocity {completed_direction} by {drop}"));
}

TEST(Prose, AllowsNothingElse) {
  const Ground ground = sample();
  const auto grammar = prose(ground, kEnglish);
  for (const char* const text :
       {"The team completed 13 points in {board}.", "The team rose to {completed} again.",
        "Ask Anna about {completed} there.", "Anna completed {completed} in there.",
        "The team completed {invented} of {drop}.", "Look at PAY-1 with {drop} here.",
        "The work is done without a fact.", "The team completed {completed} \xC2\xBD of it.",
        "The team said \\\"no\\\" to {completed}.", "The team completed {completed} and more.",
        "The team completed {completed} TWICE again.", "The team completed {completed} and half-way."}) {
    EXPECT_FALSE(allowed(grammar, text)) << text;
  }
}

TEST(Prose, GoesOnWithoutFactsOrKeys) {
  EXPECT_TRUE(allowed(prose({}, kEnglish), "The team has work to look at."));
}

}  // namespace
}  // namespace stint::language
