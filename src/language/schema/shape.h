// What a schema allows, as values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lib/nlohmann/json_document.h"

namespace stint::language::schema {

struct Shape;
using ShapePointer = std::shared_ptr<const Shape>;  // never null

struct Property {
  std::string name;
  ShapePointer shape;
  bool required = false;
};

struct ObjectShape {
  std::vector<Property> properties;  // in the schema's order, and no others
};
struct ArrayShape {
  ShapePointer items;
  std::uint32_t min = 0;
  std::optional<std::uint32_t> max;
};
struct StringShape {
  std::uint32_t min = 0;  // code points
  std::optional<std::uint32_t> max;
};
struct DateShape {};  // "2026-11-21", of the Gregorian calendar
// Of at most 15 digits, so that every reader takes it for the same number.
struct IntegerShape {
  static constexpr std::int64_t kLargest = 999'999'999'999'999;
  std::int64_t min = -kLargest;  // both included
  std::int64_t max = kLargest;
};
struct NumberShape {
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
};
struct BooleanShape {};
struct NullShape {};
struct EnumShape {
  std::vector<JsonDocument> values;  // scalars, at least one
};
struct AnyShape {
  std::vector<ShapePointer> alternatives;  // at least one
};

struct Shape {
  std::variant<ObjectShape, ArrayShape, StringShape, DateShape, IntegerShape, NumberShape, BooleanShape,
               NullShape, EnumShape, AnyShape>
      kind;
};

// No value is of both shapes. False when that is not certain.
[[nodiscard]] bool disjoint(const Shape& a, const Shape& b);

// JSON Schema of exactly the values of a shape.
[[nodiscard]] JsonDocument strict_schema(const Shape& shape);

}  // namespace stint::language::schema
