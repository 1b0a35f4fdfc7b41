#include "language/providers/remote_schema.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <span>
#include <string_view>

namespace stint::language {
namespace {

// Schemas hold schemas in three ways; what stands elsewhere (names of properties, values of an enum) is data.
constexpr std::string_view kNamed[] = {"properties", "$defs", "definitions"};
constexpr std::string_view kListed[] = {"anyOf", "oneOf"};
constexpr std::string_view kUnknownToOpenAi[] = {"minLength", "maxLength", "default",
                                                 "examples",  "$schema",   "$comment",
                                                 "readOnly",  "writeOnly", "deprecated"};
constexpr std::string_view kUnknownToGemini[] = {
    "minLength", "maxLength", "default",    "examples",         "$schema",         "$comment",
    "readOnly",  "writeOnly", "deprecated", "exclusiveMinimum", "exclusiveMaximum"};

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

using Change = std::function<void(JsonDocument& schema)>;

// Calls `change` for each schema, those inside first.
void for_each_schema(JsonDocument& schema, const Change& change) {
  if (!schema.is_object()) return;
  for (auto& [name, value] : schema.items()) {
    if (is_among(name, kNamed) && value.is_object()) {
      for (auto& [inner_name, inner] : value.items()) for_each_schema(inner, change);
    } else if (is_among(name, kListed) && value.is_array()) {
      for (JsonDocument& inner : value) for_each_schema(inner, change);
    } else if (name == "items") {
      for_each_schema(value, change);
    }
  }
  change(schema);
}

// With its members in their order. The name must not be there yet.
void rename(JsonDocument& schema, std::string_view from, std::string_view to) {
  if (!schema.contains(from)) return;
  JsonDocument renamed = JsonDocument::object();
  for (auto& [name, value] : schema.items())
    renamed[name == from ? std::string{to} : name] = std::move(value);
  schema = std::move(renamed);
}

void drop(JsonDocument& schema, std::span<const std::string_view> names) {
  for (const std::string_view name : names) schema.erase(std::string{name});
}

bool has_optional(const JsonDocument& schema) {
  const auto properties = schema.find("properties");
  if (properties == schema.end() || !properties->is_object()) return false;
  const auto required = schema.find("required");
  const std::size_t named = required == schema.end() ? 0 : required->size();
  return named < properties->size();
}

void forbid_others(JsonDocument& schema) {
  if (schema.contains("properties")) schema["additionalProperties"] = false;
}

}  // namespace

JsonDocument plain_schema(const Schema& schema) {
  JsonDocument document = JsonDocument::parse(schema.text(), nullptr, false);
  assert(document.is_object());
  return document;
}

StrictSchema openai_schema(const Schema& schema) {
  StrictSchema result{plain_schema(schema), true};
  for_each_schema(result.schema,
                  [&](JsonDocument& part) { result.strict = result.strict && !has_optional(part); });
  if (!result.strict) return result;
  for_each_schema(result.schema, [](JsonDocument& part) {
    drop(part, kUnknownToOpenAi);
    rename(part, "oneOf", "anyOf");
    forbid_others(part);
  });
  return result;
}

JsonDocument gemini_schema(const Schema& schema) {
  JsonDocument document = plain_schema(schema);
  for_each_schema(document, [](JsonDocument& part) {
    drop(part, kUnknownToGemini);
    rename(part, "oneOf", "anyOf");
    rename(part, "definitions", "$defs");
    if (part.contains("const")) {
      part["enum"] = JsonDocument::array({part["const"]});
      part.erase("const");
    }
    constexpr std::string_view kOld = "#/definitions/";
    if (part.contains("$ref") && part["$ref"].is_string()) {
      const auto target = part["$ref"].get<std::string>();
      if (target.starts_with(kOld)) part["$ref"] = "#/$defs/" + target.substr(kOld.size());
    }
    forbid_others(part);
  });
  return document;
}

bool is_object_schema(const Schema& schema) {
  // With references resolved.
  const JsonDocument document = JsonDocument::parse(schema.strict_text(), nullptr, false);
  const auto type = document.find("type");
  return type != document.end() && *type == "object";
}

}  // namespace stint::language
