// Telling grammars apart by their content.
#pragma once

#include <cstdint>

#include "language/grammar/expression.h"

namespace stint::language::grammar {

// The same for the same structure, on every machine. Parts that are shared are looked at once.
[[nodiscard]] std::uint64_t fingerprint(const Expression& expression);

}  // namespace stint::language::grammar
