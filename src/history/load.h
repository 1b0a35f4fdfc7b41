// The dataset of what a store holds.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/dataset.h"
#include "history/overrides.h"
#include "history/stamp.h"

namespace stint::history {

struct LoadOptions {
  std::string project;       // only issues of that project, by key in any case; empty: all
  std::string points_field;  // id or name; empty: the store's setting, else as EstimateFieldRule says
  Overrides overrides;
  bool use_cache = true;  // and keep it up to date, where the folder can be written to
};

struct Loaded {
  Dataset dataset;
  Stamp stamp;
  std::vector<Unmatched> unmatched;  // overrides that name nothing there is
  // How it came about: "cache", "cache and N changed issues", "store". For those who measure.
  std::string source;
};

// From the history cache when it shows the store's state or nearly so, else from the store, by several
// connections side by side. Errors: ErrorCode::not_found when there is no store yet or no such project in it
// (the message then names those there are).
[[nodiscard]] Result<Loaded> load(const std::filesystem::path& data_folder, const LoadOptions& options);

}  // namespace stint::history
