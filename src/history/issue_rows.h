// Issues out of the store's rows.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "history/builder.h"
#include "history/overrides.h"
#include "lib/sqlite/database.h"

namespace stint::history {

// Both ends are in it.
struct RefRange {
  std::int64_t first = 0;
  std::int64_t last = -1;
};

// Adds the issues whose refs are in the ranges. Of the overrides only what decides how to read is used.
[[nodiscard]] Outcome read_issues(sqlite::Database& database, const Overrides& overrides,
                                  std::span<const RefRange> ranges, DatasetBuilder& builder);

}  // namespace stint::history
