// Made-up histories of several teams that depend on each other.
#pragma once

#include <cstdint>
#include <string>

#include "metrics/options.h"

namespace stint::test {

// A scenario of five projects, four of them with a board and sprints one after the other, and a few dozen
// issues: bugs, sub-tasks, items that are blocked by or linked with those of other projects, or that were in
// another team's sprint. As-of is somewhere in the second half.
[[nodiscard]] std::string many_boards_scenario(std::uint32_t seed);

// Windows so short and least numbers so low that little data says much.
[[nodiscard]] metrics::Options sensitive_options();

}  // namespace stint::test
