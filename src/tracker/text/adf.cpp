#include "tracker/text/adf.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "tracker/text/adf_inline.h"
#include "tracker/text/markdown.h"

namespace stint::tracker::text {

namespace {

// Containers inside each other that are drawn; each indents all it holds once more.
constexpr int kMaxDepth = 24;
// Values inside each other that are looked at at all; below what the parser lets through.
constexpr int kMaxTextDepth = static_cast<int>(json::kMaxDepth);
constexpr std::int64_t kMaxColumns = 64;

// Every text inside a value, for what has no form of its own.
void collect_text(json::Value node, AdfInline& line, int depth) {
  if (depth > kMaxTextDepth) return;
  const std::string_view type = node["type"].text();
  if (is_adf_inline(type)) {
    line.add(node);
    return;
  }
  if (!line.empty()) line.add_plain(" ");
  const json::Value content = node["content"];
  if (!content.is_array()) line.add(node);
  for (const json::Value child : content.items()) collect_text(child, line, depth + 1);
}

std::string plain_text(json::Value node) {
  std::string out;
  for (const json::Value child : node["content"].items()) {
    if (child["type"].text() == "hardBreak") out += '\n';
    out += child["text"].text();
  }
  return out;
}

class Blocks {
 public:
  std::string read_one(json::Value node) {
    const std::string_view type = node["type"].text();
    if (!is_adf_inline(type)) return block(node, type, 0);
    AdfInline line;
    line.add(node);
    return line.take();
  }

  // The blocks among `nodes`, with a blank line between them; inline nodes between them make paragraphs.
  std::string read(json::Items nodes, int depth) {
    std::vector<Block> blocks;
    AdfInline line;
    const auto end_line = [&] {
      if (!line.empty()) add(blocks, line.take(), false);
    };
    for (const json::Value node : nodes) {
      if (is_adf_inline(node["type"].text())) {
        line.add(node);
        continue;
      }
      end_line();
      const std::string_view type = node["type"].text();
      // A numbered list can follow a line directly only when it starts with 1.
      const bool list = type == "bulletList" || type == "taskList" ||
                        (type == "orderedList" && node["attrs"]["order"].as_int().value_or(1) == 1);
      add(blocks, block(node, type, depth), list);
    }
    end_line();
    std::string out;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      // A list directly under a line of its item stays tight.
      if (i > 0) out += blocks[i].list && in_item_ ? "\n" : "\n\n";
      out += blocks[i].markdown;
    }
    return out;
  }

 private:
  struct Block {
    std::string markdown;
    bool list;
  };

  static void add(std::vector<Block>& blocks, std::string markdown, bool list) {
    if (!markdown.empty()) blocks.push_back({std::move(markdown), list});
  }

  std::string block(json::Value node, std::string_view type, int depth) {
    if (depth >= kMaxDepth) {
      AdfInline line;
      collect_text(node, line, 0);
      return line.take();
    }
    const json::Value attrs = node["attrs"];
    if (type == "paragraph") return read_inline(node, LineEnds::keep);
    if (type == "heading") {
      const std::string line = read_inline(node, LineEnds::spaces);
      const auto level = std::clamp<std::int64_t>(attrs["level"].as_int().value_or(1), 1, 6);
      return line.empty() ? line : std::string(static_cast<std::size_t>(level), '#') + ' ' + line;
    }
    if (type == "bulletList" || type == "decisionList") return list(node, depth, false, 1);
    if (type == "orderedList") {
      return list(node, depth, true,
                  std::clamp<std::int64_t>(attrs["order"].as_int().value_or(1), 0, 99'999'999));
    }
    if (type == "taskList") return tasks(node, depth);
    if (type == "codeBlock") return code_block(plain_text(node), attrs["language"].text());
    if (type == "blockquote" || type == "panel") return quote(inside(node, depth));
    if (type == "rule") return "---";
    if (type == "table") return read_table(node, depth);
    if (type == "expand" || type == "nestedExpand") {
      std::string out;
      if (const std::string_view title = attrs["title"].text(); !title.empty()) {
        AdfInline line(LineEnds::spaces);
        line.add_plain(title);
        out = "**" + line.take() + "**";
      }
      const std::string body = inside(node, depth);
      if (!out.empty() && !body.empty()) out += "\n\n";
      return out + body;
    }
    if (type == "media") return media(attrs);
    if (type == "blockCard" || type == "embedCard") {
      std::string out;
      append_link(out, {}, attrs["url"].text());
      return out;
    }
    // Containers without a form (layouts, media groups, extensions) and what is not known.
    std::string body = inside(node, depth);
    if (!body.empty()) return body;
    AdfInline line;
    line.add(node);
    return line.take();
  }

