#include "tracker/text/adf_reader.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "tracker/text/adf_inline.h"
#include "tracker/text/adf_line_reader.h"
#include "tracker/text/adf_writer.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

// Containers inside each other that are taken apart; deeper ones stay JSON.
constexpr int kMaxDepth = 24;

std::string compact(const JsonDocument& json) {
  return json.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

Block raw(const JsonDocument& node) {
  return {.kind = Kind::raw, .text = compact(node)};
}

const JsonDocument& content(const JsonDocument& node) {
  return member(node, "content");
}

// Whether all attributes are among `known`; `localId` is everywhere.
bool knows_attributes(const JsonDocument& node, std::initializer_list<std::string_view> known) {
  if (!has_only(node, {"type", "attrs", "content"})) return false;
  const JsonDocument& attributes = member(node, "attrs");
  if (attributes.is_null()) return true;
  return std::ranges::all_of(attributes.items(), [&](const auto& item) {
    return item.key() == "localId" || std::ranges::find(known, item.key()) != known.end();
  });
}

bool is_plain_language(std::string_view language) {
  return language.size() <= 32 && language != kRawLanguage && std::ranges::all_of(language, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view("+#.-_").contains(c);
         });
}

class Reader {
 public:
  Document blocks(const JsonDocument& nodes, int depth) {
    Document out;
    if (!nodes.is_array()) return out;
    for (const JsonDocument& node : nodes) {
      if (!node.is_object()) continue;
      if (text_member(node, "type").empty()) {  // no node, but there may be some in it
        if (depth < kMaxDepth) std::ranges::move(blocks(content(node), depth + 1), std::back_inserter(out));
        continue;
      }
      if (is_adf_inline(text_member(node, "type"))) {  // not where it belongs, but it has words
        out.push_back({.line = line_of_adf(JsonDocument::array({node}))});
      } else {
        out.push_back(block(node, depth));
      }
    }
    return out;
  }

 private:
  Block block(const JsonDocument& node, int depth) {
    if (depth > kMaxDepth) return raw(node);
    if (auto marked = without_mark(node, depth)) return std::move(*marked);
    if (auto known = known_block(node, depth)) return std::move(*known);
    if (auto container = node_block(node, depth)) return std::move(*container);
    return raw(node);
  }

  // A block with marks, as a node of the first of them around it.
  std::optional<Block> without_mark(const JsonDocument& node, int depth) {
    const JsonDocument& marks = member(node, "marks");
    if (!marks.is_array() || marks.empty()) return std::nullopt;
    const JsonDocument& mark = marks.front();
    const JsonDocument& attributes = member(mark, "attrs");
    Block around{.kind = Kind::node, .type = text_member(mark, "type")};
    if (!attributes.is_null()) around.attributes = attributes;
    if (!has_only(mark, {"type", "attrs"}) || !fits_tag(around.type, around.attributes)) return std::nullopt;
    around.type.insert(0, "mark-");
    JsonDocument inner = node;
    inner["marks"].erase(0);
    if (inner["marks"].empty()) inner.erase("marks");
    around.blocks.push_back(block(inner, depth + 1));
    return around;
  }

  std::optional<Block> known_block(const JsonDocument& node, int depth) {
    const std::string type = text_member(node, "type");
    if (type == "paragraph" && knows_attributes(node, {})) return Block{.line = line_of_adf(content(node))};
    if (type == "heading" && knows_attributes(node, {"level"})) return heading(node);
    if (type == "blockquote" && knows_attributes(node, {}))
      return Block{.kind = Kind::quote, .blocks = blocks(content(node), depth + 1)};
    if (type == "bulletList" && knows_attributes(node, {})) return list(node, depth);
    if (type == "orderedList" && knows_attributes(node, {"order"})) return list(node, depth);
    if (type == "taskList" && knows_attributes(node, {})) return tasks(node);
    if (type == "codeBlock" && knows_attributes(node, {"language", "uniqueId"})) return code(node);
    if (type == "rule" && knows_attributes(node, {})) return Block{.kind = Kind::rule};
    if (type == "table") return table(node);
    if (type == "mediaSingle") return image(node);
    return std::nullopt;
  }

  static std::optional<Block> heading(const JsonDocument& node) {
    const JsonDocument& level = member(member(node, "attrs"), "level");
    if (!level.is_number_integer() || level < 1 || level > 6) return std::nullopt;
    return Block{.kind = Kind::heading, .line = line_of_adf(content(node)), .number = level.get<int>()};
  }

  std::optional<Block> list(const JsonDocument& node, int depth) {
    Block out{.kind = Kind::list, .ordered = text_member(node, "type") == "orderedList"};
    if (const JsonDocument& order = member(member(node, "attrs"), "order"); !order.is_null()) {
      if (!order.is_number_integer() || order < 0 || order > 99'999'999) return std::nullopt;
      out.number = order.get<int>();
    }
    if (!content(node).is_array()) return std::nullopt;
    for (const JsonDocument& item : content(node)) {
      if (text_member(item, "type") != "listItem" || !knows_attributes(item, {})) return std::nullopt;
      out.blocks.push_back({.kind = Kind::item, .blocks = blocks(content(item), depth + 1)});
    }
    return out;
  }

