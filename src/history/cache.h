// A dataset in a file that is mapped into memory as it lies: the columns are used where they are.
//
// The file is written whole beside the old one and put in its place, so a reader never sees half of it. It is
// never trusted: what is cut off, damaged, of another version or another machine's byte order is an error,
// and the caller builds the dataset anew.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "history/dataset.h"
#include "history/fingerprint.h"

namespace stint::history {

// Which state of which store a dataset shows.
struct Stamp {
  std::string store;          // the store's own id
  std::int64_t revision = 0;  // of its journal
  Fingerprint fingerprint;
};

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
