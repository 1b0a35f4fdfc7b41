// Numbers as JSON writes them, within bounds.
#pragma once

#include <cstdint>
#include <optional>

#include "language/grammar/expression.h"

namespace stint::language::schema {

// The whole numbers from `min` to `max`, both included and of at most 15 digits: no leading zeros, no "-0".
[[nodiscard]] grammar::Expression integers(std::int64_t min, std::int64_t max);

// The same, and those with up to 6 digits behind the point. No exponents. Without a bound: 15 digits before
// the point.
[[nodiscard]] grammar::Expression numbers(std::optional<std::int64_t> min, std::optional<std::int64_t> max);

}  // namespace stint::language::schema
