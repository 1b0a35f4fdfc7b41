// Jira's wiki markup, in which servers keep rich text (and CSV exports carry it).
#pragma once

#include <string>
#include <string_view>

namespace stint::tracker::text {

// The text as Markdown, without a line end behind it. Markup that is not closed or not known stays as the
// text it is, but for a code block, which then reaches to the end. Texts that are Markdown already keep their
// fenced code. A line end is a line break, as Jira shows it. Attached files and images become their name in
// brackets. Linear in the text, whatever it holds: at most 40 bytes for each of its own, and 100 more.
[[nodiscard]] std::string wiki_to_markdown(std::string_view wiki);

}  // namespace stint::tracker::text
