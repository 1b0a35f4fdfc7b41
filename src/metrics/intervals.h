// Sets of half-open spans of time.
#pragma once

#include <vector>

#include "base/instant.h"

namespace stint::metrics {

struct Interval {
  Instant from{};
  Instant to{};  // not inside
};

// Sorted and without overlaps: the same points in time.
[[nodiscard]] std::vector<Interval> united(std::vector<Interval> intervals);

// What is in both; both must be united().
[[nodiscard]] std::vector<Interval> intersected(const std::vector<Interval>& a,
                                                const std::vector<Interval>& b);

[[nodiscard]] Milliseconds total(const std::vector<Interval>& intervals);

}  // namespace stint::metrics
