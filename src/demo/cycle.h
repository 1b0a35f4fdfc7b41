// When work on an issue began and ended, and whether a board's weeks were out of the usual at the end.
#pragma once

#include <optional>

#include "demo/model.h"

namespace stint::demo {

struct Cycle {
  std::optional<Instant> start;
  std::optional<Instant> done;
};

// As the issue stands at the end: nothing for one in To Do.
[[nodiscard]] Cycle cycle_of(const Issue& issue);

// From one day to another, both counted.
[[nodiscard]] std::int64_t days_from_to(Instant from, Instant to);

// Whether a process-behaviour chart of the last 26 whole weeks shows fewer finishes, or longer median cycle
// times, than usual in one of the last five points.
[[nodiscard]] bool weeks_got_worse(const Board& board);

}  // namespace stint::demo
