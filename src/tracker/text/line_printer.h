// A line of a document to Markdown.
#pragma once

#include <cstdint>
#include <string>

#include "tracker/text/document.h"

namespace stint::tracker::text {

enum class LinePlace : std::uint8_t { paragraph, heading, cell };

// Read back in its place, the line is the same again.
[[nodiscard]] std::string markdown_of(const Line& line, LinePlace place);

}  // namespace stint::tracker::text
