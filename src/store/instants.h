// Instants in columns: milliseconds since 1970, NULL where there is none.
#pragma once

#include <cstdint>
#include <optional>

#include "base/instant.h"
#include "lib/sqlite/database.h"

namespace stint::store {

[[nodiscard]] inline std::optional<std::int64_t> ms_of(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return to_epoch_ms(*instant);
}

[[nodiscard]] inline std::optional<Instant> instant_of(const sqlite::Statement& row, int column) {
  if (const auto ms = row.optional_integer(column)) return from_epoch_ms(*ms);
  return std::nullopt;
}

}  // namespace stint::store
