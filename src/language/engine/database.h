// Where answers and records of calls are kept: language.db in the data folder. Losing it loses nothing but
// time.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::language {

// Makes folder (mode 0700) and file (mode 0600) where they are missing. A file that is damaged or newer than
// this program is an error that says so; callers go on without it.
[[nodiscard]] Result<sqlite::Database> open_database(const std::filesystem::path& data_folder);
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_folder);

}  // namespace stint::language
