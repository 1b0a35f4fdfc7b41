// How texts take room on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stint {

// Columns that the text takes; control characters and invalid bytes take none.
[[nodiscard]] std::size_t display_width(std::string_view text);

// The text without control characters; line ends and tabs become spaces. For whatever goes to a terminal and
// was not written by us.
[[nodiscard]] std::string printable(std::string_view text);

// The text without control characters (tracker text must not move a terminal's cursor), cut to `columns` with
// an ellipsis where it is longer.
[[nodiscard]] std::string fit(std::string_view text, std::size_t columns);

// Lines of at most `columns`, broken at spaces; a longer word stands alone.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace stint
