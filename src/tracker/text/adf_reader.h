// An Atlassian document to Markdown that can be written back.
#pragma once

#include <string>

#include "lib/simdjson/json.h"
#include "tracker/text/document.h"

namespace stint::tracker::text {

// Markdown for editing, where adf_to_markdown() is for reading: adf_of_markdown() makes the same document of
// it. Nodes and marks that Markdown does not know are tags (docs/text-formats.md), and what no tag can say is
// JSON in fenced code. Left out are `localId`s of what Markdown knows, empty paragraphs, and what
// normalised() leaves out.
[[nodiscard]] std::string markdown_of_adf(json::Value document);
[[nodiscard]] Document document_of_adf(json::Value document);

}  // namespace stint::tracker::text
