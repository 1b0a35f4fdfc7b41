// The database of planned and done writes: a file of its own, so that a sync that is running holds nothing
// up.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::writes {

[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_folder);

// Creates the folder (mode 0700) and the file (0600) where missing, and brings it up to date. What is
// committed is on the disk. Errors: ErrorCode::conflict for a file of a newer version, usage for one of
// another program.
[[nodiscard]] Result<sqlite::Database> open_database(const std::filesystem::path& data_folder);

}  // namespace stint::writes
