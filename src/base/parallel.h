// Loops on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace stint {

// How many threads such loops use. At least 1.
[[nodiscard]] inline unsigned core_count() {
  static const unsigned count = std::max(1U, std::thread::hardware_concurrency());
  return count;
}

// Calls `work(first, last)` for consecutive parts of [0, count) of `grain` each, side by side when there is
// more than one. `work` must not throw; what it writes must depend on the position only, so that the outcome
// does not depend on how many threads there are.
template <class Work>
void for_each_part(std::size_t count, std::size_t grain, Work work) {
  const std::size_t parts = (count + grain - 1) / grain;
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t part = next++; part < parts; part = next++) {
      work(part * grain, std::min(count, (part + 1) * grain));
    }
  };
  const std::size_t threads = std::min<std::size_t>(parts, core_count());
  if (threads <= 1) return run();
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
}

}  // namespace stint
