#include "tracker/text/markdown_reader.h"

#include <algorithm>
#include <utility>

#include "tracker/text/line_reader.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

// Blocks, and the tags between them that have not found their partner yet.
struct Piece {
  Block block;
  std::optional<Tag> tag;
};

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t"));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Block paragraph_of_lines(const std::vector<std::string_view>& lines) {
  Block paragraph;
  for (const std::string_view line : lines) {
    if (!paragraph.line.empty()) paragraph.line.push_back({.kind = Inline::Kind::line_break});
    paragraph.line.push_back({.text = std::string(line)});
  }
  return paragraph;
}

Block code_of(const cmark::Node& node) {
  Block code{
      .kind = Kind::code, .text = clean_code(node.text), .language = std::string(first_word(node.info))};
  if (code.text.ends_with('\n')) code.text.pop_back();
  if (code.language == kRawLanguage) {
    const JsonDocument json = JsonDocument::parse(code.text, nullptr, false);
    if (json.is_object() && json.contains("type") && json["type"].is_string()) {
      code.kind = Kind::raw;
      code.text = json.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
      code.language.clear();
    }
  }
  return code;
}

class Reader {
 public:
  Document blocks(const std::vector<cmark::Node>& nodes) {
    std::vector<Piece> pieces;
    std::vector<cmark::Node> line;  // nodes of a line that stand among blocks, where the tree is too deep
    const auto end_line = [&] {
      if (!line.empty()) pieces.push_back({Block{.line = line_of(line)}, {}});
      line.clear();
    };
    for (const cmark::Node& node : nodes) {
      if (node.kind >= cmark::Kind::text) {
        line.push_back(node);
        continue;
      }
      end_line();
      if (node.kind == cmark::Kind::html_block) {
        add_html(pieces, node.text);
      } else {
        pieces.push_back({block(node), {}});
      }
    }
    end_line();
    return paired(std::move(pieces));
  }

 private:
  Block block(const cmark::Node& node) {
    switch (node.kind) {
      case cmark::Kind::heading:
        return {.kind = Kind::heading, .line = line_of(node.children), .number = node.number};
      case cmark::Kind::quote:
        return {.kind = Kind::quote, .blocks = blocks(node.children)};
      case cmark::Kind::list:
        return {.kind = Kind::list,
                .blocks = blocks(node.children),
                .number = node.ordered ? node.number : 1,
                .ordered = node.ordered};
      case cmark::Kind::item:
        return {.kind = Kind::item, .blocks = blocks(node.children), .box = node.box};
      case cmark::Kind::code_block:
        return code_of(node);
      case cmark::Kind::rule:
        return {.kind = Kind::rule};
      case cmark::Kind::table:
        return table(node);
      default:
        return {.line = line_of(node.children)};
    }
  }

  static Block table(const cmark::Node& node) {
    Block table{.kind = Kind::table, .head = true, .columns = node.columns};
    for (const cmark::Node& row : node.children) {
      Block cells{.kind = Kind::row};
      for (const cmark::Node& cell : row.children) {
        cells.blocks.push_back({.kind = Kind::cell, .line = line_of(cell.children)});
      }
      table.blocks.push_back(std::move(cells));
    }
    // A head without a word is there only because Markdown wants one.
    if (table.blocks.size() > 1 && std::ranges::all_of(table.blocks.front().blocks,
                                                       [](const Block& cell) { return cell.line.empty(); })) {
      table.head = false;
      table.blocks.erase(table.blocks.begin());
    }
    for (Alignment& column : table.columns) {
      if (column == Alignment::left) column = Alignment::none;
    }
    return table;
  }

  // Lines that are all tags become these; anything else is text.
  static void add_html(std::vector<Piece>& pieces, std::string_view html) {
    const std::vector<std::string_view> lines = lines_of(html);
    std::vector<Piece> tags;
    for (const std::string_view line : lines) {
      auto tag = parse_tag(line);
      if (tag && tag->name == "br") continue;
      if (!tag || !tag->name.starts_with(kNodeTag) || (tag->empty && tag->name.starts_with(kMarkTag))) {
        pieces.push_back({paragraph_of_lines(lines), {}});
        return;
      }
      Piece piece{paragraph_of_lines({line}), std::move(tag)};
      if (piece.tag->empty) piece = {node_of(*piece.tag, {}), {}};
      tags.push_back(std::move(piece));
    }
    for (Piece& piece : tags) pieces.push_back(std::move(piece));
  }

  static Block node_of(const Tag& tag, Document blocks) {
    return {.kind = Kind::node,
            .blocks = std::move(blocks),
            .type = tag.name.substr(kNodeTag.size()),
            .attributes = tag.attributes};
  }

  // Puts what is between two tags into a node; a tag without a partner is text.
  static Document paired(std::vector<Piece> pieces) {
    std::vector<Piece> out;
    std::vector<std::size_t> open;  // tags in `out`
    for (Piece& piece : pieces) {
      if (!piece.tag) {
        out.push_back(std::move(piece));
        continue;
      }
      if (!piece.tag->closes) {
        open.push_back(out.size());
        out.push_back(std::move(piece));
        continue;
      }
      constexpr std::size_t kMostOpen = 64;  // as in a line
      std::size_t at = open.size();
      while (at > 0 && open.size() - at < kMostOpen && out[open[at - 1]].tag->name != piece.tag->name) --at;
      if (at == 0 || out[open[at - 1]].tag->name != piece.tag->name) {
        piece.tag.reset();
        out.push_back(std::move(piece));
        continue;
      }
      const std::size_t begin = open[at - 1];
      Document inside;
      for (std::size_t i = begin + 1; i < out.size(); ++i) inside.push_back(std::move(out[i].block));
      Piece node{node_of(*out[begin].tag, std::move(inside)), {}};
      out.resize(begin);
      out.push_back(std::move(node));
      open.resize(at - 1);
    }
    Document document;
    for (Piece& piece : out) document.push_back(std::move(piece.block));
    return document;
  }
};

}  // namespace

Document document_of_markdown(std::string_view markdown) {
  return normalised(Reader().blocks(cmark::parse_markdown(markdown).children));
}

}  // namespace stint::tracker::text
