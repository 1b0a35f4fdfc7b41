// Schemas and values at random, with names and characters that are easily mistaken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "lib/nlohmann/json_document.h"

namespace stint::language::test {

// The same seed gives the same ones.
class RandomSchemas {
 public:
  explicit RandomSchemas(unsigned seed) : random_(seed) {}

  JsonDocument schema(int depth) {
    switch (below(depth > 0 ? 11 : 8)) {
      case 0:
        return with_limits("string", "minLength", "maxLength", 12);
      case 1:
        return {{"type", "integer"}, {"minimum", -static_cast<int>(below(40))}, {"maximum", below(2000)}};
      case 2:
        return {{"type", "number"}, {"minimum", 0}, {"maximum", 1 + below(30)}};
      case 3:
        return {{"type", JsonDocument::array({"boolean", "null", "integer"})}};
      case 4:
        return {{"enum", JsonDocument::array({"a\"b", "é😀", "", true, nullptr, below(50)})}};
      case 5:
        return {{"const", "c" + character()}};
      case 6:
        return {{"type", "string"}, {"format", "date"}};
      case 7:
        return {{"type", "number"}};
      case 8: {
        JsonDocument result = with_limits("array", "minItems", "maxItems", 4);
        result["items"] = schema(depth - 1);
        return result;
      }
      case 9:
        return {{"anyOf", JsonDocument::array({schema(depth - 1), schema(depth - 1)})}};
      default:
        return object(depth);
    }
  }

  JsonDocument object(int depth) {
    JsonDocument properties = JsonDocument::object();
    JsonDocument required = JsonDocument::array();
    for (std::size_t i = below(6); i > 0; --i) {
      const std::string key = name();
      if (properties.contains(key)) continue;
      properties[key] = schema(depth - 1);
      if (below(2) == 0) required.push_back(key);
    }
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
  }

  // A value that fits, but for a fault now and then.
  JsonDocument value(const JsonDocument& schema) {
    if (below(60) == 0) return stray();
    if (schema.contains("anyOf")) return value(schema["anyOf"][below(2)]);
    if (schema.contains("enum")) return schema["enum"][below(schema["enum"].size())];
    if (schema.contains("const")) return schema["const"];
    const JsonDocument& type = schema["type"];
    if (type.is_array())
      return below(3) == 0 ? JsonDocument(nullptr) : below(2) == 0 ? JsonDocument(true) : JsonDocument(7);
    if (type == "object") return members(schema);
    if (type == "array") {
      JsonDocument result = JsonDocument::array();
      for (std::size_t i = length(schema, "minItems", "maxItems"); i > 0; --i)
        result.push_back(value(schema["items"]));
      return result;
    }
    if (type == "integer") return static_cast<int>(below(2100)) - 50;
    if (type == "number") return (static_cast<double>(below(2200)) - 100) / 64;
    if (schema.contains("format")) return fmt::format("20{:02}-{:02}-{:02}", below(30), below(14), below(33));
    std::string text;
    for (std::size_t i = length(schema, "minLength", "maxLength"); i > 0; --i) text += character();
    return text;
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string character() {
    static const std::vector<std::string> kCharacters{"a",  "Z", "7", " ",      "\"", "\\",   "\n",
                                                      "\t", "/", "é", "€",      "😀", "\x7F", "{",
                                                      "]",  ":", ",", "\u2028", "\b", "\f",   "\r"};
    return kCharacters[below(kCharacters.size())];
  }

 private:
  std::string name() {
    static const std::vector<std::string> kNames{"",     "a",  "ab",   "quote\"", "back\\slash", "new\nline",
                                                 "é",    "😀", "$ref", "a/b",     "~",           "[0]",
                                                 "type", " ",  "\x01", "x:y,z"};
    return kNames[below(kNames.size())];
  }
  JsonDocument stray() {
    switch (below(5)) {
      case 0:
        return nullptr;
      case 1:
        return "stray";
      case 2:
        return JsonDocument::array();
      case 3:
        return JsonDocument::object();
      default:
        return 3;
    }
  }
  JsonDocument with_limits(const char* type, const char* min, const char* max, std::size_t most) {
    JsonDocument result{{"type", type}};
    const std::size_t least = below(most);
    if (below(2) == 0) result[min] = least;
    if (below(3) != 0) result[max] = least + below(most);
    return result;
  }
  std::size_t length(const JsonDocument& schema, const char* min, const char* max) {
    const auto least = schema.contains(min) ? schema[min].get<std::size_t>() : 0;
    const auto most = schema.contains(max) ? schema[max].get<std::size_t>() : least + 5;
    return least + below(most - least + 1) + (below(20) == 0 ? 1 : 0);
  }
  JsonDocument members(const JsonDocument& schema) {
    JsonDocument result = JsonDocument::object();
    for (const auto& property : schema["properties"].items()) {
      const bool required =
          std::ranges::find(schema["required"], JsonDocument(property.key())) != schema["required"].end();
      if (below(30) == 0 ? !required : required || below(2) == 0)
        result[property.key()] = value(property.value());
    }
    if (below(40) == 0) result["more"] = 1;
    return result;
  }

  std::mt19937 random_;
};

}  // namespace stint::language::test
