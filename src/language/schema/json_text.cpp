#include "language/schema/json_text.h"

#include <fmt/format.h>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace stint::language::schema {
namespace {

// Builds the document from what the parser reports; false stops it.
class Builder {
 public:
  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(JsonDocument::number_integer_t value) { return put(value); }
  bool number_unsigned(JsonDocument::number_unsigned_t value) { return put(value); }
  bool number_float(JsonDocument::number_float_t value, const std::string&) { return put(value); }
  bool string(std::string& value) { return without_null(value) && put(std::move(value)); }
  bool binary(JsonDocument::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(JsonDocument::object()); }
  bool start_array(std::size_t) { return open(JsonDocument::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    if (!without_null(name)) return false;
    if (!open_.back().names.insert(name).second) {
      fault_ = {.kind = TextFaultKind::duplicate_key,
                .pointer = pointer(),
                .reason = "the name " + JsonDocument(name).dump() + " stands there twice"};
      return false;
    }
    open_.back().name = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const JsonDocument::exception&) {
    fault_ = {.kind = TextFaultKind::not_json,
              .pointer = {},
              .reason = fmt::format("not JSON at byte {}", position)};
    return false;
  }

  [[nodiscard]] TextFault fault() const { return fault_; }
  [[nodiscard]] JsonDocument take() { return std::move(root_); }

 private:
  // An array or object that is being filled.
  struct Open {
    JsonDocument value;
    std::string name;  // of the member that comes next
    std::set<std::string> names;
  };

  bool put(JsonDocument value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.is_array()) {
      open_.back().value.push_back(std::move(value));
    } else {
      open_.back().value.push_back({open_.back().name, std::move(value)});
    }
    return true;
  }

  bool open(JsonDocument empty) {
    if (open_.size() == kMaxDepth) {
      fault_ = {.kind = TextFaultKind::too_deep,
                .pointer = {},
                .reason = fmt::format("more than {} arrays and objects inside each other", kMaxDepth)};
      return false;
    }
    open_.push_back({.value = std::move(empty), .name = {}, .names = {}});
    return true;
  }

  bool close() {
    JsonDocument value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value));
  }

  bool without_null(const std::string& text) {
    if (!text.contains('\0')) return true;
    fault_ = {.kind = TextFaultKind::null_character,
              .pointer = {},
              .reason = "a string holds the character U+0000"};
    return false;
  }

  [[nodiscard]] std::string pointer() const {
    std::string result;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const Open& outer = open_[i];
      result += pointer_step(outer.value.is_array() ? std::to_string(outer.value.size()) : outer.name);
    }
    return result;
  }

  JsonDocument root_;
  std::vector<Open> open_;
  TextFault fault_;
};

}  // namespace

std::expected<JsonDocument, TextFault> read_json(std::string_view text) {
  Builder builder;
  if (!JsonDocument::sax_parse(text, &builder)) return std::unexpected(builder.fault());
  return builder.take();
}

std::string pointer_step(std::string_view step) {
  std::string result = "/";
  for (const char c : step) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace stint::language::schema