  static std::optional<Block> tasks(const JsonDocument& node) {
    Block out{.kind = Kind::list};
    if (!content(node).is_array()) return std::nullopt;
    for (const JsonDocument& item : content(node)) {
      const std::string type = text_member(item, "type");
      if (type == "taskList" && !out.blocks.empty() && knows_attributes(item, {})) {
        auto inner = tasks(item);
        if (!inner) return std::nullopt;
        out.blocks.back().blocks.push_back(std::move(*inner));
        continue;
      }
      const std::string state = text_member(member(item, "attrs"), "state");
      if (type != "taskItem" || !knows_attributes(item, {"state"}) || (state != "DONE" && state != "TODO"))
        return std::nullopt;
      Block task{.kind = Kind::item, .box = state == "DONE"};
      task.blocks.push_back({.line = line_of_adf(content(item))});
      out.blocks.push_back(std::move(task));
    }
    return out;
  }

  static std::optional<Block> code(const JsonDocument& node) {
    Block out{.kind = Kind::code, .language = text_member(member(node, "attrs"), "language")};
    if (!is_plain_language(out.language)) return std::nullopt;
    if (!content(node).is_array()) return out;
    for (const JsonDocument& text : content(node)) {
      if (text_member(text, "type") != "text" || !has_only(text, {"type", "text"})) return std::nullopt;
      out.text += text_member(text, "text");
    }
    return out;
  }

  // The line of a cell and how it is aligned; nothing for cells that Markdown's tables do not have.
  static std::optional<std::pair<Line, Alignment>> cell(const JsonDocument& node) {
    const JsonDocument& attributes = member(node, "attrs");
    if (!knows_attributes(node, {"colspan", "rowspan"})) return std::nullopt;
    for (const char* span : {"colspan", "rowspan"}) {
      const JsonDocument& cells = member(attributes, span);
      if (!cells.is_null() && cells != 1) return std::nullopt;
    }
    if (!content(node).is_array() || content(node).size() != 1) return std::nullopt;
    JsonDocument paragraph = content(node).front();
    Alignment alignment = Alignment::none;
    if (const JsonDocument& marks = member(paragraph, "marks"); marks.is_array() && !marks.empty()) {
      const std::string align = text_member(member(marks.front(), "attrs"), "align");
      if (marks.size() != 1 || text_member(marks.front(), "type") != "alignment") return std::nullopt;
      if (align != "center" && align != "end") return std::nullopt;
      alignment = align == "center" ? Alignment::centre : Alignment::right;
      paragraph.erase("marks");
    }
    if (text_member(paragraph, "type") != "paragraph" || !knows_attributes(paragraph, {}))
      return std::nullopt;
    return std::pair{line_of_adf(content(paragraph)), alignment};
  }

  // A row of Markdown's; its alignments must be those of `columns`, which the first row sets.
  static std::optional<Block> row(const JsonDocument& node, std::string_view cells,
                                  std::vector<Alignment>& columns, bool first) {
    if (text_member(node, "type") != "tableRow" || !knows_attributes(node, {}) || !content(node).is_array())
      return std::nullopt;
    Block out{.kind = Kind::row};
    for (const JsonDocument& one : content(node)) {
      auto read = text_member(one, "type") == cells ? cell(one) : std::nullopt;
      if (!read) return std::nullopt;
      const std::size_t column = out.blocks.size();
      if (first) columns.push_back(read->second);
      if (column >= columns.size() || columns[column] != read->second) return std::nullopt;
      out.blocks.push_back({.kind = Kind::cell, .line = std::move(read->first)});
    }
    return out.blocks.size() == columns.size() ? std::optional{std::move(out)} : std::nullopt;
  }

  static std::optional<Block> table(const JsonDocument& node) {
    if (!has_only(node, {"type", "attrs", "content"}) || !content(node).is_array() || content(node).empty())
      return std::nullopt;
    Block out{.kind = Kind::table};
    const JsonDocument& cells = content(content(node).front());
    out.head = cells.is_array() && !cells.empty() && text_member(cells.front(), "type") == "tableHeader";
    bool worded = false;
    for (const JsonDocument& one : content(node)) {
      const bool first = out.blocks.empty();
      auto read = row(one, first && out.head ? "tableHeader" : "tableCell", out.columns, first);
      if (!read || read->blocks.empty()) return std::nullopt;
      if (first) worded = std::ranges::any_of(read->blocks, [](const Block& c) { return !c.line.empty(); });
      out.blocks.push_back(std::move(*read));
    }
    // A head without a word means to Markdown that there is none.
    if (out.head && !worded) return std::nullopt;
    return around_table(node, std::move(out));
  }

