#include <string>

#include "language/schema/date.h"
#include "language/schema/shape.h"

namespace stint::language::schema {
namespace {

struct ToSchema {
  JsonDocument operator()(const ObjectShape& object) const {
    JsonDocument properties = JsonDocument::object();
    JsonDocument required = JsonDocument::array();
    for (const Property& property : object.properties) {
      properties[property.name] = strict_schema(*property.shape);
      if (property.required) required.push_back(property.name);
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
  }
  JsonDocument operator()(const ArrayShape& array) const {
    JsonDocument result{{"type", "array"}, {"items", strict_schema(*array.items)}, {"minItems", array.min}};
    if (array.max) result["maxItems"] = *array.max;
    return result;
  }
  JsonDocument operator()(const StringShape& string) const {
    JsonDocument result{{"type", "string"}, {"minLength", string.min}};
    if (string.max) result["maxLength"] = *string.max;
    return result;
  }
  JsonDocument operator()(const DateShape&) const {
    return {{"type", "string"}, {"pattern", std::string(kDatePattern)}};
  }
  JsonDocument operator()(const IntegerShape& integer) const {
    return {{"type", "integer"}, {"minimum", integer.min}, {"maximum", integer.max}};
  }
  JsonDocument operator()(const NumberShape& number) const {
    JsonDocument result{{"type", "number"}};
    if (number.min) result["minimum"] = *number.min;
    if (number.max) result["maximum"] = *number.max;
    return result;
  }
  JsonDocument operator()(const BooleanShape&) const { return {{"type", "boolean"}}; }
  JsonDocument operator()(const NullShape&) const { return {{"type", "null"}}; }
  JsonDocument operator()(const EnumShape& listed) const {
    JsonDocument values = JsonDocument::array();
    for (const JsonDocument& value : listed.values) values.push_back(value);
    return {{"enum", std::move(values)}};
  }
  JsonDocument operator()(const AnyShape& any) const {
    JsonDocument alternatives = JsonDocument::array();
    for (const ShapePointer& one : any.alternatives) alternatives.push_back(strict_schema(*one));
    return {{"anyOf", std::move(alternatives)}};
  }
};

}  // namespace

JsonDocument strict_schema(const Shape& shape) {
  return std::visit(ToSchema{}, shape.kind);
}

}  // namespace stint::language::schema
