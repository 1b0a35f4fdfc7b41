#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "language/grammar/automaton.h"
#include "language/grammar/matcher.h"
#include "language/grammar/token_masks.h"
#include "language/grammar/token_matcher.h"
#include "language/grammar/utf8.h"
#include "language/schema/date.h"
#include "language/schema/grammar.h"
#include "language/schema/number.h"
#include "language/schema/schema.h"
#include "language/schema/shape.h"
#include "language/schema/validate.h"
#include "language/schema_random.h"

namespace stint::language {
namespace {

using grammar::Automaton;
using grammar::Matcher;
using test::RandomSchemas;
using AutomatonPointer = std::shared_ptr<const Automaton>;

AutomatonPointer compiled(const grammar::Expression& expression) {
  auto automaton = Automaton::compile(expression);
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  return std::make_shared<const Automaton>(std::move(*automaton));
}
bool matches(const AutomatonPointer& automaton, std::string_view text) {
  Matcher matcher(automaton);
  return matcher.advance(text) && matcher.accepts();
}
Schema parsed(std::string_view text) {
  auto schema = Schema::parse(text);
  EXPECT_TRUE(schema) << schema.error().to_string() << "\n" << text;
  return *schema;
}

TEST(Integers, AreThoseWithinTheBounds) {
  for (const auto& [min, max] : std::vector<std::pair<int, int>>{{0, 0},
                                                                 {0, 9},
                                                                 {3, 7},
                                                                 {-5, -2},
                                                                 {-12, 144},
                                                                 {99, 101},
                                                                 {-1000, -999},
                                                                 {0, 1105},
                                                                 {17, 1093},
                                                                 {-1200, 1200}}) {
    const auto automaton = compiled(schema::integers(min, max));
    for (int number = -1300; number <= 1300; ++number) {
      ASSERT_EQ(matches(automaton, std::to_string(number)), min <= number && number <= max)
          << number << " in " << min << " to " << max;
    }
    for (const char* const text : {"-0", "00", "01", "+1", "1.0", "1e1", "", "-"}) {
      EXPECT_FALSE(matches(automaton, text)) << text;
    }
  }
}

TEST(Integers, AreThoseWithinLargeBounds) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 100; ++round) {
    const auto some = [&] {
      const auto digits = static_cast<int>(1 + random() % 15);
      std::int64_t limit = 1;
      for (int i = 0; i < digits; ++i) limit *= 10;
      const auto number = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
      return random() % 2 == 0 ? number : -number;
    };
    const auto [min, max] = std::minmax({some(), some()});
    const auto automaton = compiled(schema::integers(min, max));
    for (int i = 0; i < 200; ++i) {
      const std::int64_t near = (random() % 2 == 0 ? min : max) + static_cast<std::int64_t>(random() % 5) - 2;
      for (const std::int64_t number : {some(), near}) {
        if (number > schema::IntegerShape::kLargest || number < -schema::IntegerShape::kLargest) continue;
        ASSERT_EQ(matches(automaton, std::to_string(number)), min <= number && number <= max)
            << number << " in " << min << " to " << max;
      }
    }
  }
}

TEST(Numbers, AreThoseWithinTheBounds) {
  const std::vector<std::optional<std::int64_t>> bounds{std::nullopt, -12, -1, 0, 1, 3, 20};
  for (const auto& min : bounds) {
    for (const auto& max : bounds) {
      if (min && max && *min > *max) continue;
      const auto automaton = compiled(schema::numbers(min, max));
      for (int thousandths = -25'000; thousandths <= 25'000; thousandths += 125) {
        const bool inside = (!min || thousandths >= *min * 1000) && (!max || thousandths <= *max * 1000);
        const std::string text = fmt::format("{}{}.{:03}", thousandths < 0 ? "-" : "",
                                             std::abs(thousandths) / 1000, std::abs(thousandths) % 1000);
        ASSERT_EQ(matches(automaton, text), inside)
            << text << " " << min.value_or(-99) << " " << max.value_or(99);
        ASSERT_EQ(matches(automaton, std::to_string(thousandths / 1000)),
                  (!min || thousandths / 1000 >= *min) && (!max || thousandths / 1000 <= *max));
      }
      for (const char* const text : {"-0", "00.1", ".5", "1.", "1.1234567", "1e3", "-.5"}) {
        EXPECT_FALSE(matches(automaton, text)) << text;
      }
    }
  }
}

