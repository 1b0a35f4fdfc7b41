// Reading JSON, over simdjson's document model. Nothing here throws or asserts on what a document holds: a
// lookup that finds nothing, or a value of another type, is an absent Value or an empty optional, so that
// `issue["fields"]["status"]["name"].text()` is safe on any document.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::json {

// Bytes that must be readable (their content does not matter) after a text given to Parser::parse_padded.
inline constexpr std::size_t kPadding = simdjson::SIMDJSON_PADDING;

// Arrays and objects inside each other; deeper documents are refused.
inline constexpr std::size_t kMaxDepth = 512;

enum class Type : std::uint8_t { absent, null, boolean, integer, real, string, array, object };

class Items;
class Members;

// A view of one value: two words, to be passed by value. It and every text got from it live until its Parser
// parses again or goes away.
class Value {
 public:
  Value() = default;
  explicit Value(simdjson::dom::element element) : element_(element) {}

  // False for a default Value and for a lookup that found nothing. A JSON null exists.
  [[nodiscard]] bool exists() const {
    return std::bit_cast<simdjson::internal::tape_ref>(element_).doc != nullptr;
  }
  explicit operator bool() const { return exists(); }

  [[nodiscard]] Type type() const;
  [[nodiscard]] bool is_null() const { return type() == Type::null; }
  [[nodiscard]] bool is_string() const { return type() == Type::string; }
  [[nodiscard]] bool is_array() const { return type() == Type::array; }
  [[nodiscard]] bool is_object() const { return type() == Type::object; }
  // Absent or null.
  [[nodiscard]] bool is_nothing() const { return type() <= Type::null; }

  [[nodiscard]] std::optional<std::string_view> as_string() const;
  // Integers, and reals that are whole and exact ("3.0").
  [[nodiscard]] std::optional<std::int64_t> as_int() const;
  // Any number.
  [[nodiscard]] std::optional<double> as_double() const;
  [[nodiscard]] std::optional<bool> as_bool() const;

  // The string, or `otherwise` when this is none. Valid UTF-8.
  [[nodiscard]] std::string_view text(std::string_view otherwise = {}) const {
    return as_string().value_or(otherwise);
  }

  // The first member of that name; linear in the members. Absent when this is no object.
  [[nodiscard]] Value operator[](std::string_view key) const;
  // Linear in `index`. Absent beyond the end or when this is no array.
  [[nodiscard]] Value at(std::size_t index) const;
  // Elements or members; 0 for everything else. Saturates at 0xFFFFFF.
  [[nodiscard]] std::size_t size() const;

  // As JSON without blanks; empty when absent.
  [[nodiscard]] std::string compact() const;

  // The elements of an array, the members of an object; nothing to iterate for everything else.
  [[nodiscard]] Items items() const;
  [[nodiscard]] Members members() const;

 private:
  simdjson::dom::element element_;
};

static_assert(sizeof(Value) == 16);

struct Member {
  std::string_view key;
  Value value;
};

// The elements of an array, in order: `for (json::Value item : value.items())`.
class Items {
 public:
  class Iterator {
   public:
    Iterator() = default;
    explicit Iterator(simdjson::dom::array::iterator at) : at_(at) {}
    Value operator*() const { return Value(*at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::array::iterator at_;
  };

  Items() = default;
  explicit Items(simdjson::dom::array array) : array_(array), exists_(true) {}
  [[nodiscard]] Iterator begin() const { return exists_ ? Iterator(array_.begin()) : Iterator(); }
  [[nodiscard]] Iterator end() const { return exists_ ? Iterator(array_.end()) : Iterator(); }

 private:
  simdjson::dom::array array_;
  bool exists_ = false;
};

// The members of an object, in the document's order: `for (auto [key, value] : object.members())`.
class Members {
 public:
  class Iterator {
   public:
    Iterator() = default;
    explicit Iterator(simdjson::dom::object::iterator at) : at_(at) {}
    Member operator*() const { return {at_.key(), Value(at_.value())}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::object::iterator at_;
  };

  Members() = default;
  explicit Members(simdjson::dom::object object) : object_(object), exists_(true) {}
  [[nodiscard]] Iterator begin() const { return exists_ ? Iterator(object_.begin()) : Iterator(); }
  [[nodiscard]] Iterator end() const { return exists_ ? Iterator(object_.end()) : Iterator(); }

 private:
  simdjson::dom::object object_;
  bool exists_ = false;
};

// Holds one document at a time, and its buffers for the next. Not for two threads at once; moving it keeps
// its values valid.
class Parser {
 public:
  explicit Parser(std::size_t max_depth = kMaxDepth);

  // The root of `text`, of which nothing is kept: it may go away afterwards. It is copied to be padded; up to
  // 4 GiB. Errors (ErrorCode::usage) say what is wrong and, in `where`, at which byte of `text`.
  [[nodiscard]] Result<Value> parse(std::string_view text);
  // The same without the copy: kPadding bytes after `text` must be readable.
  [[nodiscard]] Result<Value> parse_padded(std::string_view text);

  // The byte at which the text of the last failed parse is wrong; equal to its size when it ends too early.
  [[nodiscard]] std::optional<std::size_t> fault_offset() const { return fault_offset_; }

 private:
  [[nodiscard]] Result<Value> parse(std::string_view text, bool copy);

  std::unique_ptr<simdjson::dom::parser> parser_;
  std::size_t max_depth_;
  std::optional<std::size_t> fault_offset_;
};

// Appends `text` as a JSON string, with its quotes. Bytes that are no UTF-8 go through as they are.
void escape_to(std::string& out, std::string_view text);

inline Type Value::type() const {
  if (!exists()) return Type::absent;
  switch (element_.type()) {
    case simdjson::dom::element_type::ARRAY:
      return Type::array;
    case simdjson::dom::element_type::OBJECT:
      return Type::object;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
      return Type::integer;
    case simdjson::dom::element_type::DOUBLE:
      return Type::real;
    case simdjson::dom::element_type::STRING:
      return Type::string;
    case simdjson::dom::element_type::BOOL:
      return Type::boolean;
    case simdjson::dom::element_type::NULL_VALUE:
      return Type::null;
  }
  return Type::absent;
}

inline std::optional<std::string_view> Value::as_string() const {
  std::string_view text;
  if (!exists() || element_.get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

inline std::optional<double> Value::as_double() const {
  double number = 0;
  if (!exists() || element_.get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

inline std::optional<bool> Value::as_bool() const {
  bool truth = false;
  if (!exists() || element_.get(truth) != simdjson::SUCCESS) return std::nullopt;
  return truth;
}

inline Value Value::operator[](std::string_view key) const {
  simdjson::dom::object object;
  simdjson::dom::element found;
  if (!exists() || element_.get(object) != simdjson::SUCCESS) return {};
  if (object.at_key(key).get(found) != simdjson::SUCCESS) return {};
  return Value(found);
}

inline Items Value::items() const {
  simdjson::dom::array array;
  return exists() && element_.get(array) == simdjson::SUCCESS ? Items(array) : Items();
}

inline Members Value::members() const {
  simdjson::dom::object object;
  return exists() && element_.get(object) == simdjson::SUCCESS ? Members(object) : Members();
}

}  // namespace stint::json
