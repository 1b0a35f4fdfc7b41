// Work on hostile input, in a process of its own that is ended when it takes too much. POSIX.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace stint {

struct Confines {
  std::chrono::milliseconds time{10'000};  // by the clock on the wall
  std::chrono::seconds processor{1};
  std::uint64_t memory = std::uint64_t{256} << 20U;  // bytes beyond what this process has
  std::size_t answer = std::size_t{1} << 20U;        // bytes that may come back
};

// What `work` returns, or its error. It runs in a copy of this process: it sees everything and changes
// nothing here. Other threads do not exist in the copy, so it must not wait for any, nor take a lock that one
// of them may hold; memory may be taken.
//
// Errors: ErrorCode::usage when it needed more time, memory, stack or answer than it may, or broke off;
// ErrorCode::failure when no process can be started.
[[nodiscard]] Result<std::string> confined(const std::function<Result<std::string>()>& work,
                                           const Confines& confines = {});

}  // namespace stint
