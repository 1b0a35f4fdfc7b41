#include <gtest/gtest.h>
#include <string>

#include "lib/simdjson/fault.h"
#include "lib/simdjson/json.h"
#include "lib/simdjson/utf8.h"

namespace stint::json {
namespace {

TEST(Json, ReadsValues) {
  Parser parser;
  const auto root =
      parser.parse(R"({"s":"a\u00e9","i":-3,"u":18446744073709551615,"d":2.5,"w":2.0,"t":true,"n":null,
                                     "a":[1,"x",[]],"o":{"k":{"deep":1}}})");
  ASSERT_TRUE(root);
  EXPECT_EQ("aé", (*root)["s"].text());
  EXPECT_EQ(-3, (*root)["i"].as_int());
  EXPECT_EQ(std::nullopt, (*root)["u"].as_int());
  EXPECT_EQ(18446744073709551615.0, (*root)["u"].as_double());
  EXPECT_EQ(std::nullopt, (*root)["d"].as_int());
  EXPECT_EQ(2.5, (*root)["d"].as_double());
  EXPECT_EQ(2, (*root)["w"].as_int());
  EXPECT_EQ(-3.0, (*root)["i"].as_double());
  EXPECT_EQ(true, (*root)["t"].as_bool());
  EXPECT_TRUE((*root)["n"].is_null());
  EXPECT_TRUE((*root)["n"].exists());
  EXPECT_EQ(3U, (*root)["a"].size());
  EXPECT_EQ("x", (*root)["a"].at(1).text());
  EXPECT_EQ(1, (*root)["o"]["k"]["deep"].as_int());
}

TEST(Json, WrongTypesAndMissingValuesDoNoHarm) {
  Parser parser;
  const auto root = parser.parse(R"({"s":"x","a":[1]})");
  ASSERT_TRUE(root);
  const Value missing = (*root)["no"]["such"].at(3)["thing"];
  EXPECT_FALSE(missing.exists());
  EXPECT_FALSE(missing.is_null());
  EXPECT_TRUE(missing.is_nothing());
  EXPECT_EQ(Type::absent, missing.type());
  EXPECT_EQ("fallback", missing.text("fallback"));
  EXPECT_EQ(0U, missing.size());
  for (const Value item : missing.items()) ADD_FAILURE() << item.text();
  for (const auto [key, value] : missing.members()) ADD_FAILURE() << key << value.text();
  for (const Value item : (*root)["s"].items()) ADD_FAILURE() << item.text();
  for (const auto [key, value] : (*root)["a"].members()) ADD_FAILURE() << key << value.text();
  EXPECT_EQ(std::nullopt, (*root)["s"].as_int());
  EXPECT_EQ(std::nullopt, (*root)["a"].as_string());
  EXPECT_EQ(std::nullopt, (*root)["s"].as_bool());
  EXPECT_FALSE((*root)["a"]["s"].exists());
  EXPECT_FALSE((*root)["s"].at(0).exists());
  EXPECT_FALSE((*root)["a"].at(1).exists());
}

TEST(Json, IteratesInOrder) {
  Parser parser;
  const auto root = parser.parse(R"({"b":[3,1,2],"a":{}})");
  ASSERT_TRUE(root);
  std::string seen;
  for (const auto [key, value] : root->members()) {
    seen += key;
    for (const Value item : value.items()) seen += std::to_string(item.as_int().value_or(-1));
  }
  EXPECT_EQ("b312a", seen);
}

TEST(Json, ValuesOutliveTheMoveOfTheirParser) {
  Parser parser;
  const auto root = parser.parse(R"(["kept"])");
  const Parser moved = std::move(parser);
  EXPECT_EQ("kept", root->at(0).text());
}

TEST(Json, ReadsPaddedTextInPlace) {
  std::string buffer = R"({"a":1}garbage)";
  const std::size_t size = 7;
  buffer.resize(size + kPadding);
  Parser parser;
  const auto root = parser.parse_padded(std::string_view(buffer).substr(0, size));
  ASSERT_TRUE(root);
  EXPECT_EQ(1, (*root)["a"].as_int());
}

struct Wrong {
  std::string text;
  std::size_t offset;
  std::string what;
};

TEST(Json, SaysWhatIsWrongAndWhere) {
  const Wrong wrongs[] = {
      {"", 0, "it ends where a value is expected"},
      {R"({"a":1)", 6, "it ends where a comma or } is expected"},
      {"[1,2", 4, "it ends where a comma or ] is expected"},
      {"[1 2]", 3, "a comma or ] is expected"},
      {"[1,]", 3, "a value is expected"},
      {R"({"a" 1})", 5, "a colon is expected"},
      {"{1:2}", 1, "a name in quotes or } is expected"},
      {R"({"a":1,})", 7, "a name in quotes is expected"},
      {"[tru]", 1, "a value is expected"},
      {"[truex]", 1, "a value is expected"},
      {"[01]", 1, "a value is expected"},
      {"[-]", 2, "a digit is expected"},
      {"[1.]", 3, "a digit is expected"},
      {"[1e+]", 4, "a digit is expected"},
      {"[1e999]", 1, "a number too large to read"},
      {"[123456789012345678901]", 1, "a number too large to read"},
      {"[-9223372036854775809]", 1, "a number too large to read"},
      {"[1] 2", 4, "something follows the document"},
      {R"(["abc)", 5, "it ends inside the string that starts at byte 1"},
      {R"(["\x"])", 2, "an unknown escape in a string"},
      {R"(["\u12g4"])", 2, "\\u without four hexadecimal digits"},
      {R"(["\ud800x"])", 2, "half of a surrogate pair"},
      {R"(["\ud800\u0041"])", 2, "half of a surrogate pair"},
      {R"(["\udc00"])", 2, "half of a surrogate pair"},
      {"[\"a\nb\"]", 3, "a control character inside a string"},
      {"[\"a\xff\"]", 3, "byte 0xff is not valid UTF-8"},
      {"[\"\xed\xa0\x80\"]", 2, "byte 0xed is not valid UTF-8"},
  };
  Parser parser;
  for (const Wrong& wrong : wrongs) {
    const auto root = parser.parse(wrong.text);
    ASSERT_FALSE(root) << wrong.text;
    EXPECT_EQ("not valid JSON: " + wrong.what, root.error().message) << wrong.text;
    EXPECT_EQ("byte " + std::to_string(wrong.offset), root.error().where) << wrong.text;
    EXPECT_EQ(wrong.offset, parser.fault_offset()) << wrong.text;
    EXPECT_EQ(ErrorCode::usage, root.error().code);
  }
  ASSERT_TRUE(parser.parse("[1]"));
  EXPECT_EQ(std::nullopt, parser.fault_offset());
}

TEST(Json, RefusesDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "1" + std::string(depth, ']');
  };
  Parser parser(10);
  EXPECT_TRUE(parser.parse(nested(9)));
  const auto deep = parser.parse(nested(10));
  ASSERT_FALSE(deep);
  EXPECT_EQ("byte 9: not valid JSON: arrays and objects inside each other more than 9 deep",
            deep.error().to_string());
  // The limit stays when the parser has to grow.
  EXPECT_FALSE(parser.parse(nested(100'000)));
  EXPECT_TRUE(parser.parse("[" + std::string(1'000'000, ' ') + nested(8) + "]"));
}

TEST(Json, EscapesStrings) {
  std::string out = "x";
  escape_to(out, std::string_view("a\"b\\c/\n\r\t\b\f\x01\x1f\0é€", 19));
  EXPECT_EQ("x\"a\\\"b\\\\c/\\n\\r\\t\\b\\f\\u0001\\u001f\\u0000é€\"", out);
  out.clear();
  escape_to(out, "");
  EXPECT_EQ("\"\"", out);
}

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_EQ(std::nullopt, find_invalid_utf8("a é € 😀"));
  EXPECT_EQ(1U, find_invalid_utf8("a\x80"));
  EXPECT_EQ(1U, find_invalid_utf8("a\xC3"));
  EXPECT_EQ(0U, find_invalid_utf8("\xC0\xAF"));
  EXPECT_EQ(0U, find_invalid_utf8("\xE0\x80\x80"));
  EXPECT_EQ(0U, find_invalid_utf8("\xF0\x8F\xBF\xBF"));
  EXPECT_EQ(0U, find_invalid_utf8("\xF4\x90\x80\x80"));
  EXPECT_EQ(2U, find_invalid_utf8("\xC3\xA9\xED\xA0\x80"));
  EXPECT_EQ(std::nullopt, find_invalid_utf8("\xEE\x80\x80\xF4\x8F\xBF\xBF"));
}

}  // namespace
}  // namespace stint::json
