// The parts of a line as nodes of an Atlassian document.
#pragma once

#include "tracker/text/document.h"

namespace stint::tracker::text {

// An array of inline nodes.
[[nodiscard]] JsonDocument adf_of_line(const Line& line);
// A paragraph that is an image alone stands as a block of its own: a mediaSingle. Null for other lines.
[[nodiscard]] JsonDocument adf_of_image(const Line& line);

}  // namespace stint::tracker::text
