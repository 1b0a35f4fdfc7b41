// Histories as lists of changes: their order and their identity.
#pragma once

#include <cstdint>
#include <vector>

#include "tracker/model.h"

namespace stint::tracker {

// Sorts by (instant, history id, position) and drops repeated identities. History ids compare as numbers when
// they are. No source is trusted to be sorted.
void sort_changes(std::vector<Change>& changes);

// How many different history entries a sorted list holds.
[[nodiscard]] std::int64_t count_histories(const std::vector<Change>& changes);

}  // namespace stint::tracker
