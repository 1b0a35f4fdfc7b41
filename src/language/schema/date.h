// Days of the Gregorian calendar as texts: "2026-11-21", years 0000 to 9999 (RFC 3339, full-date).
#pragma once

#include <string_view>

#include "language/grammar/expression.h"

namespace stint::language::schema {

// Exactly the days that exist, without quotation marks.
[[nodiscard]] grammar::Expression dates();

// The same as a regular expression (ECMAScript).
inline constexpr std::string_view kDatePattern =
    "^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|"
    "02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
    "$";

}  // namespace stint::language::schema
