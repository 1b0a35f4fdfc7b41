// What a fuzz target says when a property does not hold.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace stint::fuzz {

inline void check(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

}  // namespace stint::fuzz
