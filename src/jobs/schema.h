// The database of jobs, schedules and alerts: a file of its own, "jobs.db", that nobody else may read.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::jobs {

// A connection to the database, and the right to do what it is for: one process at a time has it, so that
// nothing is taken for abandoned that another process is still at.
struct OwnedDatabase {
  sqlite::Database database;
  files::OpenFile lock;
};

// The right alone. Creates the folder (mode 0700) where missing. ErrorCode::conflict when another process has
// it.
[[nodiscard]] Result<files::OpenFile> lock_for(const std::filesystem::path& data_folder,
                                               std::string_view purpose);

// Creates the folder (mode 0700) and the file (0600) where missing, and brings it up to date. What is
// committed is on the disk. `purpose` names the lock: "jobs" or "alerts". ErrorCode::conflict when another
// process has it, or for a file of a newer version; usage for one of another program.
[[nodiscard]] Result<OwnedDatabase> open_database(const std::filesystem::path& data_folder,
                                                  std::string_view purpose);

}  // namespace stint::jobs
