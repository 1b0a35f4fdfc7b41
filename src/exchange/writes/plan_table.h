// Plans in the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/writes/plan.h"
#include "lib/sqlite/database.h"

namespace stint::writes {

// Adds the plan and gives its id.
[[nodiscard]] Result<std::int64_t> insert_plan(sqlite::Database& database, const Plan& plan,
                                               std::string_view token_hash);
// What happens to a plan after it was made: state, times, counts, receipt, conflict, error, undone_by.
[[nodiscard]] Outcome update_plan(sqlite::Database& database, const Plan& plan);

[[nodiscard]] Result<std::optional<Plan>> find_plan(sqlite::Database& database, std::int64_t id);
[[nodiscard]] Result<std::optional<Plan>> find_plan_by_token(sqlite::Database& database,
                                                             std::string_view token_hash);
// The newest first.
[[nodiscard]] Result<std::vector<Plan>> newest_plans(sqlite::Database& database, std::size_t most);

}  // namespace stint::writes
