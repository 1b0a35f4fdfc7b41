#include "tracker/text/wiki_table.h"

#include <algorithm>
#include <utility>

#include "tracker/text/markdown.h"
#include "tracker/text/wiki_inline.h"
#include "tracker/text/wiki_list.h"

namespace stint::tracker::text {

namespace {

std::string_view trimmed(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t\n"), line.size()));
  while (!line.empty() && std::string_view(" \t\n").contains(line.back())) line.remove_suffix(1);
  return line;
}

// A cell's lines, each with its markup.
std::string cell_markdown(std::string_view cell) {
  std::string out;
  cell = trimmed(cell);
  while (!cell.empty()) {
    const std::size_t newline = std::min(cell.find('\n'), cell.size());
    if (!out.empty()) out += '\n';
    const std::string_view line = trimmed(cell.substr(0, newline));
    // There is no list in a cell of Markdown.
    const auto item = as_wiki_list_item(line);
    out += item ? "• " + wiki_line_to_markdown(item->text) : wiki_line_to_markdown(line);
    cell.remove_prefix(std::min(newline + 1, cell.size()));
  }
  return table_cell(out);
}

// Where the cell that begins at `from` ends: at a bar that is in no link and no code span.
std::size_t end_of_cell(std::string_view row, std::size_t from) {
  std::size_t at = from;
  while (at < row.size()) {
    at = std::min(row.find_first_of("|[{\\", at), row.size());
    if (at == row.size() || row[at] == '|') return at;
    if (row[at] == '\\') {
      at += 2;
      continue;
    }
    // Only as far as a bar could be skipped: the end of the link or span must come before its line ends.
    const bool link = row[at] == '[';
    constexpr std::size_t kFar = 1024;
    const std::string_view ahead = row.substr(at, kFar);
    const std::size_t end = link ? ahead.find(']') : ahead.starts_with("{{") ? ahead.find("}}") : ahead.npos;
    at += end == std::string_view::npos ? 1 : end + 1;
  }
  return row.size();
}

}  // namespace

bool WikiTable::is_row(std::string_view line) {
  line = trimmed(line);
  return line.starts_with('|') && line.size() > 1;
}

void WikiTable::add_line(std::string_view line) {
  line = trimmed(line);
  if (!open_cell_) {
    row_.clear();
  } else {
    row_ += '\n';
  }
  row_ += line;
  open_cell_ = !line.ends_with('|');
  if (!open_cell_) end_row();
}

void WikiTable::end_row() {
  open_cell_ = false;
  const std::string row = std::exchange(row_, {});
  auto& cells = rows_.emplace_back();
  bool all_heads = true;
  std::size_t at = 0;
  while (at < row.size()) {
    const bool head = row.compare(at, 2, "||") == 0;
    at += head ? 2 : 1;
    if (at >= row.size()) break;
    all_heads &= head;
    const std::size_t end = end_of_cell(row, at);
    cells.push_back(cell_markdown(std::string_view(row).substr(at, end - at)));
    at = end;
  }
  if (rows_.size() == 1) has_head_ = all_heads && !cells.empty();
}

std::string WikiTable::take() {
  if (open_cell_) end_row();
  return table(std::exchange(rows_, {}), std::exchange(has_head_, false));
}

}  // namespace stint::tracker::text
