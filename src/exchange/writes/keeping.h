// How long plans of writes are kept. The log of what became of them stays in any case.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/instant.h"
#include "base/result.h"

namespace stint::writes {

// Removes plans from before `oldest` that have come to their end, or were never confirmed and are no longer
// good. What is being sent, or may have been done (`unknown`), stays until somebody has looked. How many
// went. Makes no file where there is none. Errors: as open_database() (schema.h).
[[nodiscard]] Result<std::int64_t> prune_plans(const std::filesystem::path& data_folder, Instant oldest,
                                               Instant now);

// For a database that came back from a backup: brings it up to date, and ends plans that could still be
// confirmed, for they may have been done since.
[[nodiscard]] Outcome settle_restored(const std::filesystem::path& data_folder, Instant now);

}  // namespace stint::writes
