#include "language/schema/parse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "language/schema/json_text.h"

namespace stint::language::schema {
namespace {

constexpr std::size_t kMostShapes = 5000;
constexpr std::size_t kDeepest = 32;
constexpr std::int64_t kMostRepetitions = 1'000'000;

// These say nothing about which values are allowed.
constexpr std::array<std::string_view, 9> kWords{"title",    "description", "default",  "examples", "$schema",
                                                 "$comment", "deprecated",  "readOnly", "writeOnly"};

struct TypeRow {
  std::string_view name;
  std::array<std::string_view, 4> keywords;  // that mean something for it
};
constexpr std::array<TypeRow, 7> kTypes{{
    {"object", {"properties", "required", "additionalProperties", ""}},
    {"array", {"items", "minItems", "maxItems", ""}},
    {"string", {"minLength", "maxLength", "format", ""}},
    {"integer", {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}},
    {"number", {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}},
    {"boolean", {"", "", "", ""}},
    {"null", {"", "", "", ""}},
}};

const TypeRow* find_type(std::string_view name) {
  const auto* const found = std::ranges::find(kTypes, name, &TypeRow::name);
  return found == kTypes.end() ? nullptr : found;
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

ShapePointer make(auto kind) {
  return std::make_shared<const Shape>(Shape{.kind = std::move(kind)});
}

// A whole number, also when it is written as 3.0.
std::optional<std::int64_t> whole(const JsonDocument& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    return static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT64_MAX));
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const double number = value.get<double>();
  if (number != std::floor(number) || std::abs(number) > 9e18) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

bool has_type(const JsonDocument& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

class Parser {
 public:
  explicit Parser(const JsonDocument& root) : root_(root) {}

  [[nodiscard]] Result<ShapePointer> parse(const JsonDocument& node, const std::string& at,
                                           std::size_t depth) {
    if (!node.is_object()) {
      return refuse(
          node.is_boolean() ? "true and false as schemas are not supported" : "a schema is an object", at);
    }
    if (depth > kDeepest) return refuse(fmt::format("schemas are nested at most {} deep", kDeepest), at);
    if (++shapes_ > kMostShapes)
      return refuse(fmt::format("the schema has more than {} parts", kMostShapes), at);
    if (node.contains("$ref")) return reference(node, at, depth);
    if (node.contains("anyOf")) return alternatives(node, at, "anyOf", depth);
    if (node.contains("oneOf")) return alternatives(node, at, "oneOf", depth);
    if (node.contains("enum") || node.contains("const")) return listed(node, at);
    return typed(node, at, depth);
  }

 private:
  // Every keyword is one of those, or words.
  [[nodiscard]] static Outcome only(const JsonDocument& node, const std::string& at,
                                    std::initializer_list<std::string_view> keywords) {
    for (const auto& member : node.items()) {
      const std::string& name = member.key();
      if (contains(kWords, name) || std::ranges::find(keywords, name) != keywords.end()) continue;
      if (at.empty() && (name == "$defs" || name == "definitions")) continue;
      return unknown(name, at);
    }
    return {};
  }

  [[nodiscard]] static std::unexpected<Error> unknown(const std::string& name, const std::string& at) {
    const bool elsewhere =
        std::ranges::any_of(kTypes, [&](const TypeRow& row) { return contains(row.keywords, name); }) ||
        contains(std::array<std::string_view, 5>{"type", "enum", "const", "anyOf", "oneOf"}, name);
    const std::string quoted = JsonDocument(name).dump();
    if (elsewhere) return refuse("the keyword " + quoted + " has no effect here", at + pointer_step(name));
    return refuse("the keyword " + quoted + " is not supported", at + pointer_step(name),
                  "leave it out, and check what it asks for yourself");
  }

  [[nodiscard]] Result<ShapePointer> reference(const JsonDocument& node, const std::string& at,
                                               std::size_t depth) {
    STINT_TRY(only(node, at, {"$ref"}));
    const JsonDocument& target = node["$ref"];
    const std::string where = at + "/$ref";
    if (!target.is_string()) return refuse("a reference is a string", where);
    const auto name = target.get<std::string>();
    for (const char* const place : {"$defs", "definitions"}) {
      const std::string prefix = fmt::format("#/{}/", place);
      if (!name.starts_with(prefix)) continue;
      const auto defined = root_.find(place);
      if (defined == root_.end() || !defined->is_object()) break;
      for (const auto& definition : defined->items()) {
        if (prefix + pointer_step(definition.key()).substr(1) != name) continue;
        if (!open_.insert(name).second) return refuse("recursion is not supported", where);
        auto result = parse(definition.value(), name.substr(1), depth + 1);
        open_.erase(name);
        return result;
      }
      return refuse("there is no " + JsonDocument(name).dump(), where);
    }
    return refuse("only references to #/$defs/NAME and #/definitions/NAME are supported", where);
  }

  [[nodiscard]] Result<ShapePointer> alternatives(const JsonDocument& node, const std::string& at,
                                                  const std::string& keyword, std::size_t depth) {
    STINT_TRY(only(node, at, {keyword}));
    const JsonDocument& list = node[keyword];
    const std::string where = at + "/" + keyword;
    if (!list.is_array() || list.empty()) return refuse(keyword + " is a list of schemas", where);
    AnyShape any;
    for (std::size_t i = 0; i < list.size(); ++i) {
      STINT_ASSIGN(one, parse(list[i], where + "/" + std::to_string(i), depth + 1));
      for (std::size_t j = 0; keyword == "oneOf" && j < any.alternatives.size(); ++j) {
        if (disjoint(*any.alternatives[j], *one)) continue;
        return refuse(fmt::format("alternatives {} and {} may have values in common", j, i), where,
                      "use anyOf, or give both a required property with different constants");
      }
      any.alternatives.push_back(std::move(one));
    }
    return make(std::move(any));
  }

  [[nodiscard]] static Result<std::vector<std::string>> types(const JsonDocument& node,
                                                              const std::string& at) {
    const std::string where = at + "/type";
    const JsonDocument& type = node["type"];
    const JsonDocument list = type.is_array() ? type : JsonDocument::array({type});
    std::vector<std::string> result;
    for (const JsonDocument& one : list) {
      if (!one.is_string() || find_type(one.get<std::string>()) == nullptr) {
        return refuse("the type " + one.dump() + " is not supported", where);
      }
      result.push_back(one.get<std::string>());
    }
    if (result.empty()) return refuse("the list of types is empty", where);
    return result;
  }

  [[nodiscard]] static Result<ShapePointer> listed(const JsonDocument& node, const std::string& at) {
    const std::string keyword = node.contains("enum") ? "enum" : "const";
    STINT_TRY(only(node, at, {keyword, "type"}));
    const std::string where = at + "/" + keyword;
    const JsonDocument& given = node[keyword];
    const JsonDocument values = keyword == "const" ? JsonDocument::array({given}) : given;
    if (!values.is_array() || values.empty())
      return refuse("an enum is a list of values, at least one", where);
    std::vector<std::string> allowed;
    if (node.contains("type")) {
      STINT_ASSIGN(named, types(node, at));
      allowed = std::move(named);
    }
    EnumShape shape;
    for (const JsonDocument& value : values) {
      if (value.is_structured())
        return refuse("only strings, numbers, booleans and null can be listed", where);
      const auto fits = [&](const std::string& type) { return has_type(value, type); };
      if (!allowed.empty() && std::ranges::none_of(allowed, fits)) {
        return refuse("the value " + value.dump() + " is not of the type that is asked for", where);
      }
      shape.values.push_back(value);
    }
    return make(std::move(shape));
  }

  [[nodiscard]] Result<ShapePointer> typed(const JsonDocument& node, const std::string& at,
                                           std::size_t depth) {
    if (!node.contains("type")) {
      STINT_TRY(only(
          node, at,
          {"properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minLength",
           "maxLength", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}));
      return refuse("a schema without a type allows anything, which is not supported", at);
    }
    STINT_ASSIGN(names, types(node, at));
    for (const auto& member : node.items()) {
      const std::string& name = member.key();
      const auto means_something = [&](const std::string& type) {
        return contains(find_type(type)->keywords, name);
      };
      if (!name.empty() && std::ranges::any_of(names, means_something)) continue;
      if (name != "type" && !(at.empty() && (name == "$defs" || name == "definitions")) &&
          !contains(kWords, name)) {
        return unknown(name, at);
      }
    }
    AnyShape any;
    for (const std::string& name : names) {
      STINT_ASSIGN(one, of_type(node, at, name, depth));
      any.alternatives.push_back(std::move(one));
    }
    if (any.alternatives.size() == 1) return any.alternatives.front();
    return make(std::move(any));
  }

  [[nodiscard]] Result<ShapePointer> of_type(const JsonDocument& node, const std::string& at,
                                             std::string_view type, std::size_t depth) {
    if (type == "object") return object(node, at, depth);
    if (type == "array") return array(node, at, depth);
    if (type == "string") return string(node, at);
    if (type == "integer") return integer(node, at);
    if (type == "number") return number(node, at);
    if (type == "boolean") return make(BooleanShape{});
    return make(NullShape{});
  }

  [[nodiscard]] Result<ShapePointer> object(const JsonDocument& node, const std::string& at,
                                            std::size_t depth) {
    const auto additional = node.find("additionalProperties");
    if (additional != node.end() && *additional != false) {
      return refuse("only additionalProperties: false is supported", at + "/additionalProperties",
                    "name every property");
    }
    const auto properties = node.find("properties");
    if (properties == node.end()) {
      return refuse("an object without properties allows anything, which is not supported", at,
                    "name its properties; {} for none");
    }
    if (!properties->is_object()) return refuse("properties is an object", at + "/properties");
    ObjectShape shape;
    for (const auto& member : properties->items()) {
      STINT_ASSIGN(one, parse(member.value(), at + "/properties" + pointer_step(member.key()), depth + 1));
      shape.properties.push_back({.name = member.key(), .shape = std::move(one), .required = false});
    }
    const auto required = node.find("required");
    if (required == node.end()) return make(std::move(shape));
    const std::string where = at + "/required";
    if (!required->is_array()) return refuse("required is a list of names", where);
    for (const JsonDocument& name : *required) {
      if (!name.is_string()) return refuse("required is a list of names", where);
      const auto named = std::ranges::find(shape.properties, name.get<std::string>(), &Property::name);
      if (named == shape.properties.end()) return refuse("there is no property " + name.dump(), where);
      named->required = true;
    }
    return make(std::move(shape));
  }

  [[nodiscard]] Result<ShapePointer> array(const JsonDocument& node, const std::string& at,
                                           std::size_t depth) {
    const auto items = node.find("items");
    if (items == node.end()) {
      return refuse("an array without items allows anything, which is not supported", at,
                    "say what its items are");
    }
    STINT_ASSIGN(item, parse(*items, at + "/items", depth + 1));
    STINT_ASSIGN(limits, range(node, at, "minItems", "maxItems"));
    return make(ArrayShape{.items = std::move(item), .min = limits.min, .max = limits.max});
  }

  [[nodiscard]] static Result<ShapePointer> string(const JsonDocument& node, const std::string& at) {
    const auto format = node.find("format");
    if (format == node.end()) {
      STINT_ASSIGN(limits, range(node, at, "minLength", "maxLength"));
      return make(StringShape{.min = limits.min, .max = limits.max});
    }
    if (*format != "date") {
      return refuse("the format " + format->dump() + " is not supported; \"date\" is", at + "/format");
    }
    for (const char* const limit : {"minLength", "maxLength"}) {
      if (node.contains(limit)) return refuse("a date has its length", at + "/" + limit, "leave it out");
    }
    return make(DateShape{});
  }

  struct Range {
    std::uint32_t min = 0;
    std::optional<std::uint32_t> max;
  };
  [[nodiscard]] static Result<Range> range(const JsonDocument& node, const std::string& at, const char* least,
                                           const char* most) {
    Range result;
    for (const char* const keyword : {least, most}) {
      const auto given = node.find(keyword);
      if (given == node.end()) continue;
      const auto number = whole(*given);
      if (!number || *number < 0 || *number > kMostRepetitions) {
        return refuse(fmt::format("{} is a whole number from 0 to {}", keyword, kMostRepetitions),
                      at + "/" + keyword);
      }
      if (keyword == least) {
        result.min = static_cast<std::uint32_t>(*number);
      } else {
        result.max = static_cast<std::uint32_t>(*number);
      }
    }
    if (result.max && *result.max < result.min) {
      return refuse(fmt::format("{} is less than {}", most, least), at + "/" + most);
    }
    return result;
  }

  // A bound, if there is one; beyond 15 digits it is none.
  [[nodiscard]] static Result<std::optional<std::int64_t>> bound(const JsonDocument& node,
                                                                 const std::string& at, const char* keyword) {
    const auto given = node.find(keyword);
    if (given == node.end()) return std::optional<std::int64_t>();
    const std::string where = at + "/" + keyword;
    if (!given->is_number()) return refuse(fmt::format("{} is a number", keyword), where);
    const auto number = whole(*given);
    if (!number) return refuse(fmt::format("only whole numbers are supported as {}", keyword), where);
    constexpr std::int64_t kBeyond = IntegerShape::kLargest + 1;
    return std::optional(std::clamp(*number, -kBeyond, kBeyond));
  }

  [[nodiscard]] static Result<ShapePointer> integer(const JsonDocument& node, const std::string& at) {
    STINT_ASSIGN(least, bound(node, at, "minimum"));
    STINT_ASSIGN(most, bound(node, at, "maximum"));
    STINT_ASSIGN(above, bound(node, at, "exclusiveMinimum"));
    STINT_ASSIGN(below, bound(node, at, "exclusiveMaximum"));
    IntegerShape shape;
    if (least) shape.min = std::max(shape.min, *least);
    if (above) shape.min = std::max(shape.min, *above + 1);
    if (most) shape.max = std::min(shape.max, *most);
    if (below) shape.max = std::min(shape.max, *below - 1);
    if (shape.min > shape.max) return refuse("no integer of at most 15 digits lies within the bounds", at);
    return make(shape);
  }

  [[nodiscard]] static Result<ShapePointer> number(const JsonDocument& node, const std::string& at) {
    for (const char* const keyword : {"exclusiveMinimum", "exclusiveMaximum"}) {
      if (!node.contains(keyword)) continue;
      return refuse(fmt::format("{} is supported for integers only", keyword), at + "/" + keyword);
    }
    STINT_ASSIGN(least, bound(node, at, "minimum"));
    STINT_ASSIGN(most, bound(node, at, "maximum"));
    constexpr std::int64_t kLargest = IntegerShape::kLargest;
    if ((least && *least > kLargest) || (most && *most < -kLargest)) {
      return refuse("numbers have at most 15 digits before the point", at);
    }
    if (least && most && *least > *most) return refuse("maximum is less than minimum", at + "/maximum");
    NumberShape shape;
    if (least && *least >= -kLargest) shape.min = least;
    if (most && *most <= kLargest) shape.max = most;
    return make(shape);
  }

  const JsonDocument& root_;
  std::set<std::string> open_;  // references that are being followed
  std::size_t shapes_ = 0;
};

}  // namespace

std::unexpected<Error> refuse(std::string message, std::string_view pointer, std::string hint) {
  return fail(ErrorCode::usage, std::move(message), "JSON Schema #" + std::string(pointer), std::move(hint));
}

Result<ShapePointer> parse_shape(const JsonDocument& schema) {
  return Parser(schema).parse(schema, {}, 0);
}

}  // namespace stint::language::schema
