// The database's schema as numbered migrations. docs/store.md describes the tables.
#pragma once

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::store {

// The version that this program writes.
[[nodiscard]] int schema_version();

// Brings the database to schema_version(), each step in a transaction of its own. A database of a newer
// version is ErrorCode::conflict, a SQLite file that is not ours is ErrorCode::usage; neither is touched.
[[nodiscard]] Outcome migrate(sqlite::Database& database);

// Whether the database may be written by this program: it is new, or ours and not of a newer version. Writes
// nothing; the errors are those of migrate().
[[nodiscard]] Outcome check_writable(sqlite::Database& database);

// Checks, without writing, that the database is ours and of this version.
[[nodiscard]] Outcome check_version(sqlite::Database& database);

}  // namespace stint::store
