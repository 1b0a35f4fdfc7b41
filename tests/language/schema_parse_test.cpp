#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "language/schema/schema.h"
#include "language/schema/shape.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language {
namespace {

struct Refusal {
  const char* schema;
  const char* where;
  const char* message;  // a part of it
};

class RefusedSchemas : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedSchemas, AreRefusedByName) {
  const auto schema = Schema::parse(GetParam().schema);
  ASSERT_FALSE(schema) << GetParam().schema;
  EXPECT_EQ(schema.error().code, ErrorCode::usage);
  EXPECT_EQ(schema.error().where, std::string("JSON Schema ") + GetParam().where) << GetParam().schema;
  EXPECT_NE(schema.error().message.find(GetParam().message), std::string::npos) << schema.error().to_string();
}

INSTANTIATE_TEST_SUITE_P(
    Keywords, RefusedSchemas,
    testing::Values(
        Refusal{R"({"type": "string", "pattern": "^a"})", "#/pattern", "\"pattern\" is not supported"},
        Refusal{R"({"type": "object", "properties": {"a/b": {"type": "string", "format": "uri"}}})",
                "#/properties/a~1b/format", "\"uri\""},
        Refusal{R"({"type": "string", "format": "date", "maxLength": 10})", "#/maxLength", "length"},
        Refusal{R"({"type": "object"})", "#", "without properties"},
        Refusal{R"({"type": "object", "properties": {}, "additionalProperties": true})",
                "#/additionalProperties", "additionalProperties"},
        Refusal{R"({"type": "object", "properties": {}, "additionalProperties": {"type": "string"}})",
                "#/additionalProperties", "additionalProperties"},
        Refusal{R"({"type": "object", "properties": {}, "patternProperties": {}})", "#/patternProperties",
                "\"patternProperties\""},
        Refusal{R"({"type": "object", "properties": {}, "minProperties": 1})", "#/minProperties",
                "\"minProperties\""},
        Refusal{R"({"type": "object", "properties": {}, "required": ["a"]})", "#/required", "\"a\""},
        Refusal{R"({"type": "object", "properties": {}, "dependentRequired": {}})", "#/dependentRequired",
                "\"dependentRequired\""},
        Refusal{R"({"type": "array"})", "#", "without items"},
        Refusal{R"({"type": "array", "items": true})", "#/items", "true"},
        Refusal{R"({"type": "array", "items": {"type": "null"}, "uniqueItems": true})", "#/uniqueItems",
                "\"uniqueItems\""},
        Refusal{R"({"type": "array", "items": {"type": "null"}, "minItems": 3, "maxItems": 2})", "#/maxItems",
                "less than minItems"},
        Refusal{R"({"type": "array", "prefixItems": []})", "#/prefixItems", "\"prefixItems\""},
        Refusal{R"({"type": "array", "items": [{"type": "null"}]})", "#/items", "object"},
        Refusal{R"({"type": "array", "items": {"type": "null"}, "contains": {}})", "#/contains",
                "\"contains\""},
        Refusal{R"({"type": "string", "minLength": -1})", "#/minLength", "whole number"},
        Refusal{R"({"type": "string", "minLength": 1.5})", "#/minLength", "whole number"},
        Refusal{R"({"type": "string", "maxLength": 10000000})", "#/maxLength", "1000000"},
        Refusal{R"({"type": "integer", "minimum": 0.5})", "#/minimum", "whole numbers"},
        Refusal{R"({"type": "integer", "minimum": 5, "exclusiveMaximum": 5})", "#", "no integer"},
        Refusal{R"({"type": "integer", "minimum": "5"})", "#/minimum", "number"},
        Refusal{R"({"type": "integer", "multipleOf": 5})", "#/multipleOf", "\"multipleOf\""},
        Refusal{R"({"type": "number", "exclusiveMinimum": 0})", "#/exclusiveMinimum", "integers only"},
        Refusal{R"({"type": "number", "minimum": 0.25})", "#/minimum", "whole numbers"},
        Refusal{R"({"type": "number", "minimum": 2, "maximum": 1})", "#/maximum", "less than minimum"},
        Refusal{R"({"type": "string", "maximum": 3})", "#/maximum", "no effect"},
        Refusal{R"({"type": "integer", "enum": [1], "maximum": 3})", "#/maximum", "no effect"},
        Refusal{R"({"type": "integer", "enum": ["1"]})", "#/enum", "not of the type"},
        Refusal{R"({"enum": []})", "#/enum", "at least one"},
        Refusal{R"({"enum": [{}]})", "#/enum", "only strings"},
        Refusal{R"({"const": []})", "#/const", "only strings"},
        Refusal{R"({"enum": [1], "const": 1})", "#/const", "no effect"},
        Refusal{R"({})", "#", "without a type"}, Refusal{R"({"description": "any"})", "#", "without a type"},
        Refusal{R"({"properties": {}})", "#", "without a type"}, Refusal{R"(true)", "#", "true and false"},
        Refusal{R"([])", "#", "object"}, Refusal{R"({"type": "text"})", "#/type", "\"text\""},
        Refusal{R"({"type": []})", "#/type", "empty"}, Refusal{R"({"type": [{}]})", "#/type", "{}"},
        Refusal{R"({"allOf": [{"type": "null"}]})", "#/allOf", "\"allOf\""},
        Refusal{R"({"not": {"type": "null"}})", "#/not", "\"not\""},
        Refusal{R"({"if": {}, "type": "null"})", "#/if", "\"if\""},
        Refusal{R"({"anyOf": []})", "#/anyOf", "list"},
        Refusal{R"({"anyOf": [{"type": "null"}], "type": "null"})", "#/type", "no effect"},
        Refusal{R"({"oneOf": [{"type": "integer"}, {"type": "number"}]})", "#/oneOf", "alternatives 0 and 1"},
        Refusal{R"({"oneOf": [{"type": "string"}, {"enum": [1, "a"]}]})", "#/oneOf", "in common"},
        Refusal{
            R"({"oneOf": [{"type": "array", "items": {"type": "null"}}, {"type": "array", "items": {"type": "string"}}]})",
            "#/oneOf", "in common"},
        Refusal{R"({"$ref": "other.json"})", "#/$ref", "only references"},
        Refusal{R"({"$ref": "#/properties/a"})", "#/$ref", "only references"},
        Refusal{R"({"$ref": "#/$defs/a"})", "#/$ref", "only references"},
        Refusal{R"({"$defs": {}, "$ref": "#/$defs/a"})", "#/$ref", "there is no"},
        Refusal{R"({"$defs": {"a": {"type": "null"}}, "$ref": "#/$defs/a", "type": "null"})", "#/type",
                "no effect"},
        Refusal{R"({"$defs": {"a": {"type": "array", "items": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"})",
                "#/$defs/a/items/$ref", "recursion"},
        Refusal{R"({"$ref": "#"})", "#/$ref", "only references"},
        Refusal{R"({"type": "object", "properties": {"a": {"$defs": {}, "type": "null"}}})",
                "#/properties/a/$defs", "\"$defs\""},
        Refusal{R"({"type": "string", "nullable": true})", "#/nullable", "\"nullable\""},
        Refusal{R"({"type": "string", "$id": "x"})", "#/$id", "\"$id\""},
        Refusal{R"({"type": "string", "": 1})", "#/", "\"\""},
        Refusal{R"({"type": "string", "type": "string"})", "#", "twice"},
        Refusal{R"({"type": )", "#", "not JSON"}, Refusal{R"(nonsense)", "#", "not JSON"}));

TEST(Schema, RefusesWhatGrowsBeyondBounds) {
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += R"({"type":"array","items":)";
  deep += R"({"type":"null"})" + std::string(60, '}');
  EXPECT_FALSE(Schema::parse(deep));
  std::string laughs = R"({"$ref":"#/$defs/n0","$defs":{)";
  for (int i = 0; i < 13; ++i) {
    const std::string next = R"({"$ref":"#/$defs/n)" + std::to_string(i + 1) + "\"}";
    laughs += "\"n" + std::to_string(i) + R"(":{"type":"object","properties":{"a":)" + next +
              ",\"b\":" + next + "}},";
  }
  laughs += R"("n13":{"type":"null"}}})";
  const auto schema = Schema::parse(laughs);
  ASSERT_FALSE(schema);
  EXPECT_NE(schema.error().message.find("parts"), std::string::npos) << schema.error().to_string();
}

TEST(Schema, TakesTheWholeSubset) {
  const auto schema = Schema::parse(R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "$comment": "c", "type": "object",
    "properties": {
      "who": {"$ref": "#/$defs/a~1b", "description": "d"},
      "n": {"type": ["integer", "null"], "minimum": 1, "exclusiveMaximum": 10, "default": 3},
      "x": {"type": "number", "maximum": 5.0},
      "when": {"type": "string", "format": "date", "examples": ["2026-01-01"]},
      "either": {"oneOf": [{"type": "object", "properties": {"k": {"const": "a"}}, "required": ["k"]},
                           {"type": "object", "properties": {"k": {"const": "b"}}, "required": ["k"]},
                           {"type": "string"}]},
      "list": {"type": "array", "items": {"enum": ["p", 1, true, null]}, "minItems": 1, "maxItems": 2}},
    "required": ["n"], "additionalProperties": false,
    "$defs": {"a/b": {"type": "string", "minLength": 1, "maxLength": 3, "readOnly": true, "deprecated": false}}})");
  ASSERT_TRUE(schema) << schema.error().to_string();
  EXPECT_EQ(JsonDocument::parse(schema->strict_text()),
            JsonDocument::parse(R"({"type": "object", "properties": {
    "who": {"type": "string", "minLength": 1, "maxLength": 3},
    "n": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]},
    "x": {"type": "number", "maximum": 5},
    "when": {"type": "string", "pattern": "^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$"},
    "either": {"anyOf": [
      {"type": "object", "properties": {"k": {"enum": ["a"]}}, "required": ["k"], "additionalProperties": false},
      {"type": "object", "properties": {"k": {"enum": ["b"]}}, "required": ["k"], "additionalProperties": false},
      {"type": "string", "minLength": 0}]},
    "list": {"type": "array", "items": {"enum": ["p", 1, true, null]}, "minItems": 1, "maxItems": 2}},
    "required": ["n"], "additionalProperties": false})"));
}

