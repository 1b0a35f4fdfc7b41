// What a data folder holds that is worth keeping.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "backup/parts.h"
#include "base/instant.h"
#include "base/result.h"

namespace stint::app {

// Left out: what is made anew (history.cache), and files that only tell who is at work (*.lock). `now`: when
// a backup is restored.
[[nodiscard]] std::vector<backup::Part> data_parts(Instant now);

// Keeps servers, imports and writes to trackers from the folder as long as the value lives.
// ErrorCode::conflict when one of them is at work there.
[[nodiscard]] Result<std::shared_ptr<void>> take_data_folder(const std::filesystem::path& data_folder);

}  // namespace stint::app
