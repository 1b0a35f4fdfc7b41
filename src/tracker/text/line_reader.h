// The nodes of a line of Markdown to a line of a document.
#pragma once

#include <vector>

#include "lib/cmark/markdown_tree.h"
#include "tracker/text/document.h"

namespace stint::tracker::text {

// Not normalised.
[[nodiscard]] Line line_of(const std::vector<cmark::Node>& nodes);

}  // namespace stint::tracker::text
