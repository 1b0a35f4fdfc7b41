// The dataset of what a store holds.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "history/dataset.h"

namespace stint::history {

struct LoadOptions {
  std::string project;       // only issues of that project, by key in any case; empty: all
  std::string points_field;  // id or name; empty: the store's setting, else as EstimateFieldRule says
  unsigned threads = 0;      // 0: as many as the machine has cores
};

// Reads with several connections side by side. Errors: ErrorCode::not_found when there is no store yet or no
// such project in it (the message then names those there are).
[[nodiscard]] Result<Dataset> load(const std::filesystem::path& data_folder, const LoadOptions& options);

}  // namespace stint::history
