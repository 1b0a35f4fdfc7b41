// HTML, in which Azure DevOps keeps rich text, and Markdown.
#pragma once

#include <string>
#include <string_view>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// Any text is HTML; scripts, styles and comments are no text of it. Of layout that Markdown does not know the
// words are kept. A mention of Azure DevOps (an "a" with data-vss-mention) is a node.
[[nodiscard]] std::string markdown_of_html(std::string_view html);
[[nodiscard]] Document document_of_html(std::string_view html);

// Safe: no other elements and attributes than these texts need, no addresses that run, and whatever HTML
// stands in the Markdown is text. Tasks have a box in front, nodes of other formats are the text in them.
[[nodiscard]] std::string html_of_markdown(std::string_view markdown);
[[nodiscard]] std::string html_of(const Document& document);

}  // namespace stint::tracker::text
