#include <gtest/gtest.h>
#include <string>

#include "language/schema/schema.h"
#include "language/schema/validate.h"

namespace stint::language {
namespace {

using schema::MisfitKind;

Schema parsed(std::string_view text) {
  auto schema = Schema::parse(text);
  EXPECT_TRUE(schema) << schema.error().to_string();
  return *schema;
}

struct Wrong {
  const char* text;
  MisfitKind kind;
  const char* pointer;
};

class Misfits : public testing::TestWithParam<Wrong> {};

TEST_P(Misfits, AreSaidWithTheirPlace) {
  const Schema schema = parsed(R"({"type": "object", "required": ["a"], "properties": {
      "a": {"type": "array", "items": {"type": "object", "properties": {"n/~": {"type": "integer", "maximum": 9}}}},
      "s": {"type": "string", "maxLength": 2}, "d": {"type": "string", "format": "date"}, "e": {"enum": ["x", 1]}}})");
  const auto value = schema::validate(schema, GetParam().text);
  ASSERT_FALSE(value) << GetParam().text;
  EXPECT_EQ(value.error().kind, GetParam().kind) << value.error().reason;
  EXPECT_EQ(value.error().pointer, GetParam().pointer) << value.error().reason;
  EXPECT_FALSE(value.error().reason.empty());
  EXPECT_EQ(value.error().to_error().code, ErrorCode::failure);
  EXPECT_FALSE(validate(schema, GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(
    Answers, Misfits,
    testing::Values(Wrong{"", MisfitKind::not_json, ""}, Wrong{"Sure! {\"a\":[]}", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":[]} {}", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":[]", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":[],}", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":[],\"s\":\"\xFF\"}", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":[],\"s\":\"\\uD800\"}", MisfitKind::not_json, ""},
                    Wrong{"{\"a\":NaN}", MisfitKind::not_json, ""},
                    Wrong{R"({"a":[],"a":[]})", MisfitKind::ambiguous, ""},
                    Wrong{R"({"a":[{},{"n/~":1,"n/\u007e":1}]})", MisfitKind::ambiguous, "/a/1"},
                    Wrong{R"({"a":[],"s":"\u0000toolong"})", MisfitKind::ambiguous, ""},
                    Wrong{R"({"a":[],"\u0000":1})", MisfitKind::ambiguous, ""},
                    Wrong{"{}", MisfitKind::does_not_fit, ""}, Wrong{"[]", MisfitKind::does_not_fit, ""},
                    Wrong{R"({"a":[],"b":1})", MisfitKind::does_not_fit, ""},
                    Wrong{R"({"a":[{},{"n/~":10}]})", MisfitKind::does_not_fit, "/a/1/n~1~0"},
                    Wrong{R"({"a":[{"n/~":1.0}]})", MisfitKind::does_not_fit, "/a/0/n~1~0"},
                    Wrong{R"({"a":[{"n/~":"1"}]})", MisfitKind::does_not_fit, "/a/0/n~1~0"},
                    Wrong{R"({"a":[{"m":1}]})", MisfitKind::does_not_fit, "/a/0"},
                    Wrong{R"({"a":[],"s":"äöü"})", MisfitKind::does_not_fit, "/s"},
                    Wrong{R"({"a":[],"d":"2026-02-29"})", MisfitKind::does_not_fit, "/d"},
                    Wrong{R"({"a":[],"d":" 2026-02-28"})", MisfitKind::does_not_fit, "/d"},
                    Wrong{R"({"a":[],"d":"2026-02-28\n"})", MisfitKind::does_not_fit, "/d"},
                    Wrong{R"({"a":[],"e":"1"})", MisfitKind::does_not_fit, "/e"},
                    Wrong{R"({"a":[],"e":null})", MisfitKind::does_not_fit, "/e"}));

TEST(Validate, LimitsDepth) {
  const Schema schema = parsed(R"({"type": "array", "items": {"type": "null"}})");
  const auto value = schema::validate(schema, std::string(100'000, '['));
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().kind, MisfitKind::too_deep);
}

TEST(Validate, GivesTheValueInItsOrder) {
  const Schema schema = parsed(
      R"({"type": "object", "properties": {"b": {"type": "integer"}, "a": {"type": ["null", "string"]}, "": {"type": "number"}}})");
  const auto value = validate(schema, " {\"a\" : null,\n\"\": 1e2, \"b\":-7} \n");
  ASSERT_TRUE(value) << value.error().to_string();
  EXPECT_EQ(value->dump(), R"({"a":null,"":100.0,"b":-7})");
  EXPECT_EQ(validate(schema, "{}")->dump(), "{}");
}

}  // namespace
}  // namespace stint::language
