// What an update of a dataset reached, so that what was worked out of the rest can be kept.
#pragma once

#include <span>
#include <vector>

#include "history/dataset.h"

namespace stint::history {

// Positions in the dataset as it is now; each list sorted, without repeats.
struct Touched {
  std::vector<Index> issues;    // new and changed ones
  std::vector<Index> inserted;  // the new ones of these: what lies behind one has moved by a place
  std::vector<Index> related;   // what related_to() says of the issues, before or now
  std::vector<Index> sprints;   // that one of the issues was ever in, before or now
  std::vector<Index> boards;    // that an issue or a sprint left, stayed on while it changed, or came to
  bool regrouped = false;       // an issue belongs to another board than before
  bool all = false;             // nothing can be kept: other boards, or an issue in another project
};

// Issues of which something is said by way of one of these: linked ones, what it blocks, its parent, its
// sub-tasks. Sorted, without repeats; some of the issues themselves may be among them.
[[nodiscard]] std::vector<Index> related_to(const Dataset& data, std::span<const Index> issues);

// The sprints that one of these was ever in. Sorted, without repeats.
[[nodiscard]] std::vector<Index> sprints_of(const Dataset& data, std::span<const Index> issues);

// Sorts positions and drops repeats.
void unite(std::vector<Index>& positions);

}  // namespace stint::history
