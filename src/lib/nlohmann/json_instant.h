// Instants in JSON: ISO 8601, or null.
#pragma once

#include <optional>

#include "base/instant.h"
#include "lib/nlohmann/json_document.h"

namespace stint {

[[nodiscard]] inline JsonDocument instant_or_null(const std::optional<Instant>& instant) {
  return instant ? JsonDocument(format_iso(*instant)) : JsonDocument(nullptr);
}

}  // namespace stint
