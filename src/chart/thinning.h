// Fewer marks where there are more than an eye, or a file, can take. Deterministic: the same points give the
// same choice.
#pragma once

#include <cstddef>
#include <vector>

#include "chart/svg.h"

namespace stint::chart {

// Indices into `points`, rising: all where they are no more than `most` (≥ 2). Otherwise, of several on the
// same spot (a third of a unit) the first stays; if there are still too many, evenly spaced ones stay: of
// those for which `keep` says true up to a third of `most`, and of the rest.
[[nodiscard]] std::vector<std::size_t> thinned(const std::vector<Point>& points,
                                               const std::vector<bool>& keep, std::size_t most);

}  // namespace stint::chart
