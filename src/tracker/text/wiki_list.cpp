#include "tracker/text/wiki_list.h"

#include <algorithm>
#include <utility>

#include "tracker/text/markdown.h"
#include "tracker/text/wiki_inline.h"

namespace stint::tracker::text {

std::optional<WikiListItem> as_wiki_list_item(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::size_t size = std::min(line.find_first_not_of("*#-"), line.size());
  if (size == 0 || size >= line.size() || (line[size] != ' ' && line[size] != '\t')) return std::nullopt;
  const std::string_view marker = line.substr(0, size);
  // Dashes in a row are a dash.
  if (size > 1 && marker.find_first_not_of('-') == std::string_view::npos) return std::nullopt;
  line.remove_prefix(size);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (line.empty()) return std::nullopt;
  return WikiListItem{marker, line};
}

void WikiList::add_item(const WikiListItem& item) {
  const auto is_numbered = [](char kind) { return kind == '#'; };
  const std::size_t wanted = std::min(item.marker.size(), kMaxDepth);
  const char kind = item.marker.back();
  if (levels_.size() > wanted) levels_.resize(wanted);
  if (levels_.size() == wanted && is_numbered(levels_.back().kind) != is_numbered(kind)) {
    levels_.pop_back();
    // Two lists in a row would be read as one.
    if (levels_.empty() && !out_.empty()) out_ += '\n';
  }
  if (levels_.size() < wanted) levels_.push_back({kind, 0, 0});
  Level& level = levels_.back();
  const std::size_t outer = levels_.size() > 1 ? levels_[levels_.size() - 2].indent : 0;
  const std::string marker = is_numbered(kind) ? std::to_string(++level.number) + ". " : "- ";
  level.indent = outer + marker.size();

  if (!out_.empty()) out_ += '\n';
  out_.append(outer, ' ');
  out_ += marker;
  std::string_view text = item.text;
  for (const std::string_view box : {"[ ] ", "[x] ", "[X] "}) {
    if (!text.starts_with(box)) continue;
    out_ += box;
    text.remove_prefix(box.size());
    break;
  }
  const std::string line = wiki_line_to_markdown(text);
  out_ += indented(line, {}, std::string(level.indent, ' '));
}

void WikiList::add_line(std::string_view line) {
  const std::string markdown = wiki_line_to_markdown(line);
  if (markdown.empty()) return;
  const std::string indent(levels_.back().indent, ' ');
  out_ += "  \n";
  out_ += indented(markdown, indent, indent);
}

void WikiList::add_block(std::string_view markdown) {
  const std::string indent(levels_.back().indent, ' ');
  out_ += "\n\n";
  out_ += indented(markdown, indent, indent);
}

std::string WikiList::take() {
  levels_.clear();
  return std::exchange(out_, {});
}

}  // namespace stint::tracker::text
