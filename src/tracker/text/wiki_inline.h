// The markup inside a line of wiki text: bold, italic, links, images, code spans, escapes.
#pragma once

#include <string>
#include <string_view>

namespace stint::tracker::text {

// One line as Markdown. A forced break ("\\") becomes a line break of Markdown unless `one_line`, then a
// blank. Linear in the line.
[[nodiscard]] std::string wiki_line_to_markdown(std::string_view line, bool one_line = false);

}  // namespace stint::tracker::text
