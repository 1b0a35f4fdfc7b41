#include "language/schema/grammar.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "language/schema/date.h"
#include "language/schema/number.h"
#include "language/schema/shape.h"

namespace stint::language::schema {
namespace {

using namespace grammar;

Expression expression_of(const Shape& shape);

Expression after(std::string_view mark) {
  return seq({text(mark), grammar::optional(text(" "))});
}

// One character of a string, which is one code point.
Expression character() {
  const CharacterClass plain = CharacterClass{{0x20, 0x10FFFF}}.without(CharacterClass::of("\"\\"));
  return choice({one_of(plain), seq({text("\\"), one_of(CharacterClass::of("\"\\bfnrt"))})});
}

Expression string_of(std::uint32_t min, std::optional<std::uint32_t> max) {
  return seq({text("\""), repeat(character(), min, max), text("\"")});
}

// Any number of items with commas between them.
Expression list_of(const Expression& item) {
  return grammar::optional(seq({item, repeat(seq({after(","), item}), 0)}));
}

Expression any_value(int depth);

Expression any_object(int depth) {
  return seq({text("{"), list_of(seq({string_of(0, {}), after(":"), any_value(depth)})), text("}")});
}

Expression any_value(int depth) {
  std::vector<Expression> ways{string_of(0, {}), numbers({}, {}), text("true"), text("false"), text("null")};
  if (depth > 0) {
    ways.push_back(seq({text("["), list_of(any_value(depth - 1)), text("]")}));
    ways.push_back(any_object(depth - 1));
  }
  return choice(std::move(ways));
}

Expression member(const Property& property) {
  return seq({text(JsonDocument(property.name).dump()), after(":"), expression_of(*property.shape)});
}

// Members from `begin` on, when there was one before.
Expression further(const std::vector<Property>& properties, std::size_t begin) {
  std::vector<Expression> parts;
  for (std::size_t i = begin; i < properties.size(); ++i) {
    Expression part = seq({after(","), member(properties[i])});
    parts.push_back(properties[i].required ? std::move(part) : grammar::optional(std::move(part)));
  }
  return seq(std::move(parts));
}

Expression members(const std::vector<Property>& properties) {
  const auto required = std::ranges::find(properties, true, &Property::required);
  const auto first = static_cast<std::size_t>(required - properties.begin());
  if (required == properties.end()) {
    // By whichever comes first; perhaps none.
    std::vector<Expression> ways{Expression()};
    for (std::size_t i = 0; i < properties.size(); ++i) {
      ways.push_back(seq({member(properties[i]), further(properties, i + 1)}));
    }
    return choice(std::move(ways));
  }
  std::vector<Expression> parts;
  for (std::size_t i = 0; i < first; ++i) {
    parts.push_back(grammar::optional(seq({member(properties[i]), after(",")})));
  }
  parts.push_back(member(*required));
  parts.push_back(further(properties, first + 1));
  return seq(std::move(parts));
}

struct ToExpression {
  Expression operator()(const ObjectShape& object) const {
    return seq({text("{"), members(object.properties), text("}")});
  }
  Expression operator()(const ArrayShape& array) const {
    if (array.max == 0U) return text("[]");
    const Expression item = expression_of(*array.items);
    const std::uint32_t least = std::max(array.min, 1U);
    std::optional<std::uint32_t> most;
    if (array.max) most = *array.max - 1;
    Expression items = seq({item, repeat(seq({after(","), item}), least - 1, most)});
    if (array.min == 0) items = grammar::optional(std::move(items));
    return seq({text("["), std::move(items), text("]")});
  }
  Expression operator()(const StringShape& string) const { return string_of(string.min, string.max); }
  Expression operator()(const DateShape&) const { return seq({text("\""), dates(), text("\"")}); }
  Expression operator()(const IntegerShape& integer) const { return integers(integer.min, integer.max); }
  Expression operator()(const NumberShape& number) const { return numbers(number.min, number.max); }
  Expression operator()(const BooleanShape&) const { return choice({text("true"), text("false")}); }
  Expression operator()(const NullShape&) const { return text("null"); }
  Expression operator()(const EnumShape& listed) const {
    std::vector<std::string> texts;
    for (const JsonDocument& value : listed.values) texts.push_back(value.dump());
    return any_of(texts);
  }
  Expression operator()(const AnyShape& any) const {
    std::vector<Expression> ways;
    for (const ShapePointer& one : any.alternatives) ways.push_back(expression_of(*one));
    return choice(std::move(ways));
  }
};

Expression expression_of(const Shape& shape) {
  return std::visit(ToExpression{}, shape.kind);
}

}  // namespace
}  // namespace stint::language::schema

namespace stint::language {

grammar::Expression schema_grammar(const Schema& schema) {
  return schema::expression_of(schema.shape());
}

grammar::Expression object_grammar() {
  return schema::any_object(kObjectDepth);
}

}  // namespace stint::language
