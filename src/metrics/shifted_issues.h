// Figures whose issues have moved to other places of the dataset because new ones were put between them.
#pragma once

#include <span>
#include <vector>

#include "metrics/finding.h"

namespace stint::metrics {

// Where the issues of before lie now. `inserted`: the places of new ones, sorted.
[[nodiscard]] std::vector<Index> shifted(std::size_t issues_before, std::span<const Index> inserted);

// By such places, whatever names issues: of the analysis all but its dates and groups of issues.
void shift(Analysis& analysis, std::span<const Index> places);
void shift(std::vector<Finding>& findings, std::span<const Index> places);

}  // namespace stint::metrics
