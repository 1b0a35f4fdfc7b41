// Which part of the time between start and done somebody could work on an item.
//
// Active: in progress, not blocked (blocked.h), and not in a status that means waiting. Elapsed: all time
// from start to done, nights and weekends included; so is what an item spent done before it was reopened.
// Items are those that throughput counts, done within option flow_efficiency.days whole days before as-of.
#pragma once

#include <optional>
#include <vector>

#include "metrics/completions.h"
#include "metrics/context.h"
#include "metrics/flow_dates.h"
#include "metrics/sprint_ledger.h"
#include "metrics/throughput.h"

namespace stint::metrics {

struct ItemEfficiency {
  Index issue = kNone;
  Milliseconds active{0};
  Milliseconds elapsed{0};  // more than zero

  [[nodiscard]] double ratio() const {
    return static_cast<double>(active.count()) / static_cast<double>(elapsed.count());
  }
};

struct FlowEfficiency {
  Index board = kNone;
  DayWindow window;
  std::vector<ItemEfficiency> items;  // by the instant they were done
  std::optional<double> total;        // Σ active / Σ elapsed; nothing without items
  std::optional<double> median;       // of the items' ratios
  // "no_start", "zero_elapsed" (started and done at one instant), "no_history", and those of throughput.
  std::vector<Excluded> excluded;
};

// Nothing for an item without start or done, or with no time between them.
[[nodiscard]] std::optional<ItemEfficiency> item_efficiency(const Context& context,
                                                            const history::Issue& issue,
                                                            const FlowDates& dates);

[[nodiscard]] FlowEfficiency flow_efficiency(const Context& context, Index board,
                                             const BoardCompletions& completions,
                                             std::span<const FlowDates> dates);

}  // namespace stint::metrics
