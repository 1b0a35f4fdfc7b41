#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/expression.h"
#include "language/grammar/gbnf.h"
#include "language/grammar/matcher.h"
#include "language/grammar/word.h"
#include "lib/utf8proc/characters.h"

namespace stint::language::grammar {
namespace {

std::shared_ptr<const Automaton> compiled(const Expression& expression) {
  auto automaton = Automaton::compile(expression);
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  return std::make_shared<const Automaton>(std::move(*automaton));
}

bool matches(const std::shared_ptr<const Automaton>& automaton, std::string_view text) {
  Matcher matcher(automaton);
  return matcher.advance(text) && matcher.accepts();
}
bool matches(const Expression& expression, std::string_view text) {
  return matches(compiled(expression), text);
}

std::string utf8(char32_t character) {
  std::string text;
  append_character(text, character);
  return text;
}

TEST(CharacterClass, HoldsWhatItIsMadeOf) {
  const CharacterClass letters{{U'p', U'z'}, {U'a', U'f'}, {U'd', U'h'}, {U'i', U'i'}};
  ASSERT_EQ(letters.ranges().size(), 2U);
  EXPECT_EQ(letters.ranges()[0], (CodePoints{U'a', U'i'}));
  EXPECT_EQ(letters.negated().negated(), letters);
  EXPECT_EQ(letters.without(CharacterClass::of("ah")).ranges()[0], (CodePoints{U'b', U'g'}));
  EXPECT_EQ(CharacterClass::of("zäa").ranges().size(), 3U);
  EXPECT_FALSE(CharacterClass::any().contains(0xD800));
  EXPECT_TRUE(CharacterClass::any().contains(0xD7FF));
  EXPECT_TRUE(CharacterClass::any().contains(0xE000));
  EXPECT_TRUE((CharacterClass{{0xD800, 0xDFFF}}).empty());
  EXPECT_TRUE(CharacterClass::any().negated().empty());
  EXPECT_TRUE((CharacterClass{{U'b', U'a'}}).empty());
}

// Every code point, against a class that is looked up in the plain way.
TEST(Automaton, SplitsCharactersIntoBytesExactly) {
  std::mt19937 random(7);
  constexpr std::array<char32_t, 14> kEdges{0,      0x7F,   0x80,   0x7FF,   0x800,   0xFFF,    0x1000,
                                            0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x100000, 0x10FFFF};
  for (int round = 0; round < 12; ++round) {
    std::vector<CodePoints> ranges;
    for (int i = 0; i < 4; ++i) {
      const auto edge = [&]() -> char32_t {
        if (random() % 2 == 0) return static_cast<char32_t>(random() % 0x110000);
        const auto beside = static_cast<char32_t>(random() % 3);
        return std::min<char32_t>(kEdges[random() % kEdges.size()] + beside, 0x110000) - 1;
      };
      const auto [first, last] = std::minmax({edge(), edge()});
      ranges.push_back({first, last});
    }
    const auto automaton = compiled(one_of(CharacterClass(ranges)));
    for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 1 + static_cast<char32_t>(random() % 64)) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      const bool in = std::ranges::any_of(
          ranges, [c](const CodePoints& range) { return range.first <= c && c <= range.last; });
      ASSERT_EQ(matches(automaton, utf8(c)), in) << std::hex << static_cast<std::uint32_t>(c);
    }
  }
}

