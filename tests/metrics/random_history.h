// Made-up histories, as scenarios, for properties that must hold of any.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "base/instant.h"

namespace stint::test {

// A board with three sprints, one after the other with a gap and an overlap, and a handful of issues that are
// moved between them, estimated, flagged, done, reopened and commented, often at the same instant or exactly
// when a sprint begins or ends. The first issue of each sprint is in it from before its start and never
// leaves.
[[nodiscard]] std::string random_scenario(std::uint32_t seed);

// The same without anything that happened later.
[[nodiscard]] std::string truncated(const std::string& scenario, Instant as_of);

// `number` of 0 … below `bound`, the same on every machine.
[[nodiscard]] std::uint32_t draw(std::mt19937& random, std::uint32_t bound);

}  // namespace stint::test
