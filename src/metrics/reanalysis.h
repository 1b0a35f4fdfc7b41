// Everything that is to be said of a dataset, and how to bring it up to date at a fraction of its price.
//
// What is kept: the dates of issues that did not change; sprints, work in progress, completions and trends of
// boards that none of the changed issues belongs to; defects of projects likewise; and what was found of all
// these. What depends on as-of alone (ages, windows that end with it, the state of work, who knows what) is
// put right for all.
#pragma once

#include <vector>

#include "history/touched.h"
#include "metrics/finding.h"

namespace stint::metrics {

struct Assessment {
  Analysis analysis;
  std::vector<Finding> findings;  // find_all()
};

[[nodiscard]] Assessment assess(const Context& context);

// The same as assess(now), from what was assessed before: of the same dataset, into which update() has put
// what `touched` says since, if anything. As-of may have moved either way. The dataset may lie elsewhere now;
// `before` is not asked about it. Where nothing can be kept, because of other options, another zone or
// calendar, or boards that moved, everything is worked out anew.
[[nodiscard]] Assessment reassess(Assessment before, const Context& now, const history::Touched& touched);

}  // namespace stint::metrics
