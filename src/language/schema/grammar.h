// A schema as a grammar.
#pragma once

#include "language/grammar/expression.h"
#include "language/schema/schema.h"

namespace stint::language {

// JSON of the schema's shape in one compact form: properties in the schema's order, at most one space behind
// ':' and
// ',' and none elsewhere, no escapes but \" \\ \b \f \n \r \t and those where needed, numbers without
// exponents. Everything it allows validates; what validates and is written like this is allowed.
[[nodiscard]] grammar::Expression schema_grammar(const Schema& schema);

// Any JSON object, in the same form. It may hold arrays and objects, in which others lie, so many deep.
inline constexpr int kObjectDepth = 3;
[[nodiscard]] grammar::Expression object_grammar();

}  // namespace stint::language
