// Texts that people type to name things.
#pragma once

#include <cstddef>
#include <string_view>

namespace stint::access {

// Valid UTF-8 without control characters, line ends, and what is not seen but changes how the rest looks
// (zero-width characters, changes of direction).
[[nodiscard]] bool is_plain_text(std::string_view text);

// Of valid UTF-8.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace stint::access
