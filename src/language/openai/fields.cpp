#include "language/openai/fields.h"

#include <fmt/format.h>

namespace stint::language::openai {
namespace {

constexpr std::size_t kMostMembers = 2'000;

}  // namespace

std::string Fields::path(std::string_view name) const {
  if (path_.empty()) return std::string{name};
  return fmt::format("{}.{}", path_, name);
}

std::unexpected<Error> Fields::wrong(std::string_view name, std::string_view expected) const {
  return fail(ErrorCode::usage, fmt::format("\"{}\" has to be {}", name, expected), path(name));
}

Result<std::optional<std::string>> Fields::text(std::string_view name) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return std::nullopt;
  const auto text = value.as_string();
  if (!text) return wrong(name, "a string");
  return std::string{*text};
}

Result<std::optional<double>> Fields::number(std::string_view name) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return std::nullopt;
  const auto number = value.as_double();
  if (!number) return wrong(name, "a number");
  return *number;
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view name) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return std::nullopt;
  const auto integer = value.as_int();
  if (!integer) return wrong(name, "an integer");
  return *integer;
}

Result<std::optional<std::uint32_t>> Fields::count(std::string_view name, std::uint32_t least,
                                                   std::uint32_t most) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return std::nullopt;
  const auto integer = value.as_int();
  if (!integer || *integer < least || *integer > most) {
    return wrong(name, fmt::format("an integer from {} to {}", least, most));
  }
  return static_cast<std::uint32_t>(*integer);
}

Result<std::optional<bool>> Fields::truth(std::string_view name) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return std::nullopt;
  const auto truth = value.as_bool();
  if (!truth) return wrong(name, "true or false");
  return *truth;
}

Result<std::string> Fields::required_text(std::string_view name) const {
  STINT_ASSIGN(value, text(name));
  if (!value || value->empty()) return wrong(name, "given, as a string that is not empty");
  return std::move(*value);
}

Result<std::vector<Fields>> Fields::objects(std::string_view name) const {
  const json::Value array = object_[name];
  std::vector<Fields> found;
  if (array.is_nothing()) return found;
  if (!array.is_array()) return wrong(name, "an array");
  for (const json::Value item : array.items()) {
    const std::string item_name = fmt::format("{}[{}]", name, found.size());
    if (!item.is_object()) return wrong(item_name, "an object");
    found.emplace_back(item, path(item_name));
  }
  return found;
}

Result<JsonDocument> Fields::object(std::string_view name) const {
  const json::Value value = object_[name];
  if (value.is_nothing()) return JsonDocument(nullptr);
  if (!value.is_object()) return wrong(name, "an object");
  auto copy = document_of(value);
  if (!copy) return wrong(name, copy.error().message);
  return copy;
}

Result<Fields> parse_object(json::Parser& parser, std::string_view text) {
  STINT_ASSIGN(root, parser.parse(text));
  if (!root.is_object()) return fail(ErrorCode::usage, "expected a JSON object");
  return Fields{root};
}

Result<JsonDocument> document_of(json::Value value) {
  switch (value.type()) {
    case json::Type::absent:
    case json::Type::null:
      return JsonDocument(nullptr);
    case json::Type::boolean:
      return JsonDocument(value.as_bool().value_or(false));
    case json::Type::integer:
      if (const auto integer = value.as_int()) return JsonDocument(*integer);
      return JsonDocument(value.as_double().value_or(0));
    case json::Type::real:
      return JsonDocument(value.as_double().value_or(0));
    case json::Type::string:
      return JsonDocument(value.text());
    case json::Type::array: {
      JsonDocument array = JsonDocument::array();
      for (const json::Value item : value.items()) {
        STINT_ASSIGN(copy, document_of(item));
        array.push_back(std::move(copy));
      }
      return array;
    }
    case json::Type::object: {
      if (value.size() > kMostMembers) {
        return fail(ErrorCode::usage, fmt::format("an object of at most {} members", kMostMembers));
      }
      JsonDocument object = JsonDocument::object();
      for (const json::Member member : value.members()) {
        STINT_ASSIGN(copy, document_of(member.value));
        object[std::string{member.key}] = std::move(copy);
      }
      return object;
    }
  }
  return JsonDocument(nullptr);
}

std::string to_line(const JsonDocument& document) {
  return document.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

}  // namespace stint::language::openai
