// The data folder: one SQLite database in WAL mode, many readers, one writer.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::store {

// Where the database of a data folder lies.
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& data_folder);
[[nodiscard]] bool exists(const std::filesystem::path& data_folder);

// A connection for reading. Errors: ErrorCode::not_found when there is no database yet.
[[nodiscard]] Result<sqlite::Database> open_for_reading(const std::filesystem::path& data_folder);

// The right to write, held until destroyed. A second writer on the same folder gets ErrorCode::conflict at
// once; a process that dies gives the right back.
class WriteLock {
 public:
  [[nodiscard]] static Result<WriteLock> acquire(const std::filesystem::path& data_folder);
  WriteLock(WriteLock&& other) noexcept;
  WriteLock& operator=(WriteLock&&) = delete;
  ~WriteLock();

 private:
  explicit WriteLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// Creates folder (mode 0700) and database where missing, migrates, and gives a connection for writing.
[[nodiscard]] Result<sqlite::Database> open_for_writing(const std::filesystem::path& data_folder,
                                                        const WriteLock& lock);

// Moves everything from the write-ahead log into the database file and to the disk.
[[nodiscard]] Outcome checkpoint(sqlite::Database& database);

}  // namespace stint::store
