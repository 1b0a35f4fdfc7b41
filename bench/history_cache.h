// How fast the history cache loads, beside what the memory and the disk give in the same run.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace stint::bench {

// Prints a row for each. From the disk, a copy beside the file is read: what is mapped stays in memory.
[[nodiscard]] Outcome print_cache_rates(const std::filesystem::path& cache);

}  // namespace stint::bench