TEST(Automaton, TakesNoMalformedCharacters) {
  const auto any = compiled(repeat(one_of(CharacterClass::any()), 0));
  for (const std::string_view text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xC3"}) {
    EXPECT_FALSE(matches(any, text)) << testing::PrintToString(text);
  }
  EXPECT_TRUE(matches(any, "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
}

TEST(Expression, KeepsTidy) {
  EXPECT_TRUE(seq({text("a"), nothing()}).is_nothing());
  EXPECT_FALSE(choice({text("a"), nothing()}).is_nothing());
  EXPECT_TRUE(one_of({}).is_nothing());
  EXPECT_TRUE(repeat(nothing(), 0, 3).accepts_empty());
  EXPECT_TRUE(repeat(nothing(), 1, 3).is_nothing());
  EXPECT_TRUE(any_of({}).is_nothing());
  EXPECT_EQ(seq({text("ab"), optional(text("c")), repeat(text("de"), 3, 5)}).shortest(), 8U);
  EXPECT_EQ(choice({text("abc"), text("de")}).shortest(), 2U);
}

TEST(Expression, RefusesWhatCannotBeSaid) {
  const auto refused = [](const Expression& expression) {
    const auto automaton = Automaton::compile(expression);
    const auto gbnf = to_gbnf(expression);
    EXPECT_FALSE(automaton);
    EXPECT_FALSE(gbnf);
    return !automaton && !gbnf && automaton.error().code == ErrorCode::usage &&
           automaton.error().message == gbnf.error().message;
  };
  EXPECT_TRUE(refused(nothing()));
  EXPECT_TRUE(refused(text("\xFF")));
  EXPECT_TRUE(refused(any_of(std::vector<std::string>{"a", "b\xC3", "b\xC3\xA4"})));
  Expression doubled = choice({text("a"), text("b")});
  for (int i = 0; i < 40; ++i) doubled = seq({doubled, doubled});
  EXPECT_TRUE(refused(doubled));
}

// std::regex as the oracle, over all texts of a small alphabet up to a length.
struct Pair {
  Expression expression;
  std::string regex;
};

Pair random_pair(std::mt19937& random, int depth) {
  const auto wrap = [](std::string regex) { return "(?:" + std::move(regex) + ")"; };
  switch (depth == 0 ? random() % 2 : random() % 6) {
    case 0: {
      const std::string literal(1 + random() % 2, static_cast<char>('a' + random() % 3));
      return {text(literal), literal};
    }
    case 1:
      return random() % 2 == 0 ? Pair{one_of({{U'a', U'b'}}), "[ab]"} : Pair{one_of({{U'b', U'c'}}), "[bc]"};
    case 2: {
      const Pair a = random_pair(random, depth - 1);
      const Pair b = random_pair(random, depth - 1);
      return {seq({a.expression, b.expression}), wrap(a.regex + b.regex)};
    }
    case 3: {
      const Pair a = random_pair(random, depth - 1);
      const Pair b = random_pair(random, depth - 1);
      return {choice({a.expression, b.expression}), wrap(a.regex + "|" + b.regex)};
    }
    case 4: {
      const Pair a = random_pair(random, depth - 1);
      return {optional(a.expression), wrap(a.regex) + "?"};
    }
    default: {
      const Pair a = random_pair(random, depth - 1);
      const auto min = static_cast<std::uint32_t>(random() % 4);
      if (random() % 3 == 0)
        return {repeat(a.expression, min), wrap(a.regex) + "{" + std::to_string(min) + ",}"};
      const auto max = static_cast<std::uint32_t>(min + random() % 4);
      return {repeat(a.expression, min, max),
              wrap(a.regex) + "{" + std::to_string(min) + "," + std::to_string(max) + "}"};
    }
  }
}

std::vector<std::string> texts_up_to(std::size_t length) {
  std::vector<std::string> result{""};
  for (std::size_t begin = 0, end = 1; length > 0; --length) {
    for (std::size_t i = begin; i < end; ++i) {
      for (const char c : {'a', 'b', 'c'}) result.push_back(result[i] + c);
    }
    begin = end;
    end = result.size();
  }
  return result;
}

TEST(Automaton, AgreesWithRegularExpressions) {
  const std::vector<std::string> texts = texts_up_to(6);
  std::mt19937 random(11);
  for (int round = 0; round < 150; ++round) {
    const Pair pair = random_pair(random, 3);
    const std::regex regex("(?:" + pair.regex + ")");
    const auto automaton = compiled(pair.expression);
    for (const std::string& text : texts) {
      ASSERT_EQ(matches(automaton, text), std::regex_match(text, regex)) << pair.regex << " on " << text;
    }
  }
}

TEST(Automaton, CountsLongRepetitionsWithoutCopies) {
  const Expression character = choice({one_of({{U'a', U'z'}}), text("é"), seq({text("\\"), text("n")})});
  const auto automaton = compiled(seq({text("<"), repeat(character, 17, 4000), text(">")}));
  EXPECT_LT(automaton->size(), 60U);
  const auto of_length = [](std::size_t length) {
    std::string text = "<";
    for (std::size_t i = 0; i < length; ++i) text += i % 3 == 0 ? "é" : i % 3 == 1 ? "x" : "\\n";
    return text + ">";
  };
  EXPECT_FALSE(matches(automaton, of_length(16)));
  EXPECT_TRUE(matches(automaton, of_length(17)));
  EXPECT_TRUE(matches(automaton, of_length(4000)));
  EXPECT_FALSE(matches(automaton, of_length(4001)));
}

TEST(Expression, ListsThousandsOfTexts) {
  std::vector<std::string> keys;
  for (int i = 0; i < 5000; ++i) keys.push_back("STINT-" + std::to_string(i * 7));
  keys.insert(keys.end(), {"", "ä", "ö", "äö", "STINT"});
  const Expression expression = any_of(keys);
  const auto automaton = compiled(expression);
  for (const std::string& key : keys) EXPECT_TRUE(matches(automaton, key)) << key;
  for (const char* const other : {"S", "STINT-", "STINT-1", "STINT-77777", "\xC3", "ää"}) {
    EXPECT_FALSE(matches(automaton, other)) << other;
  }
}

TEST(Matcher, SaysWhatMustFollow) {
  const Expression object =
      seq({text("{\"ä\":"), choice({text("true"), text("try")}), optional(text(" ")), text("}")});
  Matcher matcher(compiled(object));
  EXPECT_EQ(matcher.forced(), "{\"ä\":tr");
  EXPECT_EQ(matcher.forced(3), "{\"\xC3");
  ASSERT_TRUE(matcher.advance("{\"ä\":tru"));
  EXPECT_EQ(matcher.forced(), "e");
  EXPECT_FALSE(matcher.advance("ex"));
  EXPECT_EQ(matcher.forced(), "e");  // nothing was read
  ASSERT_TRUE(matcher.advance("e}"));
  EXPECT_TRUE(matcher.accepts());
  EXPECT_EQ(matcher.forced(), "");
}

class Words : public testing::Test {
 protected:
  const CharacterClass letters_ =
      CharacterClass{{U'a', U'z'}, {U'A', U'Z'}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x17F}};
};

TEST_F(Words, BarsWordsInWhateverCase) {
  const std::vector<std::string> barred{"two", "twelve", "half", "doubl*", "über", "ten-fold", "ßig"};
  const auto automaton = compiled(word_not_in(barred, letters_));
  for (const char* const word : {"two", "TWO", "tWo", "twelve", "half", "double", "doubl", "DOUBLing", "Über",
                                 "ÜBER", "", "2", "ten-fold", "a b", "half "}) {
    EXPECT_FALSE(matches(automaton, word)) << word;
  }
  for (const char* const word : {"twofold", "tw", "t", "twelv", "halfs", "hal", "doub", "adouble", "ubers",
                                 "übe", "ten", "fold", "xtwo", "ig"}) {
    EXPECT_TRUE(matches(automaton, word)) << word;
  }
}

// U+017F is an s and U+212A is a k when case does not matter.
TEST_F(Words, KnowsLettersThatEqualOthers) {
  const CharacterClass letters = letters_.with(CharacterClass{{0x212A, 0x212A}});
  const auto automaton = compiled(word_not_in(std::vector<std::string>{"six", "weeks"}, letters));
  EXPECT_FALSE(matches(automaton, "\u017Fix"));
  EXPECT_FALSE(matches(automaton, "wee\u212As"));
  EXPECT_FALSE(matches(automaton, "wee\u212A\u017F"));
  EXPECT_TRUE(matches(automaton, "wee\u212A"));
}

TEST_F(Words, AgreesWithAList) {
  std::mt19937 random(3);
  for (int round = 0; round < 40; ++round) {
    std::vector<std::string> barred;
    const auto texts = texts_up_to(4);
    for (int i = 0; i < 8; ++i) {
      std::string entry = texts[1 + random() % (texts.size() - 1)];
      if (random() % 3 == 0) entry += '*';
      barred.push_back(std::move(entry));
    }
    const Expression expression = word_not_in(barred, CharacterClass{{U'a', U'c'}});
    for (const std::string& text : texts_up_to(5)) {
      const bool is_barred = std::ranges::any_of(barred, [&](const std::string& entry) {
        return entry.ends_with('*') ? text.starts_with(entry.substr(0, entry.size() - 1)) : text == entry;
      });
      const bool allowed = !text.empty() && !is_barred;
      if (expression.is_nothing()) {
        EXPECT_FALSE(allowed);
      } else {
        ASSERT_EQ(matches(expression, text), allowed) << text;
      }
    }
  }
  EXPECT_TRUE(word_not_in(std::vector<std::string>{"*"}, letters_).is_nothing());
}

TEST(Gbnf, WritesWhatLlamaReads) {
  const Expression expression = seq({text("\"a\\\n"), one_of(CharacterClass::of("]^-\\é😀ab")),
                                     repeat(choice({text("x"), text("yz")}), 0, 3),
                                     repeat(one_of({{U'0', U'9'}}), 1), optional(text("!"))});
  EXPECT_EQ(*to_gbnf(expression),
            "root ::= \"\\x22a\\x5C\\x0A\" [\\x2D\\x5C-\\x5Ea-b\\xE9\\U0001F600] r0{0,3} r1+ r2{0,1}\n"
            "r0 ::= \"x\" | \"yz\"\nr1 ::= [0-9]\nr2 ::= \"!\"\n");
  EXPECT_EQ(*to_gbnf(repeat(text("a"), 2500, 5001)),
            "root ::= r1{2} r0{500} r5\nr0 ::= \"a\"\nr1 ::= r0{1000}\nr2 ::= r0{0,999}\nr3 ::= r0{0,501}\n"
            "r4 ::= r2 | r1 r3\nr5 ::= r2 | r1 r4\n");
}

}  // namespace
}  // namespace stint::language::grammar
