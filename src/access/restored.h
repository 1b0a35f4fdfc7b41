// A database of who may do what that came back from a backup.
#pragma once

#include <filesystem>

#include "access/audit.h"
#include "base/instant.h"
#include "base/result.h"

namespace stint::access {

// Brings it up to date and signs everybody out: sessions that had ended since must not come back. The log
// says so. Errors: as open_database() (schema.h).
[[nodiscard]] Outcome settle_restored(const std::filesystem::path& data_folder, const Act& act,
                                      Instant backup_made);

}  // namespace stint::access