  // What else is said about the table as a whole.
  static Block around_table(const JsonDocument& node, Block table) {
    Block around{.kind = Kind::node, .type = "table"};
    const JsonDocument& attributes = member(node, "attrs");
    if (!attributes.is_null()) around.attributes = attributes;
    around.attributes.erase("localId");
    for (const auto& [name, value] : {std::pair<const char*, JsonDocument>{"isNumberColumnEnabled", false},
                                      {"layout", "default"},
                                      {"displayMode", "default"}}) {
      if (member(around.attributes, name) == value) around.attributes.erase(name);
    }
    if (around.attributes.empty()) return table;
    around.blocks.push_back(std::move(table));
    return around;
  }

  // The link that an image is, if it is one; false for other marks.
  static bool take_link(const JsonDocument& media, Inline& image) {
    const JsonDocument& marks = member(media, "marks");
    if (marks.is_null()) return true;
    if (!marks.is_array() || marks.size() != 1 || text_member(marks.front(), "type") != "link" ||
        !has_only(marks.front(), {"type", "attrs"}) || !fits_tag("link", member(marks.front(), "attrs"))) {
      return false;
    }
    image.marks.push_back({"link", member(marks.front(), "attrs")});
    return is_safe_address(link_address(image.marks));
  }

  // An image with an address, of the size it has, in the middle.
  static std::optional<Block> image(const JsonDocument& node) {
    const JsonDocument& attributes = member(node, "attrs");
    const bool centred = attributes.size() == 1 && text_member(attributes, "layout") == "center";
    const JsonDocument& inside = content(node);
    if (!has_only(node, {"type", "attrs", "content"}) || !centred || !inside.is_array() || inside.empty() ||
        inside.size() > 2) {
      return std::nullopt;
    }
    const JsonDocument& media = inside.front();
    const JsonDocument& media_attributes = member(media, "attrs");
    Inline image{.kind = Inline::Kind::image,
                 .text = text_member(media_attributes, "alt"),
                 .address = text_member(media_attributes, "url")};
    if (!has_only(media, {"type", "attrs", "marks"}) || image.address.empty() ||
        text_member(media_attributes, "type") != "external" || !is_safe_address(image.address) ||
        !has_only(media_attributes, {"type", "url", "alt"}) || !take_link(media, image)) {
      return std::nullopt;
    }
    if (inside.size() == 2) {
      Line caption = line_of_adf(content(inside.back()));
      normalise(caption);
      const bool plain =
          caption.size() == 1 && caption.front().kind == Inline::Kind::text && caption.front().marks.empty();
      if (text_member(inside.back(), "type") != "caption" || !knows_attributes(inside.back(), {}) || !plain)
        return std::nullopt;
      image.title = caption.front().text;
    }
    return Block{.line = {std::move(image)}};
  }

  // Any other node with blocks in it, or without content.
  std::optional<Block> node_block(const JsonDocument& node, int depth) {
    Block out{.kind = Kind::node, .type = text_member(node, "type")};
    if (!has_only(node, {"type", "attrs", "content"})) return std::nullopt;
    if (const JsonDocument& attributes = member(node, "attrs"); !attributes.is_null())
      out.attributes = attributes;
    if (!fits_tag(out.type, out.attributes)) return std::nullopt;
    const JsonDocument& inside = content(node);
    if (inside.is_null()) return out;
    if (!inside.is_array()) return std::nullopt;
    if (out.type == "decisionItem" || out.type == "caption") {
      out.blocks.push_back({.line = line_of_adf(inside)});
      return out;
    }
    const bool all_blocks = std::ranges::all_of(inside, [](const JsonDocument& child) {
      return child.is_object() && !is_adf_inline(text_member(child, "type"));
    });
    if (!all_blocks) return std::nullopt;
    out.blocks = blocks(inside, depth + 1);
    return out;
  }
};

}  // namespace

Document document_of_adf(json::Value document) {
  if (document.is_string()) return normalised({{.line = {{.text = std::string(document.text())}}}});
  const JsonDocument json =
      JsonDocument::parse(document.exists() ? document.compact() : "null", nullptr, false);
  const std::string type = text_member(json, "type");
  if (type == "doc" || type.empty()) return normalised(Reader().blocks(content(json), 0));
  return normalised(Reader().blocks(JsonDocument::array({json}), 0));
}

std::string markdown_of_adf(json::Value document) {
  Document blocks = document_of_adf(document);
  // What would not come back as it is, goes as it is.
  for (Block& block : blocks) {
    const Document alone{block};
    if (block.kind != Kind::raw && document_of_markdown(markdown_of(alone)) != alone) {
      const JsonDocument node = adf_of(alone)["content"];
      if (node.size() == 1) block = raw(node.front());
    }
  }
  return markdown_of(blocks);
}

}  // namespace stint::tracker::text
