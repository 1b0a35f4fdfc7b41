// Whether bytes are text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stint {

// Valid UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. Gigabytes a second.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

// The offset of the first byte that is not part of valid UTF-8; a sequence that ends too early counts from
// its first byte. One byte at a time: for a text that is known to be wrong.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

}  // namespace stint
