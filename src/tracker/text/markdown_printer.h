// A document to Markdown.
#pragma once

#include <string>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// Without a line end behind it. Of a normalised document, document_of_markdown() gives the same document
// again: every line is read back as it is written, and where Markdown's own marks would not stand ("**"
// around half a word that ends in punctuation) there are tags instead.
[[nodiscard]] std::string markdown_of(const Document& document);

}  // namespace stint::tracker::text
