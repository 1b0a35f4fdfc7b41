#include "tracker/text/adf_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tracker/text/adf_line_writer.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

// Where a block stands decides what it may be.
struct Place {
  std::string_view node;
  bool heading = true;
  bool quote = true;
  bool rule = true;
  bool table = true;
  bool tasks = true;
};
constexpr Place kOpen{.node = ""};
constexpr std::array kPlaces{
    Place{.node = "listItem", .heading = false, .quote = false, .rule = false, .table = false},
    Place{.node = "blockquote",
          .heading = false,
          .quote = false,
          .rule = false,
          .table = false,
          .tasks = false},
    Place{.node = "panel", .quote = false, .table = false},
    Place{.node = "tableCell", .table = false},
    Place{.node = "tableHeader", .table = false},
    Place{.node = "nestedExpand", .table = false},
};

const Place& place_in(std::string_view node) {
  const auto* const found = std::ranges::find(kPlaces, node, &Place::node);
  return found != kPlaces.end() ? *found : kOpen;
}

// Containers that must not be empty.
constexpr std::array<std::string_view, 9> kNeverEmpty{"listItem",     "blockquote",   "panel",
                                                      "tableCell",    "tableHeader",  "expand",
                                                      "nestedExpand", "layoutColumn", "bodiedExtension"};
