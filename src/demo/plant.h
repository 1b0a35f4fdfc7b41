// The kinds of trouble that a demo can hold, and their names on the command line and in truth.json.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stint::demo {

enum class Plant : std::uint8_t {
  scope_creep,
  missed_target,
  defect_leakage,
  stale_work,
  unestimated,
  blocked,
  velocity_drop,
  knowledge_silo,
  burnout_risk,
};

[[nodiscard]] std::string_view plant_name(Plant plant);

// The kind of the finding that a detector should report for the plant, e.g. "hygiene" for Plant::blocked.
[[nodiscard]] std::string_view plant_finding_kind(Plant plant);

// Every kind, in the order of the enumeration.
[[nodiscard]] const std::vector<Plant>& all_plants();

// What a demo plants unless told otherwise: those that are not about people.
[[nodiscard]] const std::vector<Plant>& default_plants();

// "scope_creep,blocked", "none" or "all". Repeats count once, spaces are ignored. ErrorCode::usage for an
// unknown or empty name.
[[nodiscard]] Result<std::vector<Plant>> parse_plants(std::string_view text);

}  // namespace stint::demo
