#include "history/touched.h"

#include <algorithm>

namespace stint::history {

std::vector<Index> related_to(const Dataset& data, std::span<const Index> issues) {
  std::vector<Index> related;
  std::vector<Index> sorted{issues.begin(), issues.end()};
  unite(sorted);
  for (const Index issue : sorted) {
    for (const Link& link : Dataset::part_of(data.links, issue)) related.push_back(link.other);
    for (const Child& part : data.children_of(issue)) related.push_back(part.child);
    if (const Index parent = data.issues[issue].parent; parent != kNone) related.push_back(parent);
  }
  for (const BlockedBy& row : data.blocked_by) {
    if (row.blocker != kNone && std::ranges::binary_search(sorted, row.blocker)) related.push_back(row.issue);
  }
  unite(related);
  return related;
}

std::vector<Index> sprints_of(const Dataset& data, std::span<const Index> issues) {
  std::vector<Index> sprints;
  for (const Index issue : issues) {
    for (const Event& event : data.events_of(data.issues[issue])) {
      if (event.kind == EventKind::sprint_enter) sprints.push_back(event.to());
    }
  }
  unite(sprints);
  return sprints;
}

void unite(std::vector<Index>& positions) {
  std::ranges::sort(positions);
  const auto repeated = std::ranges::unique(positions);
  positions.erase(repeated.begin(), repeated.end());
}

}  // namespace stint::history
