#include "language/schema/schema.h"

#include <optional>
#include <utility>
#include <vector>

#include "language/schema/content.h"
#include "language/schema/json_text.h"
#include "language/schema/parse.h"
#include "lib/simdjson/utf8.h"
#include "lib/xxhash/hash.h"

namespace stint::language {
namespace {

using schema::refuse;

// The steps of a JSON pointer (RFC 6901); nothing when it is none.
std::optional<std::vector<std::string>> steps_of(std::string_view pointer) {
  if (pointer.starts_with('#')) pointer.remove_prefix(1);
  std::vector<std::string> result;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return std::nullopt;
    pointer.remove_prefix(1);
    const std::string_view escaped = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(escaped.size());
    std::string step;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
      if (escaped[i] != '~') {
        step += escaped[i];
        continue;
      }
      ++i;
      if (i == escaped.size() || (escaped[i] != '0' && escaped[i] != '1')) return std::nullopt;
      step += escaped[i] == '0' ? '~' : '/';
    }
    result.push_back(std::move(step));
  }
  return result;
}

// The value at `pointer`, or null.
JsonDocument* find(JsonDocument& root, std::string_view pointer) {
  const auto steps = steps_of(pointer);
  if (!steps) return nullptr;
  JsonDocument* at = &root;
  for (const std::string& step : *steps) {
    if (at->is_object()) {
      const auto member = at->find(step);
      if (member == at->end()) return nullptr;
      at = &*member;
    } else if (at->is_array() && !step.empty() && step.size() < 6 &&
               step.find_first_not_of("0123456789") == std::string::npos) {
      const auto number = static_cast<std::size_t>(std::stoul(step));
      if (number >= at->size()) return nullptr;
      at = &(*at)[number];
    } else {
      return nullptr;
    }
  }
  return at;
}

struct Kinds {
  bool text = false;
  bool null = false;
  bool other = false;
};

Kinds kinds_of(const JsonDocument& node) {
  Kinds kinds;
  const auto add = [&kinds](bool text, bool null) {
    kinds.text = kinds.text || text;
    kinds.null = kinds.null || null;
    kinds.other = kinds.other || (!text && !null);
  };
  const auto list = [](const JsonDocument& value) {
    return value.is_array() ? value : JsonDocument::array({value});
  };
  if (node.contains("enum")) {
    for (const JsonDocument& value : node["enum"]) add(value.is_string(), value.is_null());
  } else if (node.contains("const")) {
    add(node["const"].is_string(), node["const"].is_null());
  } else if (node.contains("type")) {
    for (const JsonDocument& type : list(node["type"])) add(type == "string", type == "null");
  }
  return kinds;
}

}  // namespace

Result<Schema> Schema::parse(std::string_view json) {
  auto document = schema::read_json(json);
  if (!document) return refuse(document.error().reason, document.error().pointer);
  STINT_ASSIGN(shape, schema::parse_shape(*document));
  const JsonDocument strict = schema::strict_schema(*shape);
  STINT_ASSIGN(checker, JsonSchema::compile(strict));
  return Schema(std::make_shared<const Content>(Content{.text = std::string(json),
                                                        .document = std::move(*document),
                                                        .shape = std::move(shape),
                                                        .strict_text = strict.dump(),
                                                        .checker = std::move(checker)}));
}

Result<Schema> Schema::with_enum(std::string_view pointer, std::span<const std::string> values) const {
  JsonDocument document = content_->document;
  JsonDocument* const node = find(document, pointer);
  if (pointer.starts_with('#')) pointer.remove_prefix(1);
  if (node == nullptr || !node->is_object()) return refuse("there is no schema to be pinned", pointer);
  const Kinds kinds = kinds_of(*node);
  if (!kinds.text || kinds.other) {
    return refuse("only a string can be pinned to a list", pointer,
                  "point at its definition if it is a reference");
  }
  if (values.empty()) return refuse("there is no value to choose from", pointer);
  JsonDocument list = JsonDocument::array();
  for (const std::string& value : values) {
    if (!is_valid_utf8(value)) return refuse("a value to choose from is no UTF-8", pointer);
    list.push_back(value);
  }
  if (kinds.null) list.push_back(nullptr);
  for (const char* const replaced : {"const", "minLength", "maxLength", "format"}) node->erase(replaced);
  (*node)["enum"] = std::move(list);
  return parse(document.dump());
}

const std::string& Schema::text() const {
  return content_->text;
}
const std::string& Schema::strict_text() const {
  return content_->strict_text;
}
std::uint64_t Schema::hash() const {
  return content_hash(content_->text);
}
const schema::Shape& Schema::shape() const {
  return *content_->shape;
}

const JsonSchema& Schema::checker() const {
  return content_->checker;
}

}  // namespace stint::language
