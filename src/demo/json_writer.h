// Writes JSON text to a string, in order, without a document in memory. The bytes depend on the calls alone:
// no locale, no pointers, no floating point.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace stint::demo {

// Appends `text` to `out` as a quoted JSON string. `text` must be UTF-8.
void append_quoted(std::string& out, std::string_view text);

class JsonWriter {
 public:
  // `out` is borrowed and appended to; it may be flushed and cleared between calls.
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  JsonWriter& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonWriter& field(std::string_view name, const char* text) { return key(name).string(text); }
  template <std::same_as<bool> Bool>
  JsonWriter& field(std::string_view name, Bool value) {
    return key(name).boolean(value);
  }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonWriter& field(std::string_view name, Number value) {
    return key(name).number(static_cast<std::int64_t>(value));
  }
  JsonWriter& field_raw(std::string_view name, std::string_view json) { return key(name).raw(json); }
  JsonWriter& field_null(std::string_view name) { return key(name).null(); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// `numerator / denominator` as a decimal with four places, rounded half away from zero; the denominator must
// be positive.
[[nodiscard]] std::string ratio_text(std::int64_t numerator, std::int64_t denominator);

}  // namespace stint::demo
