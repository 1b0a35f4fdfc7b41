// Databases that are brought up to date by numbered steps. The number of steps done is the file's
// user_version.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::sqlite {

struct Migrations {
  std::int64_t application_id = 0;     // so that `file` and we recognise our databases
  std::span<const char* const> steps;  // SQL, the oldest first; steps that were ever done are never changed
};

// Whether the database may be brought up to date: it is new, or ours and not of a newer version. Writes
// nothing. ErrorCode::usage for another program's, ErrorCode::conflict for a newer one.
[[nodiscard]] Outcome check_migratable(Database& database, const Migrations& migrations);

// Does the steps that are missing, each in a transaction of its own. Errors as above.
[[nodiscard]] Outcome migrate(Database& database, const Migrations& migrations);

}  // namespace stint::sqlite
