// Markdown to Jira's wiki markup.
#pragma once

#include <string>
#include <string_view>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// Any text is Markdown. What wiki markup has no word for becomes the nearest thing: paragraphs in a list item
// become its lines, quotes in quotes their paragraphs, every numbered list begins with 1, nodes of other
// formats are the text in them.
[[nodiscard]] std::string wiki_of_markdown(std::string_view markdown);
[[nodiscard]] std::string wiki_of(const Document& document);

}  // namespace stint::tracker::text
