// What issues say about each other, in a dataset that has taken in a run of changed issues.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "history/dataset.h"
#include "history/run.h"

namespace stint::history {

// The issue of that id, where one is given and known, else of that key; kNone where there is none.
using FindIssue = std::function<Index(Index site, std::string_view id, std::string_view key)>;

// Links, parents, children, blockers and reasons of flags: all that the run's issues said before goes, and
// what they say now comes; what others said of issues that had been missing is settled where those have come.
//
// `places`: where each of the run's issues is in the dataset. `inserted`: those that are new in it.
void update_relations(Dataset& all, const Run& run, std::span<const Index> places,
                      std::span<const Index> inserted, const FindIssue& find);

}  // namespace stint::history
