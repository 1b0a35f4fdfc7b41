#include <algorithm>
#include <cstdint>

#include "language/schema/shape.h"

namespace stint::language::schema {
namespace {

enum class Type : std::uint8_t { object, array, string, number, boolean, null };

Type type_of(const JsonDocument& value) {
  if (value.is_string()) return Type::string;
  if (value.is_number()) return Type::number;
  return value.is_boolean() ? Type::boolean : Type::null;
}

// Of every kind but enumerations and alternatives.
struct TypeOfKind {
  Type operator()(const ObjectShape&) const { return Type::object; }
  Type operator()(const ArrayShape&) const { return Type::array; }
  Type operator()(const StringShape&) const { return Type::string; }
  Type operator()(const DateShape&) const { return Type::string; }
  Type operator()(const IntegerShape&) const { return Type::number; }
  Type operator()(const NumberShape&) const { return Type::number; }
  Type operator()(const BooleanShape&) const { return Type::boolean; }
  Type operator()(const NullShape&) const { return Type::null; }
  Type operator()(const EnumShape&) const { return Type::null; }
  Type operator()(const AnyShape&) const { return Type::null; }
};

bool none_in(const EnumShape& listed, const Shape& other) {
  return std::ranges::all_of(listed.values, [&](const JsonDocument& value) {
    if (const auto* const also = std::get_if<EnumShape>(&other.kind)) {
      return std::ranges::find(also->values, value) == also->values.end();
    }
    return type_of(value) != std::visit(TypeOfKind{}, other.kind);
  });
}

// A property that one needs, and the other does not have or has with other values.
bool told_apart(const ObjectShape& a, const ObjectShape& b) {
  return std::ranges::any_of(a.properties, [&](const Property& property) {
    const auto same = std::ranges::find(b.properties, property.name, &Property::name);
    if (same == b.properties.end()) return property.required;
    return property.required && same->required && disjoint(*property.shape, *same->shape);
  });
}

}  // namespace

bool disjoint(const Shape& a, const Shape& b) {
  if (const auto* const any = std::get_if<AnyShape>(&a.kind)) {
    return std::ranges::all_of(any->alternatives, [&](const ShapePointer& one) { return disjoint(*one, b); });
  }
  if (std::holds_alternative<AnyShape>(b.kind)) return disjoint(b, a);
  if (const auto* const listed = std::get_if<EnumShape>(&a.kind)) return none_in(*listed, b);
  if (std::holds_alternative<EnumShape>(b.kind)) return disjoint(b, a);
  if (std::visit(TypeOfKind{}, a.kind) != std::visit(TypeOfKind{}, b.kind)) return true;
  const auto* const first = std::get_if<ObjectShape>(&a.kind);
  const auto* const second = std::get_if<ObjectShape>(&b.kind);
  return first != nullptr && second != nullptr &&
         (told_apart(*first, *second) || told_apart(*second, *first));
}

}  // namespace stint::language::schema
