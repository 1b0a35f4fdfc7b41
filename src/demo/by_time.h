// Putting the few entries of one issue in order of time.
#pragma once

#include <algorithm>
#include <vector>

namespace stint::demo {

// Sorts by `.at`; what happened at the same moment keeps its order. Meant for short lists that are nearly in
// order, where insertion is the quickest way.
template <class Entry>
void sort_by_time(std::vector<Entry>& entries) {
  const auto earlier = [](const Entry& a, const Entry& b) { return a.at < b.at; };
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    std::rotate(std::upper_bound(entries.begin(), entry, *entry, earlier), entry, entry + 1);
  }
}

}  // namespace stint::demo
