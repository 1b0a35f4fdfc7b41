// Databases that hold what nobody else may read.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "lib/sqlite/migrations.h"

namespace stint::sqlite {

// Creates the folder (mode 0700) where missing. ErrorCode::failure where it cannot be used.
[[nodiscard]] Outcome make_private_folder(const std::filesystem::path& folder);

// Creates folder and file (0600) where missing, and brings the file up to date. What is committed is on the
// disk. `pragmas` is SQL of the file's own. Errors: as check_migratable(), with the file; ErrorCode::failure
// where folder or file cannot be used.
[[nodiscard]] Result<Database> open_private(const std::filesystem::path& file, const Migrations& migrations,
                                            std::string_view pragmas = {});

}  // namespace stint::sqlite
