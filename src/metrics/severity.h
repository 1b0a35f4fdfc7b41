// Severities by their names.
#pragma once

#include <optional>
#include <string_view>

#include "metrics/finding.h"

namespace stint::metrics {

// The other way round than severity_name(); nothing for a name that is none.
[[nodiscard]] constexpr std::optional<Severity> parse_severity(std::string_view name) {
  if (name == "info") return Severity::info;
  if (name == "warning") return Severity::warning;
  if (name == "error") return Severity::error;
  return std::nullopt;
}

}  // namespace stint::metrics
