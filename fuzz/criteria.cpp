// Acceptance criteria: never more than there are lines.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "check.h"
#include "tracker/acceptance_criteria.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const int count = stint::tracker::count_acceptance_criteria(text);
  stint::fuzz::check(count >= 0 && count <= std::ranges::count(text, '\n') + 1, "at most one a line");
  return 0;
}
