#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/expression.h"
#include "language/grammar/token_masks.h"
#include "language/grammar/token_matcher.h"
#include "language/grammar/token_trie.h"
#include "language/grammar/word.h"

namespace stint::language::grammar {
namespace {

std::shared_ptr<const TokenTable> table(std::vector<std::string> tokens, std::vector<Token> ends) {
  auto made = TokenTable::create({std::move(tokens), std::move(ends)});
  EXPECT_TRUE(made) << made.error().to_string();
  return std::make_shared<const TokenTable>(std::move(*made));
}

std::shared_ptr<const Automaton> compiled(const Expression& expression) {
  auto automaton = Automaton::compile(expression);
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  return std::make_shared<const Automaton>(std::move(*automaton));
}

// Every byte, pieces over a small alphabet of which some are long, a character in two halves, copies, and
// tokens that are no text.
std::vector<std::string> random_tokens(std::mt19937& random, std::size_t count) {
  static const std::vector<std::string> kPieces{"a",    "b", "ab", "\\", "n",  "é",       "\xC3",
                                                "\xA9", "<", "<",  ">",  "😀", "\xF0\x9F"};
  std::vector<std::string> tokens;
  for (int byte = 0; byte < 256; ++byte) tokens.emplace_back(1, static_cast<char>(byte));
  while (tokens.size() < count) {
    std::string token;
    const std::size_t pieces = random() % 50 == 0 ? 10 + random() % 40 : 1 + random() % 5;
    for (std::size_t i = 0; i < pieces; ++i) token += kPieces[random() % kPieces.size()];
    tokens.push_back(std::move(token));
  }
  tokens.insert(tokens.end(), {"", "", "", "ab", "ab"});
  return tokens;
}

// What the mask has to be, token by token.
std::vector<std::uint64_t> plain_mask(const Matcher& at, const TokenTable& vocabulary) {
  std::vector<std::uint64_t> bits(vocabulary.words());
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    const auto token = static_cast<Token>(i);
    bool allowed = at.accepts();
    if (!vocabulary.ends(token)) {
      Matcher matcher = at;
      allowed = !vocabulary.text(token).empty() && matcher.advance(vocabulary.text(token));
    }
    if (allowed) bits[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  return bits;
}

Token any_of_mask(std::span<const std::uint64_t> bits, std::mt19937& random) {
  std::vector<Token> allowed;
  for (std::size_t i = 0; i < bits.size() * 64; ++i) {
    if (((bits[i / 64] >> (i % 64)) & 1U) != 0) allowed.push_back(static_cast<Token>(i));
  }
  return allowed[random() % allowed.size()];
}

std::vector<Expression> grammars() {
  const Expression letter = choice({one_of({{U'a', U'b'}}), text("é"), seq({text("\\"), text("n")})});
  const Expression any = one_of(CharacterClass{{0x20, 0x10FFFF}}.without(CharacterClass::of("<>\\")));
  const Expression word = repeat(letter, 2, 9);
  return {
      seq({text("<"), repeat(letter, 0), text(">")}),
      seq({text("<"), repeat(letter, 5, 30), text(">")}),
      seq({text("<"), repeat(any, 40, 300), text(">")}),
      seq({text("<"), repeat(any, 90), text(">")}),
      // Counters within counters, and two that run side by side.
      repeat(seq({word, text("<"), repeat(word, 0, 70), text(">")}), 1, 50),
      seq({repeat(letter, 0, 25), repeat(one_of({{U'a', U'a'}}), 3, 60), optional(text("😀"))}),
      // Sentences of words that are not barred.
      repeat(seq({repeat(seq({text("<"), choice({word_not_in(std::vector<std::string>{"ab", "ba*", "abba"},
                                                             CharacterClass::of("abné")),
                                                 text("😀")})}),
                         3, 7),
                  text(">")}),
             1, 4),
      any_of(std::vector<std::string>{"ababab", "abab", "aé", "é", "😀😀", "a\\n<>"}),
  };
}

// At every step of random texts: what is kept for each state is what the grammar says here.
TEST(TokenMasks, EqualTheGrammarTokenByToken) {
  std::mt19937 random(5);
  const std::vector<std::string> tokens = random_tokens(random, 2500);
  const auto vocabulary =
      table(tokens, {static_cast<Token>(tokens.size() - 5), static_cast<Token>(tokens.size() - 1)});
  for (const Expression& expression : grammars()) {
    for (const std::size_t limit : {TokenMasks::kMemoryLimit, std::size_t{1}}) {
      const auto masks = std::make_shared<TokenMasks>(compiled(expression), vocabulary, limit);
      for (int text = 0; text < 6; ++text) {
        auto matcher = *TokenMatcher::create(masks);
        Matcher plain(masks->automaton());
        for (int step = 0; step < 60 && !matcher.ended(); ++step) {
          const auto allowed = matcher.allowed();
          ASSERT_TRUE(allowed) << allowed.error().to_string();
          ASSERT_TRUE(std::ranges::equal(*allowed, plain_mask(plain, *vocabulary))) << step;
          const Token token = any_of_mask(*allowed, random);
          ASSERT_TRUE(matcher.accept(token));
          const bool goes_on = vocabulary->ends(token) || plain.advance(vocabulary->text(token));
          ASSERT_TRUE(goes_on);
        }
      }
    }
  }
}

// In the midst of a long string the count does not matter, and one mask serves.
TEST(TokenMasks, ServeLongRepetitionsWithFew) {
  std::vector<std::string> tokens;
  for (int byte = 0; byte < 256; ++byte) tokens.emplace_back(1, static_cast<char>(byte));
  tokens.insert(tokens.end(), {"abababab", ""});
  const auto vocabulary = table(tokens, {257});
  const auto automaton = compiled(seq({text("<"), repeat(one_of({{U'a', U'z'}}), 100, 4000), text(">")}));
  const auto masks = std::make_shared<TokenMasks>(automaton, vocabulary);
  auto matcher = *TokenMatcher::create(masks);
  ASSERT_TRUE(matcher.accept('<'));
  for (int i = 0; i < 3900; ++i) {
    ASSERT_TRUE(matcher.allowed());
    ASSERT_TRUE(matcher.accept('a'));
  }
  EXPECT_LT(masks->figures().found, 20U);
}

// Near both ends of a repetition every count is another state, and by no byte too late.
TEST(TokenMasks, CountNearTheEnds) {
  const auto vocabulary =
      table({"<", "a", "b", "ab", "bababababa", "ababababab", "b>", "abab>", ">", ""}, {9});
  for (const auto& [min, max] :
       std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 20}, {3, 20}, {20, 40}, {18, 19}}) {
    const auto masks = std::make_shared<TokenMasks>(
        compiled(seq({text("<"), repeat(text("ab"), min, max), text(">")})), vocabulary);
    auto matcher = *TokenMatcher::create(masks);
    Matcher plain(masks->automaton());
    for (Token next = 0; plain.advance(vocabulary->text(next)); next = next == 1 ? 2 : 1) {
      ASSERT_TRUE(matcher.accept(next));
      const auto allowed = matcher.allowed();
      ASSERT_TRUE(allowed) << allowed.error().to_string();
      ASSERT_EQ(allowed->front(), plain_mask(plain, *vocabulary).front()) << min << " to " << max;
    }
    EXPECT_EQ(matcher.forced(), ">");
  }
}

TEST(TokenMatcher, ForcesAndEnds) {
  const auto vocabulary = table({"a", "b", "ab", "", "</s>", "<|end|>"}, {4, 5});
  const auto masks =
      std::make_shared<TokenMasks>(compiled(seq({text("ab"), optional(text("b"))})), vocabulary);
  auto matcher = *TokenMatcher::create(masks);
  EXPECT_EQ(matcher.forced(), "ab");
  EXPECT_EQ((*matcher.allowed())[0], 0b000101U);
  EXPECT_FALSE(matcher.accept(1));
  EXPECT_FALSE(matcher.accept(3));
  EXPECT_FALSE(matcher.accept(4));
  EXPECT_FALSE(matcher.accept(6));
  EXPECT_FALSE(matcher.accept(-1));
  ASSERT_TRUE(matcher.accept(2));
  EXPECT_TRUE(matcher.accepts());
  EXPECT_EQ(matcher.forced(), "");
  EXPECT_EQ((*matcher.allowed())[0], 0b110010U);
  ASSERT_TRUE(matcher.accept(5));
  EXPECT_TRUE(matcher.ended());
  EXPECT_EQ((*matcher.allowed())[0], 0b110000U);
  EXPECT_FALSE(matcher.accept(1));
  EXPECT_FALSE(matcher.accept_bytes("b"));
}

TEST(TokenMatcher, HealsCharactersThatTokensSplit) {
  const auto vocabulary = table({"\xE2\x82", "\xAC", "\xE2", "\x82\xAC!", "€", "\xAC\xE2", "!", ""}, {7});
  const auto masks =
      std::make_shared<TokenMasks>(compiled(seq({repeat(text("€"), 1, 2), text("!")})), vocabulary);
  auto matcher = *TokenMatcher::create(masks);
  EXPECT_EQ((*matcher.allowed())[0], 0b00010101U);
  ASSERT_TRUE(matcher.accept(0));
  EXPECT_EQ((*matcher.allowed())[0], 0b00100010U);
  ASSERT_TRUE(matcher.accept(5));
  EXPECT_EQ((*matcher.allowed())[0], 0b00001000U);
  ASSERT_TRUE(matcher.accept(3));
  EXPECT_EQ((*matcher.allowed())[0], 0b10000000U);
}

TEST(TokenMatcher, NeverGoesOnUnconstrained) {
  const auto vocabulary = table({"a", "b", ""}, {2});
  const auto create = [&](const Expression& expression) {
    return TokenMatcher::create(std::make_shared<TokenMasks>(compiled(expression), vocabulary));
  };
  const auto none = create(text("xy"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::usage);
  auto stuck = create(seq({text("a"), choice({text("x"), text("y")})}));
  ASSERT_TRUE(stuck);
  ASSERT_TRUE(stuck->accept(0));
  const auto allowed = stuck->allowed();
  ASSERT_FALSE(allowed);
  EXPECT_EQ(allowed.error().code, ErrorCode::failure);
  EXPECT_FALSE(stuck->accept(0));
  EXPECT_FALSE(stuck->accept(2));
}

TEST(TokenTable, RefusesVocabulariesThatCannotWork) {
  EXPECT_FALSE(TokenTable::create({{"a", "b"}, {}}));
  EXPECT_FALSE(TokenTable::create({{"a", "b"}, {2}}));
  EXPECT_FALSE(TokenTable::create({{"a", "b"}, {-1}}));
  EXPECT_FALSE(TokenTable::create({{std::string(70'000, 'a'), "b"}, {1}}));
  EXPECT_TRUE(TokenTable::create({{"a", ""}, {1}}));
}

TEST(TokenMasks, AreSharedByThreads) {
  std::mt19937 seeds(9);
  const std::vector<std::string> tokens = random_tokens(seeds, 1200);
  const auto vocabulary = table(tokens, {static_cast<Token>(tokens.size() - 5)});
  const auto masks = std::make_shared<TokenMasks>(compiled(grammars()[4]), vocabulary, std::size_t{1} << 16U);
  std::vector<int> wrong(4, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < wrong.size(); ++number) {
      threads.emplace_back([&, number] {
        std::mt19937 random(static_cast<unsigned>(number));
        auto matcher = *TokenMatcher::create(masks);
        Matcher plain(masks->automaton());
        for (int step = 0; step < 25 && !matcher.ended(); ++step) {
          const auto allowed = matcher.allowed();
          if (!allowed || !std::ranges::equal(*allowed, plain_mask(plain, *vocabulary))) ++wrong[number];
          const Token token = any_of_mask(*allowed, random);
          if (!matcher.accept(token)) ++wrong[number];
          if (!vocabulary->ends(token) && !plain.advance(vocabulary->text(token))) ++wrong[number];
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace stint::language::grammar
