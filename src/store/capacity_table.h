// What teams have said they can do in each sprint. docs/store.md describes the table.
#pragma once

#include <vector>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "store/definitions.h"
#include "tracker/capacity.h"

namespace stint::store {

struct CapacityRow {
  SiteId site = 0;
  tracker::SprintCapacity capacity;
};

// By site, sprint and board.
[[nodiscard]] Result<std::vector<CapacityRow>> read_capacities(sqlite::Database& database);

// In the place of what is known of that team in that sprint, inside the caller's transaction. True: it
// differs.
[[nodiscard]] Result<bool> replace_capacity(sqlite::Database& database, SiteId site,
                                            const tracker::SprintCapacity& capacity);

}  // namespace stint::store
