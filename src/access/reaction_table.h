// The rows of reactions, for transactions of other tables.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::access {

// A user goes: what they had seen and put off too; their ratings stay without them.
[[nodiscard]] Outcome forget_reactions(sqlite::Database& database, std::int64_t user);

}  // namespace stint::access
