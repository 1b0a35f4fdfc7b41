// A report with made-up but plausible figures, and one where everything is as awkward as it can be.
#pragma once

#include "report/report.h"

namespace stint::test {

[[nodiscard]] report::Report sample_report();

// A scatter of `count` made-up items, their logarithms spread by `spread`.
[[nodiscard]] report::Section cycle_time_section(std::size_t count, double spread);

// Hostile texts, a single point, huge values, long names, nothing at all.
[[nodiscard]] report::Report awkward_report();

}  // namespace stint::test