// Nodes whose content is a line.
constexpr std::array<std::string_view, 2> kHoldLine{"decisionItem", "caption"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

JsonDocument paragraph(JsonDocument nodes) {
  JsonDocument node{{"type", "paragraph"}};
  if (!nodes.empty()) node["content"] = std::move(nodes);
  return node;
}

JsonDocument code(std::string_view text, std::string_view language) {
  JsonDocument node{{"type", "codeBlock"}};
  if (!language.empty()) node["attrs"] = {{"language", language}};
  if (!text.empty()) node["content"] = JsonDocument::array({{{"type", "text"}, {"text", text}}});
  return node;
}

Line bold(Line line) {
  for (Inline& part : line) {
    if (part.kind != Inline::Kind::code) part.marks.push_back(Mark{"strong"});
  }
  normalise(line);
  return line;
}

class Writer {
 public:
  JsonDocument blocks(const Document& document, const Place& place) {
    JsonDocument out = JsonDocument::array();
    for (const Block& block : document) add(out, block, place);
    return out;
  }

 private:
  void add(JsonDocument& out, const Block& block, const Place& place) {
    switch (block.kind) {
      case Kind::paragraph:
      case Kind::cell:
        return add_paragraph(out, block.line);
      case Kind::heading:
        if (!place.heading) {
          if (!block.line.empty()) add_paragraph(out, bold(block.line));
          return;
        }
        out.push_back({{"type", "heading"}, {"attrs", {{"level", std::clamp(block.number, 1, 6)}}}});
        if (JsonDocument line = adf_of_line(block.line); !line.empty())
          out.back()["content"] = std::move(line);
        return;
      case Kind::code:
        out.push_back(code(block.text, block.language));
        return;
      case Kind::quote:
        if (!place.quote) return add_all(out, block.blocks, place);
        out.push_back(container("blockquote", {}, block.blocks));
        return;
      case Kind::list:
        return add_list(out, block, place);
      case Kind::rule:
        if (place.rule) out.push_back({{"type", "rule"}});
        return;
      case Kind::table:
        out.push_back(place.table ? table(block) : code(markdown_of(Document{block}), {}));
        return;
      case Kind::node:
        return add_node(out, block, place);
      case Kind::raw:
        if (JsonDocument node = JsonDocument::parse(block.text, nullptr, false); node.is_object())
          out.push_back(std::move(node));
        return;
      case Kind::item:
      case Kind::row:
        return add_all(out, block.blocks, place);
    }
  }

  void add_all(JsonDocument& out, const Document& document, const Place& place) {
    for (const Block& block : document) add(out, block, place);
  }

  static void add_paragraph(JsonDocument& out, const Line& line) {
    JsonDocument image = adf_of_image(line);
    out.push_back(image.is_null() ? paragraph(adf_of_line(line)) : std::move(image));
  }

  JsonDocument container(std::string_view type, const JsonDocument& attributes, const Document& document) {
    JsonDocument node{{"type", type}};
    if (!attributes.empty()) node["attrs"] = attributes;
    JsonDocument content = blocks(document, place_in(type));
    if (content.empty() && is_one_of(kNeverEmpty, type)) content.push_back(paragraph(JsonDocument::array()));
    if (!content.empty()) node["content"] = std::move(content);
    return node;
  }

  void add_list(JsonDocument& out, const Block& list, const Place& place) {
    if (place.tasks && is_task_list(list)) {
      out.push_back(tasks(list));
      return;
    }
    JsonDocument items = JsonDocument::array();
    for (const Block& item : list.blocks) {
      if (!item.box) {
        items.push_back(container("listItem", {}, item.blocks));
        continue;
      }
      // A task among others, or with more in it than a line: its box is text.
      Document boxed = item.blocks;
      if (boxed.empty() || boxed.front().kind != Kind::paragraph) boxed.insert(boxed.begin(), Block{});
      Line& line = boxed.front().line;
      line.insert(line.begin(), Inline{.text = *item.box ? "[x] " : "[ ] "});
      normalise(line);
      items.push_back(container("listItem", {}, boxed));
    }
    JsonDocument node{{"type", list.ordered ? "orderedList" : "bulletList"}};
    if (list.ordered) node["attrs"] = {{"order", list.number}};
    node["content"] = std::move(items);
    out.push_back(std::move(node));
  }

  // Ids are asked for; they need to differ only within the document.
  JsonDocument next_id() { return std::to_string(++ids_); }

  JsonDocument tasks(const Block& list) {
    JsonDocument node{{"type", "taskList"}, {"attrs", {{"localId", next_id()}}}};
    JsonDocument content = JsonDocument::array();
    for (const Block& item : list.blocks) {
      JsonDocument task{
          {"type", "taskItem"},
          {"attrs", {{"localId", next_id()}, {"state", item.box.value_or(false) ? "DONE" : "TODO"}}}};
      const bool worded = !item.blocks.empty() && item.blocks.front().kind == Kind::paragraph;
      if (worded) task["content"] = adf_of_line(item.blocks.front().line);
      content.push_back(std::move(task));
      for (std::size_t i = worded ? 1 : 0; i < item.blocks.size(); ++i)
        content.push_back(tasks(item.blocks[i]));
    }
    node["content"] = std::move(content);
    return node;
  }

  static JsonDocument cell(const Block& block, bool head, Alignment alignment) {
    JsonDocument inside = JsonDocument::array();
    add_paragraph(inside, block.line);
    if (alignment != Alignment::none && inside.front()["type"] == "paragraph") {
      const char* const align = alignment == Alignment::centre ? "center" : "end";
      inside.front()["marks"] = JsonDocument::array({{{"type", "alignment"}, {"attrs", {{"align", align}}}}});
    }
    return {{"type", head ? "tableHeader" : "tableCell"}, {"content", std::move(inside)}};
  }

  static JsonDocument table(const Block& block) {
    JsonDocument rows = JsonDocument::array();
    for (std::size_t r = 0; r < block.blocks.size(); ++r) {
      JsonDocument cells = JsonDocument::array();
      const Document& row = block.blocks[r].blocks;
      for (std::size_t c = 0; c < row.size(); ++c)
        cells.push_back(cell(row[c], block.head && r == 0,
                             c < block.columns.size() ? block.columns[c] : Alignment::none));
      rows.push_back({{"type", "tableRow"}, {"content", std::move(cells)}});
    }
    return {{"type", "table"}, {"content", std::move(rows)}};
  }

  void add_node(JsonDocument& out, const Block& block, const Place& place) {
    constexpr std::string_view kMark = "mark-";
    if (block.type.starts_with(kMark)) {
      // On each of the blocks in it, in front of the marks it has already.
      const std::size_t first = out.size();
      add_all(out, block.blocks, place);
      JsonDocument mark{{"type", block.type.substr(kMark.size())}};
      if (!block.attributes.empty()) mark["attrs"] = block.attributes;
      for (std::size_t i = first; i < out.size(); ++i) {
        JsonDocument& node = out[i];
        if (!node.contains("marks") || !node["marks"].is_array()) node["marks"] = JsonDocument::array();
        node["marks"].insert(node["marks"].begin(), mark);
      }
      return;
    }
    const Document& inside = block.blocks;
    if (block.type == "table" && inside.size() == 1 && inside.front().kind == Kind::table) {
      out.push_back(table(inside.front()));
      JsonDocument node{{"type", "table"}};
      if (!block.attributes.empty()) node["attrs"] = block.attributes;
      node["content"] = std::move(out.back()["content"]);
      out.back() = std::move(node);
      return;
    }
    if (is_one_of(kHoldLine, block.type)) {
      JsonDocument node{{"type", block.type}};
      if (!block.attributes.empty()) node["attrs"] = block.attributes;
      JsonDocument line = JsonDocument::array();
      for (const Block& one : inside) {
        for (JsonDocument& part : adf_of_line(one.line)) line.push_back(std::move(part));
      }
      if (!line.empty()) node["content"] = std::move(line);
      out.push_back(std::move(node));
      return;
    }
    out.push_back(container(block.type, block.attributes, inside));
  }

  int ids_ = 0;
};

}  // namespace

JsonDocument adf_of(const Document& document) {
  return {{"version", 1}, {"type", "doc"}, {"content", Writer().blocks(document, kOpen)}};
}

std::string adf_of_markdown(std::string_view markdown) {
  return adf_of(document_of_markdown(markdown)).dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

}  // namespace stint::tracker::text