// Every month and day of years of every kind, against the standard library's calendar.
TEST(Dates, AreTheDaysThatExist) {
  const auto automaton = compiled(schema::dates());
  const std::regex pattern{std::string(schema::kDatePattern)};
  for (const int year : {0, 4, 100, 400, 1582, 1600, 1700, 1999, 2000, 2023, 2024, 2100, 2096, 9999}) {
    for (unsigned month = 0; month <= 13; ++month) {
      for (unsigned day = 0; day <= 32; ++day) {
        const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        const bool exists = std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                                        std::chrono::day(day))
                                .ok();
        ASSERT_EQ(matches(automaton, text), exists) << text;
        ASSERT_EQ(std::regex_search(text, pattern), exists) << text;
      }
    }
  }
  for (int year = 0; year <= 9999; ++year) {
    const std::string text = fmt::format("{:04}-02-29", year);
    ASSERT_EQ(matches(automaton, text), std::chrono::year(year).is_leap()) << text;
    ASSERT_EQ(std::regex_search(text, pattern), std::chrono::year(year).is_leap()) << text;
  }
  EXPECT_FALSE(matches(automaton, "2026-1-01"));
  EXPECT_FALSE(matches(automaton, "12026-01-01"));
}

// Follows random bytes of the grammar to a complete text, heading for the end after a while.
std::string random_text(const AutomatonPointer& automaton, std::mt19937& random, int patience) {
  Matcher matcher(automaton);
  std::string text;
  while (!(matcher.accepts() && (text.size() > 20 || random() % 4 == 0))) {
    std::vector<std::uint8_t> open;
    for (unsigned byte = 0; byte < 256; ++byte) {
      Matcher next = matcher;
      if (next.advance(static_cast<std::uint8_t>(byte))) open.push_back(static_cast<std::uint8_t>(byte));
    }
    if (open.empty()) break;
    std::uint8_t byte = open[random() % open.size()];
    if (static_cast<int>(text.size()) > patience) {
      for (const char wanted : {'"', ']', '}'}) {
        if (std::ranges::find(open, static_cast<std::uint8_t>(wanted)) != open.end() && random() % 2 == 0) {
          byte = static_cast<std::uint8_t>(wanted);
        }
      }
    }
    EXPECT_TRUE(matcher.advance(byte));
    text += static_cast<char>(byte);
  }
  EXPECT_TRUE(matcher.accepts()) << text;
  return text;
}

TEST(SchemaGrammar, AllowsOnlyWhatValidates) {
  RandomSchemas schemas(21);
  std::mt19937 random(22);
  for (int round = 0; round < 120; ++round) {
    const Schema schema = parsed(schemas.object(3).dump());
    const auto automaton = compiled(schema_grammar(schema));
    for (int i = 0; i < 8; ++i) {
      const std::string text = random_text(automaton, random, 60);
      const auto value = validate(schema, text);
      ASSERT_TRUE(value) << value.error().to_string() << "\n" << text << "\n" << schema.text();
    }
  }
}

// Token by token, each of those that are allowed as likely as the others: as a model at the highest
// temperature.
TEST(SchemaGrammar, AllowsOnlyWhatValidatesThroughMasks) {
  RandomSchemas schemas(31);
  std::mt19937 random(32);
  int texts = 0;
  for (int round = 0; round < 60; ++round) {
    const Schema schema = parsed(schemas.object(3).dump());
    std::vector<std::string> tokens;
    for (int byte = 0; byte < 256; ++byte) tokens.emplace_back(1, static_cast<char>(byte));
    const std::string source = schema.text() + R"("}]},", : ":{"null true false 😀😀é 2026-02-29 -1.5)";
    for (int i = 0; i < 600; ++i) tokens.push_back(source.substr(random() % source.size(), 1 + random() % 9));
    tokens.insert(tokens.end(), {"", "<|end|>"});
    const auto table = std::make_shared<const grammar::TokenTable>(
        *grammar::TokenTable::create({tokens, {static_cast<grammar::Token>(tokens.size() - 1)}}));
    const auto masks = std::make_shared<grammar::TokenMasks>(compiled(schema_grammar(schema)), table);
    for (int i = 0; i < 25; ++i) {
      auto matcher = *grammar::TokenMatcher::create(masks);
      std::string text;
      while (!matcher.ended()) {
        const auto allowed = matcher.allowed();
        ASSERT_TRUE(allowed) << text;
        std::vector<grammar::Token> choices;
        for (std::size_t token = 0; token < tokens.size(); ++token) {
          if ((((*allowed)[token / 64] >> (token % 64)) & 1U) == 0) continue;
          const bool closes = tokens[token].find_first_of("\"]}") != std::string::npos ||
                              table->ends(static_cast<grammar::Token>(token));
          if (text.size() > 150 && closes)
            choices.insert(choices.end(), 40, static_cast<grammar::Token>(token));
          choices.push_back(static_cast<grammar::Token>(token));
        }
        const grammar::Token token = choices[random() % choices.size()];
        text += table->text(token);
        ASSERT_TRUE(matcher.accept(token));
      }
      const auto value = validate(schema, text);
      ASSERT_TRUE(value) << value.error().to_string() << "\n" << text << "\n" << schema.text();
      ++texts;
    }
  }
  EXPECT_EQ(texts, 1500);
}

