#include "tracker/text/markdown_printer.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "tracker/text/line_printer.h"
#include "tracker/text/markdown.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

std::string fenced(std::string_view text, std::string_view language) {
  // One line end more than the text has: the last one belongs to the fence.
  std::string body{text};
  if (!body.empty()) body += '\n';
  return code_block(body, language);
}

std::string table(const Block& block) {
  std::string out;
  const auto add_row = [&](const std::vector<std::string>& cells) {
    if (!out.empty()) out += '\n';
    out += '|';
    for (const std::string& cell : cells) out += cell.empty() ? "  |" : " " + cell + " |";
  };
  std::vector<std::string> rule;
  for (const Alignment column : block.columns) {
    rule.emplace_back(column == Alignment::centre ? ":---:" : column == Alignment::right ? "---:" : "---");
  }
  if (!block.head) add_row(std::vector<std::string>(block.columns.size()));
  for (std::size_t i = 0; i < block.blocks.size(); ++i) {
    if (i == (block.head ? 1U : 0U)) add_row(rule);
    std::vector<std::string> cells;
    for (const Block& cell : block.blocks[i].blocks) cells.push_back(markdown_of(cell.line, LinePlace::cell));
    add_row(cells);
  }
  if (block.head && block.blocks.size() == 1) add_row(rule);
  return out;
}

class Printer {
 public:
  // `in_item`: a list directly under a line of its item stays tight.
  std::string blocks(const Document& document, bool in_item) {
    std::string out;
    const Block* before = nullptr;
    bool other_marker = false;
    for (const Block& block : document) {
      // Two lists in a row are told apart by their markers.
      const bool same_list = before != nullptr && before->kind == Kind::list && block.kind == Kind::list &&
                             before->ordered == block.ordered;
      other_marker = same_list && !other_marker;
      if (before != nullptr) {
        const bool tight = in_item && before->kind == Kind::paragraph && block.kind == Kind::list &&
                           (!block.ordered || block.number == 1);
        out += tight ? "\n" : "\n\n";
      }
      out += print(block, other_marker);
      before = &block;
    }
    return out;
  }

 private:
  std::string print(const Block& block, bool other_marker) {
    switch (block.kind) {
      case Kind::paragraph:
      case Kind::cell:
        return markdown_of(block.line, LinePlace::paragraph);
      case Kind::heading: {
        const std::string line = markdown_of(block.line, LinePlace::heading);
        const std::string marks(static_cast<std::size_t>(std::clamp(block.number, 1, 6)), '#');
        return line.empty() ? marks : marks + ' ' + line;
      }
      case Kind::code:
        return fenced(block.text, block.language);
      case Kind::raw:
        return fenced(block.text, kRawLanguage);
      case Kind::quote:
        return indented(blocks(block.blocks, false), "> ", "> ");
      case Kind::list:
        return list(block, other_marker);
      case Kind::rule:
        return "---";
      case Kind::table:
        return table(block);
      case Kind::node:
        return node(block);
      case Kind::item:
      case Kind::row:
        return blocks(block.blocks, true);
    }
    return {};
  }

  std::string list(const Block& block, bool other_marker) {
    std::string out;
    int number = block.number;
    for (const Block& item : block.blocks) {
      std::string marker = other_marker ? "* " : "- ";
      if (block.ordered) marker = fmt::format("{}{} ", number++, other_marker ? ')' : '.');
      const std::string indent(marker.size(), ' ');
      if (item.box) marker += *item.box ? "[x] " : "[ ] ";
      if (!out.empty()) out += '\n';
      out += indented(inside(item), marker, indent);
    }
    return out;
  }

  std::string inside(const Block& item) {
    std::string out = blocks(item.blocks, true);
    // A marker alone would underline the paragraph before it, or be a rule with other markers.
    if (out.empty() && !item.box) return "<br>";
    if (!item.blocks.empty() && item.blocks.front().kind == Kind::rule) out.replace(0, 3, "___");
    return out;
  }

  std::string node(const Block& block) {
    const std::string name = std::string(kNodeTag) + block.type;
    const std::string tag = begin_tag(name, block.attributes);
    const std::string inside = blocks(block.blocks, false);
    // A mark without anything to mark would not be read as one.
    if (inside.empty() && !name.starts_with(kMarkTag)) return tag + "/>";
    return fmt::format("{}>\n\n{}\n\n</{}>", tag, inside, name);
  }
};

}  // namespace

std::string markdown_of(const Document& document) {
  return Printer().blocks(document, false);
}

}  // namespace stint::tracker::text
