// How one item moves through the columns within one sprint.
#pragma once

#include "demo/workbench.h"

namespace stint::demo {

struct Stretch {
  WorkMinute from;
  WorkMinute to;
  [[nodiscard]] WorkMinute length() const { return to - from; }
  // The minute at `permille` of the way.
  [[nodiscard]] WorkMinute part(std::int64_t permille) const { return from + length() * permille / 1000; }
};

// Gives the item to someone, unless it has an assignee already.
void assign(Workbench& bench, Issue& issue, Instant at);

// To done, within `stretch`; work already begun is finished in its first half. Returns the minute of the
// first arrival at done.
WorkMinute finish_item(Workbench& bench, Issue& issue, Stretch stretch);

// To in progress at `start`, and on to review at `review` unless that is not before `stretch.to`.
void start_item(Workbench& bench, Issue& issue, WorkMinute start, WorkMinute review, Stretch stretch);

// Flag on at `from` and, unless `to` is not after it, off at `to`; a comment tells why.
void flag_item(Workbench& bench, Issue& issue, WorkMinute from, WorkMinute to);

// The last working minute at least `days_x10` tenths of a day before the export's end.
[[nodiscard]] WorkMinute before_end(const Workbench& bench, std::int64_t days_x10);

}  // namespace stint::demo
