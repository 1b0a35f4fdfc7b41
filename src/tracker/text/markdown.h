// Writing CommonMark (with GitHub's tables, strikes and task items) so that text stays text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stint::tracker::text {

// Appends plain text, escaping only what Markdown would otherwise take for a mark; `out` is looked at to see
// whether a line begins here. Addresses are left whole. Control characters are dropped, and so are blanks
// that Markdown would not show, or worse, take for code or a line break: around line ends, and repeated ones.
void append_text(std::string& out, std::string_view plain);

// Appends plain text as a code span; line ends become spaces. Nothing for an empty text.
void append_code_span(std::string& out, std::string_view plain);

// A fenced code block without a line end behind it. `language` is used only as far as it is a plain word.
[[nodiscard]] std::string code_block(std::string_view plain, std::string_view language);

// Appends a link around `label`, which is Markdown already (empty: the address itself). Addresses of other
// schemes than http, https, mailto, ftp and tel become text in brackets behind the label: nothing a tracker
// holds may end up as a script.
void append_link(std::string& out, std::string_view label, std::string_view address);

// Every line of `block` behind `prefix`, the first behind `first`; blanks at line ends are left out.
[[nodiscard]] std::string indented(std::string_view block, std::string_view first, std::string_view prefix);

// One cell's Markdown on one line: bars escaped, line ends as <br>.
[[nodiscard]] std::string table_cell(std::string_view markdown);

// A pipe table of cells as table_cell gives them; the first row is the head when `has_head`, else the head is
// empty. Rows may differ in length.
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>>& rows, bool has_head);

// The beginning of a text for a message: at most `max_bytes`, cut between characters, "…" where something is
// left out.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t max_bytes = 80);

}  // namespace stint::tracker::text
