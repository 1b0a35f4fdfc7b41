// The database of users, sessions, keys, reactions and the audit log: a file of its own, so that data can be
// thrown away and imported again without anybody losing access.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::access {

[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_folder);

// Creates the folder (mode 0700) and the file (0600) where missing, and brings it up to date. What is
// committed is on the disk. Errors: ErrorCode::conflict for a file of a newer version, usage for one of
// another program, failure where the folder or the file cannot be used.
[[nodiscard]] Result<sqlite::Database> open_database(const std::filesystem::path& data_folder);

}  // namespace stint::access
