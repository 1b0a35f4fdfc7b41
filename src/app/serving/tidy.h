// What grows is cut back: the daily job of a server.
#pragma once

#include <filesystem>

#include "app/retention_settings.h"
#include "base/instant.h"
#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {

// Removes plans of writes and records of calls to models that are older than the settings say; how many of
// each. Jobs, deliveries and kept reports are cut back whenever one is added. ErrorCode::conflict when a file
// is being written for long.
[[nodiscard]] Result<JsonDocument> tidy(const std::filesystem::path& data_folder,
                                        const RetentionSettings& retention, Instant now);

}  // namespace stint::app
