// Atlassian Document Format, the JSON in which Jira Cloud keeps rich text.
#pragma once

#include <string>

#include "lib/simdjson/json.h"

namespace stint::tracker::text {

// The document as Markdown, without a line end behind it; empty for null and absent values. A string is taken
// as plain text. Takes whole documents and single nodes.
//
// Node types it does not know keep the text inside them. Media become their name in brackets, links to
// addresses that are no web, mail or phone address become text. Containers are drawn 24 deep; what lies
// deeper keeps its words only. Valid UTF-8, as the document is. The time is linear in the document.
[[nodiscard]] std::string adf_to_markdown(json::Value document);

}  // namespace stint::tracker::text