TEST(Schema, KeepsItsTextAndHasAStableHash) {
  const std::string text = R"({ "type":"null" , "description":"x" })";
  const auto schema = Schema::parse(text);
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->text(), text);
  EXPECT_EQ(schema->hash(), Schema::parse(text)->hash());
  EXPECT_NE(schema->hash(), Schema::parse(R"({"type":"null"})")->hash());
  EXPECT_EQ(schema->strict_text(), R"({"type":"null"})");
}

TEST(Schema, IsPinnedToValuesOfTheMoment) {
  const auto schema = Schema::parse(R"({"type": "object", "properties": {
      "a/b": {"type": "string", "maxLength": 3, "description": "kept"}, "n": {"type": ["string", "null"], "format": "date"},
      "r": {"$ref": "#/$defs/user"}, "i": {"type": "integer"},
      "l": {"type": "array", "items": {"anyOf": [{"type": "null"}, {"const": "x"}]}}},
      "$defs": {"user": {"enum": ["nobody", null]}}})");
  ASSERT_TRUE(schema) << schema.error().to_string();
  const std::vector<std::string> values{"In \"Review\"", "Überprüfung"};
  const auto listed = [&](std::string_view pointer, std::string_view at) {
    const auto pinned = schema->with_enum(pointer, values);
    EXPECT_TRUE(pinned) << pinned.error().to_string();
    const JsonDocument document = JsonDocument::parse(pinned->text());
    EXPECT_NE(pinned->hash(), schema->hash());
    return document.at(JsonDocument::json_pointer(std::string(at)));
  };
  EXPECT_EQ(listed("/properties/a~1b", "/properties/a~1b"),
            JsonDocument::parse(
                R"({"type": "string", "description": "kept", "enum": ["In \"Review\"", "Überprüfung"]})"));
  EXPECT_EQ(listed("#/properties/n", "/properties/n/enum"),
            JsonDocument::parse(R"(["In \"Review\"", "Überprüfung", null])"));
  EXPECT_EQ(listed("/$defs/user", "/$defs/user/enum"),
            JsonDocument::parse(R"(["In \"Review\"", "Überprüfung", null])"));
  EXPECT_EQ(listed("/properties/l/items/anyOf/1", "/properties/l/items/anyOf/1"),
            JsonDocument::parse(R"({"enum": ["In \"Review\"", "Überprüfung"]})"));
  for (const char* const pointer :
       {"", "x", "/properties/r", "/properties/i", "/properties/zz", "/properties/a~2b",
        "/properties/l/items/anyOf/9", "/properties/l/items/anyOf/x", "/type"}) {
    EXPECT_FALSE(schema->with_enum(pointer, values)) << pointer;
  }
  EXPECT_FALSE(schema->with_enum("/$defs/user", {}));
  EXPECT_FALSE(schema->with_enum("/$defs/user", std::vector<std::string>{"\xFF"}));
}

}  // namespace
}  // namespace stint::language