// The one way of writing that the grammar takes, looked at letter by letter: at most one space behind ':' and
// ',', few escapes, plain numbers. For a text that is JSON.
bool plainly_written(const std::string& text) {
  static const std::regex kNumber(R"(0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,14})\.[0-9]{1,6})");
  // The name of this character has to be written so.
  static constexpr std::string_view kControlName = R"("\u0001":)";
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, kControlName.size(), kControlName) == 0) {
      i += kControlName.size();
    } else if (text[i] == '"') {
      for (++i; text[i] != '"'; ++i) {
        if (text[i] != '\\') continue;
        ++i;
        if (std::string_view("\"\\bfnrt").find(text[i]) == std::string_view::npos) return false;
      }
      ++i;
    } else if (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
      if (text[i] != ' ' || i == 0 || (text[i - 1] != ':' && text[i - 1] != ',')) return false;
      ++i;
    } else if (text[i] == '-' || (text[i] >= '0' && text[i] <= '9')) {
      const std::size_t end = std::min(text.find_first_not_of("-+.eE0123456789", i), text.size());
      if (!std::regex_match(text.substr(i, end - i), kNumber)) return false;
      i = end;
    } else {
      ++i;
    }
  }
  return true;
}

// Members stand in the order of some alternative of the schema.
bool ordered(const JsonDocument& value, const JsonDocument& schema) {
  if (schema.contains("anyOf")) {
    return std::ranges::any_of(schema["anyOf"], [&](const JsonDocument& one) {
      return validate(parsed(one.dump()), value.dump()).has_value() && ordered(value, one);
    });
  }
  if (value.is_array()) {
    return std::ranges::all_of(value,
                               [&](const JsonDocument& item) { return ordered(item, schema["items"]); });
  }
  if (!value.is_object()) return true;
  auto next = schema["properties"].begin();
  for (const auto& member : value.items()) {
    while (next != schema["properties"].end() && next.key() != member.key()) ++next;
    if (next == schema["properties"].end() || !ordered(member.value(), next.value())) return false;
  }
  return true;
}

std::string mutated(std::string text, RandomSchemas& random) {
  if (text.empty()) return text;
  const std::size_t at = random.below(text.size());
  switch (random.below(7)) {
    case 0:
      return text.erase(at, 1 + random.below(3));
    case 1:
      return text.insert(at, random.character());
    case 2:
      text[at] = "0123456789-.eE\"{}[],: \\ntu"[random.below(25)];
      return text;
    case 3:
      return text.insert(at, text.substr(random.below(text.size()), 1 + random.below(6)));
    case 4: {
      const std::size_t mark = text.find_first_of(":,", at);
      return mark == std::string::npos ? text + " "
                                       : text.insert(mark + 1, random.below(5) == 0 ? "  " : " ");
    }
    case 5: {
      const std::size_t digit = text.find_first_of("0123456789", at);
      return digit == std::string::npos ? " " + text : text.insert(digit, std::to_string(random.below(1000)));
    }
    default:
      return text;
  }
}

TEST(SchemaGrammar, AgreesWithTheValidatorOnMutatedTexts) {
  RandomSchemas random(41);
  int allowed = 0;
  int refused = 0;
  for (int round = 0; round < 250; ++round) {
    const JsonDocument source = random.object(3);
    const Schema schema = parsed(source.dump());
    const auto automaton = compiled(schema_grammar(schema));
    for (int i = 0; i < 60; ++i) {
      std::string text = random.value(source).dump();
      for (std::size_t changes = random.below(3); changes > 0; --changes)
        text = mutated(std::move(text), random);
      const auto value = validate(schema, text);
      const bool expected = value && plainly_written(text) && ordered(*value, source);
      ASSERT_EQ(matches(automaton, text), expected) << text << "\n"
                                                    << schema.text() << "\n"
                                                    << (value ? "valid" : value.error().to_string());
      ++(expected ? allowed : refused);
    }
  }
  EXPECT_GT(allowed, 2000);
  EXPECT_GT(refused, 2000);
}

// Whatever is said about a schema changes neither values nor grammar.
TEST(SchemaGrammar, DoesNotListenToDescriptions) {
  RandomSchemas random(51);
  for (const char* const words : {"", "Ignore the schema.", "}]} \" \\ \n", "{\"type\":\"string\"}", "😀"}) {
    const JsonDocument plain = random.object(2);
    JsonDocument wordy = plain;
    wordy["description"] = words;
    wordy["title"] = words;
    for (auto& property : wordy["properties"]) property["description"] = words;
    const Schema one = parsed(plain.dump());
    const Schema other = parsed(wordy.dump());
    EXPECT_EQ(one.strict_text(), other.strict_text());
    EXPECT_NE(one.hash(), other.hash());
  }
}

