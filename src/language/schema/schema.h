// The shape of an answer: the subset of JSON Schema that can be promised.
//
// Taken: type (one or several of object, array, string, integer, number, boolean, null), properties,
// required, additionalProperties false, items, minItems, maxItems, minLength, maxLength, enum and const of
// scalars, minimum and maximum (integers; whole bounds for numbers), exclusiveMinimum and exclusiveMaximum
// (integers), format "date", anyOf, oneOf of alternatives that exclude each other, and $ref to #/$defs or
// #/definitions without recursion. title, description, default, examples, $schema, $comment, deprecated,
// readOnly and writeOnly mean nothing here. Everything else is refused by name: what is not understood cannot
// be kept to.
//
// Stricter than the letter of JSON Schema in one thing: an object has the properties that are named and no
// others, as if additionalProperties were false everywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint {
class JsonSchema;
}

namespace stint::language {

namespace schema {
struct Shape;
}

// Immutable and cheap to copy; any number of threads may use it.
class Schema {
 public:
  // Errors: ErrorCode::usage with the JSON pointer of what is not supported in `where`.
  [[nodiscard]] static Result<Schema> parse(std::string_view json);

  // The same with the string at `pointer` (to its schema: "/properties/status", "/$defs/user") pinned to
  // `values`, which may be known only now. They take the place of an enum, a const, and limits of length and
  // format there; null stays possible where it was. ErrorCode::usage when there is no string there, or no
  // value.
  [[nodiscard]] Result<Schema> with_enum(std::string_view pointer, std::span<const std::string> values) const;

  [[nodiscard]] const std::string& text() const;  // JSON, as it was given; written anew where it was pinned
  // JSON Schema of exactly the values that are allowed: references resolved, additionalProperties false
  // everywhere, without words.
  [[nodiscard]] const std::string& strict_text() const;
  [[nodiscard]] std::uint64_t hash() const;  // of text(); the same on every machine
  [[nodiscard]] const schema::Shape& shape() const;
  [[nodiscard]] const JsonSchema& checker() const;  // of strict_text()

 private:
  struct Content;
  explicit Schema(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

}  // namespace stint::language
