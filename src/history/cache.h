// A dataset in a file that is mapped into memory as it lies: the columns are used where they are.
//
// The file is written whole beside the old one and put in its place, so a reader never sees half of it. It is
// never trusted: what is cut off, damaged, of another version or another machine's byte order is an error,
// and the caller builds the dataset anew.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "history/dataset.h"
#include "history/stamp.h"

namespace stint::history {

struct Cached {
  Dataset dataset;
  Stamp stamp;
};

[[nodiscard]] std::filesystem::path cache_file(const std::filesystem::path& data_folder);

// Errors: ErrorCode::not_found, or ErrorCode::failure saying what is wrong with the file.
[[nodiscard]] Result<Cached> read_cache(const std::filesystem::path& file);

[[nodiscard]] Outcome write_cache(const std::filesystem::path& file, const Dataset& dataset,
                                  const Stamp& stamp);

}  // namespace stint::history
