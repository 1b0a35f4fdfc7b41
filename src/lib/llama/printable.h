// Texts from files nobody vouches for, as they may be shown.
#pragma once

#include <string>
#include <string_view>

namespace stint::llama {

// In quotes, at most 60 bytes of it; control characters and bytes outside ASCII as \xNN.
[[nodiscard]] std::string printable(std::string_view text);

// Without quotes and all of it, otherwise likewise.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace stint::llama
