// A database of jobs and alerts that came back from a backup.
#pragma once

#include <filesystem>

#include "base/instant.h"
#include "base/result.h"

namespace stint::jobs {

// Brings it up to date. What should have gone out by `now` may have done so after the backup was made, and is
// not sent again. Errors: as open_database() (schema.h).
[[nodiscard]] Outcome settle_restored(const std::filesystem::path& data_folder, Instant now);

}  // namespace stint::jobs
