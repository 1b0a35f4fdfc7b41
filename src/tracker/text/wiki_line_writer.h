// A line of a document as wiki markup.
#pragma once

#include <cstdint>
#include <string>

#include "tracker/text/document.h"

namespace stint::tracker::text {

enum class WikiPlace : std::uint8_t {
  lines,     // a break begins a new line
  one_line,  // a break is "\\": headings, cells
};

[[nodiscard]] std::string wiki_of_line(const Line& line, WikiPlace place);

}  // namespace stint::tracker::text
