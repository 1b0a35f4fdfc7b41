// Markdown to Atlassian Document Format (version 1, https://go.atlassian.com/adf-json-schema).
#pragma once

#include <string>
#include <string_view>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// The JSON of a "doc". Any text is Markdown; what markdown_of_adf() has written becomes the nodes it was made
// of. What a node may not hold there is kept as the nearest thing it may: a heading in a list as a bold
// paragraph, a table in a list as code, a quote in a quote as its paragraphs, an image within a line as a
// link. Code carries no other marks than links.
[[nodiscard]] std::string adf_of_markdown(std::string_view markdown);
[[nodiscard]] JsonDocument adf_of(const Document& document);

}  // namespace stint::tracker::text
