// When a sprint ran, as far as as-of can see.
#pragma once

#include <optional>

#include "metrics/context.h"

namespace stint::metrics {

struct SprintWindow {
  Instant start{};      // S: when it was activated, else its planned start
  Instant end{};        // E: when it was completed (closed without: its planned end), never later than as-of
  bool closed = false;  // at as-of
  std::optional<Instant> planned_end;
};

// Nothing for a sprint that had not been started at as-of.
[[nodiscard]] std::optional<SprintWindow> sprint_window(const Context& context,
                                                        const history::Sprint& sprint);

}  // namespace stint::metrics
