// Choices kept with the data, by name.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::store {

// Field id or name that holds the estimate where no board says so.
inline constexpr std::string_view kPointsField = "points_field";

// Empty when it was never set.
[[nodiscard]] Result<std::string> get_setting(sqlite::Database& database, std::string_view name);
[[nodiscard]] Outcome set_setting(sqlite::Database& database, std::string_view name, std::string_view value);

}  // namespace stint::store
