// Which character separates the fields of a delimited text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stint::csv {

struct Start {
  char delimiter = ',';
  std::size_t skip = 0;  // bytes before the first record: a byte order mark, a "sep=;" line
};

// Judges the first record. Nothing when `head` does not hold all of it yet and more may come (`complete`
// false).
[[nodiscard]] std::optional<Start> find_start(std::string_view head, bool complete);

}  // namespace stint::csv
