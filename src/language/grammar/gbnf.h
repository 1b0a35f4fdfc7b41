// A grammar in llama.cpp's notation, for servers that take it.
#pragma once

#include <string>

#include "base/result.h"
#include "language/grammar/expression.h"

namespace stint::language::grammar {

// GBNF with the rule "root" (llama.cpp, grammars/README.md). The same texts, as far as llama.cpp keeps to it:
// it also lets malformed UTF-8 through where a character is allowed, and control tokens where their names
// are; and it never begins a token with U+0000.
//
// Errors: ErrorCode::usage for a grammar that allows nothing, a literal that is no UTF-8, and one that is
// larger than kLargest nodes.
[[nodiscard]] Result<std::string> to_gbnf(const Expression& expression);

}  // namespace stint::language::grammar