  std::string inside(json::Value node, int depth) {
    const bool was_in_item = std::exchange(in_item_, false);
    std::string out = read(node["content"].items(), depth + 1);
    in_item_ = was_in_item;
    return out;
  }

  std::string item_inside(json::Value node, int depth) {
    const bool was_in_item = std::exchange(in_item_, true);
    std::string out = read(node["content"].items(), depth + 1);
    in_item_ = was_in_item;
    return out;
  }

  static std::string read_inline(json::Value node, LineEnds line_ends) {
    AdfInline line(line_ends);
    for (const json::Value child : node["content"].items()) {
      if (is_adf_inline(child["type"].text())) {
        line.add(child);
      } else {
        collect_text(child, line, 0);
      }
    }
    return line.take();
  }

  static std::string quote(std::string_view body) { return body.empty() ? "" : indented(body, "> ", "> "); }

  static std::string media(json::Value attrs) {
    AdfInline line(LineEnds::spaces);
    const std::string_view url = attrs["url"].text();
    const std::string_view alt = attrs["alt"].text();
    if (!url.empty()) {
      std::string label;
      append_text(label, alt);
      std::string out;
      append_link(out, label, url);
      return out;
    }
    line.add_plain(alt.empty() ? "(attachment)" : "(attachment: " + std::string(alt) + ")");
    return line.take();
  }

  std::string list(json::Value node, int depth, bool ordered, std::int64_t number) {
    std::string out;
    for (const json::Value item : node["content"].items()) {
      std::string marker = "- ";
      if (ordered) marker = std::to_string(number++) + ". ";
      if (!out.empty()) out += '\n';
      out += indented(item_inside(item, depth), marker, std::string(marker.size(), ' '));
    }
    return out;
  }

  std::string tasks(json::Value node, int depth) {
    std::string out;
    for (const json::Value item : node["content"].items()) {
      if (item["type"].text() == "taskList") {
        const std::string inner = depth < kMaxDepth ? tasks(item, depth + 1) : block(item, {}, depth);
        if (inner.empty()) continue;
        if (!out.empty()) out += '\n';
        out += indented(inner, "  ", "  ");
        continue;
      }
      if (!out.empty()) out += '\n';
      const bool done = item["attrs"]["state"].text() == "DONE";
      out += indented(item_inside(item, depth), done ? "- [x] " : "- [ ] ", "  ");
    }
    return out;
  }

  std::string read_table(json::Value node, int depth) {
    std::vector<std::vector<std::string>> rows;
    bool has_head = false;
    for (const json::Value row : node["content"].items()) {
      auto& cells = rows.emplace_back();
      bool all_heads = true;
      for (const json::Value cell : row["content"].items()) {
        all_heads &= cell["type"].text() == "tableHeader";
        cells.push_back(table_cell(cell_inside(cell, depth)));
        const auto span = cell["attrs"]["colspan"].as_int().value_or(1);
        for (std::int64_t i = 1; i < std::min(span, kMaxColumns); ++i) cells.emplace_back();
      }
      if (rows.size() == 1) has_head = all_heads && !cells.empty();
    }
    return table(rows, has_head);
  }

  // A cell is one line: code blocks become code spans.
  std::string cell_inside(json::Value cell, int depth) {
    std::string out;
    for (const json::Value child : cell["content"].items()) {
      const std::string_view type = child["type"].text();
      std::string part;
      if (type == "codeBlock") {
        append_code_span(part, plain_text(child));
      } else if (is_adf_inline(type)) {
        AdfInline line;
        line.add(child);
        part = line.take();
      } else {
        part = block(child, type, depth + 1);
      }
      if (!out.empty() && !part.empty()) out += '\n';
      out += part;
    }
    return out;
  }

  bool in_item_ = false;
};

}  // namespace

std::string adf_to_markdown(json::Value document) {
  if (document.is_string()) {
    AdfInline line;
    line.add_plain(document.text());
    return line.take();
  }
  if (document.is_array()) return Blocks().read(document.items(), 0);
  const std::string_view type = document["type"].text();
  if (type == "doc" || type.empty()) return Blocks().read(document["content"].items(), 0);
  return Blocks().read_one(document);
}

}  // namespace stint::tracker::text
