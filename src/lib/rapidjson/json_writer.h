// JSON written as it comes: for documents that are too long to hold as a tree.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stint {

// Appends to a text that must outlive it; between two calls what is there may be taken away. Members and
// items stand in the order they were given in, indented by two spaces. Numbers that JSON does not know
// (infinite, no number) become null; bytes that are no UTF-8 become U+FFFD. Not for several threads: let each
// write a text of its own, then put them in with raw().
class JsonWriter {
 public:
  // `depth`: how deep the document will stand in another one.
  explicit JsonWriter(std::string& out, std::size_t depth = 0);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // An object or array, until the end of the scope's life. Scopes end in the reverse order of their begin.
  class [[nodiscard]] Scope {
   public:
    ~Scope() { array_ ? json_.end_array() : json_.end_object(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    friend class JsonWriter;
    Scope(JsonWriter& json, bool array) : json_(json), array_(array) {
      array ? json.begin_array() : json.begin_object();
    }
    JsonWriter& json_;
    bool array_;
  };

  // As the document or an item of an array …
  Scope object() { return {*this, false}; }
  Scope array() { return {*this, true}; }
  // … and as a member.
  Scope object(std::string_view name) {
    key(name);
    return object();
  }
  Scope array(std::string_view name) {
    key(name);
    return array();
  }

  template <class T>
  void member(std::string_view name, const T& value) {
    key(name);
    item(value);
  }

  void item(std::nullptr_t) { write_null(); }
  void item(bool value) { write_bool(value); }
  void item(double value) { write_number(value); }
  void item(std::string_view value) { write_text(value); }
  void item(const char* value) { write_text(value); }
  void item(std::integral auto value) { write_integer(static_cast<std::int64_t>(value)); }
  template <class T>
  void item(const std::optional<T>& value) {
    value ? item(*value) : write_null();
  }

  // A member that is an array of plain values, on one line.
  template <class Values>
  void line(std::string_view name, const Values& values) {
    key(name);
    begin_line();
    for (const auto& value : values) item(value);
    end_line();
  }

  // A member whose value is JSON already, written at the depth at which it stands here. It may be empty where
  // the caller puts the value behind the text itself.
  void raw(std::string_view name, std::string_view json);

 private:
  struct Writer;

  void key(std::string_view name);
  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void begin_line();
  void end_line();
  void write_null();
  void write_bool(bool value);
  void write_number(double value);
  void write_integer(std::int64_t value);
  void write_text(std::string_view text);

  std::unique_ptr<Writer> writer_;
};

}  // namespace stint
