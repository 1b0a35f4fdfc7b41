// Several requests at once. Waiting for a network takes no core, so their number does not depend on the
// machine's.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace stint::tracker {

// Calls `work(i)` for each i below `count`, on at most `width` threads, the caller's included. `work` must
// not throw, and writes only to what belongs to its own i: so the outcome does not depend on the order.
template <class Work>
void side_by_side(std::size_t count, std::size_t width, Work work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t threads = std::min(count, width);
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
}

}  // namespace stint::tracker