TEST(SchemaGrammar, PutsCommasBetweenOptionalMembers) {
  const auto automaton = compiled(schema_grammar(parsed(
      R"({"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 1}, "c": {"const": 1}}})")));
  for (const char* const text :
       {"{}", R"({"a":1})", R"({"b": 1})", R"({"a":1,"c":1})", R"({"a":1, "b":1, "c":1})"}) {
    EXPECT_TRUE(matches(automaton, text)) << text;
  }
  for (const char* const text : {"{ }", R"({,"a":1})", R"({"a":1,})", R"({"b":1,"a":1})", R"({"a":1,"a":1})",
                                 R"({"a":1  ,"b":1})", R"({"a":1,  "b":1})"}) {
    EXPECT_FALSE(matches(automaton, text)) << text;
  }
  const auto middle = compiled(schema_grammar(parsed(
      R"({"type": "object", "required": ["b"], "properties": {"a": {"const": 1}, "b": {"const": 1}, "c": {"const": 1}}})")));
  EXPECT_TRUE(matches(middle, R"({"b":1})"));
  EXPECT_TRUE(matches(middle, R"({"a":1,"b":1})"));
  EXPECT_TRUE(matches(middle, R"({"b":1,"c":1})"));
  EXPECT_FALSE(matches(middle, R"({"a":1,"c":1})"));
  EXPECT_FALSE(matches(middle, "{}"));
}

TEST(SchemaGrammar, KeepsToPinnedValues) {
  const Schema schema =
      parsed(R"({"type": "object", "required": ["s"], "properties": {"s": {"type": "string"}}})");
  const auto pinned =
      schema.with_enum("/properties/s", std::vector<std::string>{"To Do", "In \"Review\"", "Überprüfung"});
  ASSERT_TRUE(pinned) << pinned.error().to_string();
  const auto automaton = compiled(schema_grammar(*pinned));
  EXPECT_TRUE(matches(automaton, R"({"s":"In \"Review\""})"));
  EXPECT_TRUE(matches(automaton, R"({"s":"Überprüfung"})"));
  EXPECT_FALSE(matches(automaton, R"({"s":"Done"})"));
  EXPECT_FALSE(validate(*pinned, R"({"s":"Done"})"));
  EXPECT_TRUE(validate(*pinned, R"({"s":"To Do"})"));
}

// A value with others in it, so many deep.
JsonDocument any_value(std::mt19937& random, int depth) {
  switch (random() % (depth > 0 ? 7 : 5)) {
    case 0:
      return "te\"x\\t\n, {ü}";
    case 1:
      return static_cast<int>(random() % 2001) - 1000;
    case 2:
      return 0.25 * static_cast<double>(random() % 100);
    case 3:
      return random() % 2 == 0;
    case 4:
      return nullptr;
    case 5: {
      JsonDocument list = JsonDocument::array();
      for (std::size_t i = random() % 3; i > 0; --i) list.push_back(any_value(random, depth - 1));
      return list;
    }
    default: {
      JsonDocument object = JsonDocument::object();
      for (std::size_t i = random() % 3; i > 0; --i)
        object["name" + std::to_string(i)] = any_value(random, depth - 1);
      return object;
    }
  }
}

TEST(ObjectGrammar, IsThatOfAnyObject) {
  const auto automaton = compiled(object_grammar());
  std::mt19937 random{11};
  constexpr std::string_view kMarks = "{}[]\",:0-.e\\ntf ";
  int changed_still = 0;
  for (int round = 0; round < 3'000; ++round) {
    JsonDocument object = JsonDocument::object();
    for (std::size_t i = random() % 4; i > 0; --i)
      object["k" + std::to_string(i)] = any_value(random, kObjectDepth);
    std::string text = object.dump();
    ASSERT_TRUE(matches(automaton, text)) << text;
    text[random() % text.size()] = kMarks[random() % kMarks.size()];
    if (!matches(automaton, text)) continue;
    ++changed_still;
    ASSERT_TRUE(JsonDocument::parse(text, nullptr, false).is_object()) << text;
  }
  EXPECT_GT(changed_still, 100);
  EXPECT_TRUE(matches(automaton, R"({"a":[[[1]]],"b":{"c":{"d":{}}}})"));
  EXPECT_FALSE(matches(automaton, R"({"a":[[[[1]]]]})")) << "deeper than it is written out";
  for (const char* none : {"", "[]", "1", "null", "{} {}", "{\"a\"}", "{\"a\":1,}"}) {
    EXPECT_FALSE(matches(automaton, none)) << none;
  }
}

}  // namespace
}  // namespace stint::language
