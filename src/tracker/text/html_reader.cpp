#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "lib/gumbo/html_tree.h"
#include "tracker/text/html.h"
#include "tracker/text/markdown_printer.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;
using gumbo::Node;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 8> kNoText{"script", "style",    "head",   "template",
                                                  "title",  "noscript", "iframe", "object"};
constexpr std::array<std::string_view, 34> kBlocks{
    "address", "article", "aside", "blockquote", "body",   "center", "dd",     "details", "dialog",
    "div",     "dl",      "dt",    "fieldset",   "figure", "footer", "form",   "h1",      "h2",
    "h3",      "h4",      "h5",    "h6",         "header", "hr",     "li",     "main",    "nav",
    "ol",      "p",       "pre",   "section",    "table",  "ul",     "summary"};

struct MarkRow {
  std::string_view element;
  std::string_view mark;
  std::string_view type;
};
constexpr std::array kMarks{
    MarkRow{"b", "strong", ""},      MarkRow{"strong", "strong", ""}, MarkRow{"i", "em", ""},
    MarkRow{"em", "em", ""},         MarkRow{"s", "strike", ""},      MarkRow{"strike", "strike", ""},
    MarkRow{"del", "strike", ""},    MarkRow{"u", "underline", ""},   MarkRow{"ins", "underline", ""},
    MarkRow{"sub", "subsup", "sub"}, MarkRow{"sup", "subsup", "sup"}};

std::string plain(const Node& node) {
  if (node.name.empty()) return node.text;
  if (node.name == "br") return "\n";
  if (is_one_of(kNoText, node.name)) return {};
  std::string out;
  for (const Node& child : node.children) out += plain(child);
  return out;
}

// Blanks and line ends in a row are one blank; no-break spaces are not.
std::string collapsed(std::string_view text, bool after_blank) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (!blank || !after_blank) out += blank ? ' ' : c;
    after_blank = blank;
  }
  return out;
}

// "&nbsp; x", which editors write for repeated blanks, as two blanks.
void soften(std::string& text) {
  constexpr std::string_view kNoBreak = "\u00A0";
  for (std::size_t at = 0; (at = text.find(kNoBreak, at)) != std::string::npos; ++at) {
    const std::size_t behind = at + kNoBreak.size();
    const bool beside_blank = text.substr(behind).starts_with(' ') || (at > 0 && text[at - 1] == ' ') ||
                              text.substr(behind).starts_with(kNoBreak);
    if (beside_blank) text.replace(at, kNoBreak.size(), " ");
  }
}

std::string style_value(const Node& node, std::string_view property) {
  const std::string_view style = node.attribute("style");
  const std::size_t at = style.find(property);
  if (at == std::string_view::npos) return {};
  std::string_view value = style.substr(at + property.size());
  value.remove_prefix(std::min(value.find_first_not_of(" :"), value.size()));
  return std::string(value.substr(0, value.find_first_of("; ")));
}

class Reader {
 public:
  Document read(const Node& root) {
    add_children(root);
    end_line();
    return std::move(out_);
  }

 private:
  void end_line() {
    if (std::ranges::any_of(line_, [](const Inline& part) { return part.kind != Inline::Kind::line_break; }))
      out_.push_back({.line = std::move(line_)});
    line_.clear();
  }

  void add_children(const Node& node) {
    for (const Node& child : node.children) add(child);
  }

  // What is inside, as blocks of its own.
  static Document blocks_of(const Node& node) { return Reader().read(node); }

  // What is inside, as one line.
  static Line line_of(const Node& node) {
    Line line;
    for (Block& block : blocks_of(node)) append_line(line, block);
    return line;
  }
  static void append_line(Line& line, const Block& block) {
    if (!block.line.empty() || !block.text.empty()) {
      if (!line.empty()) line.push_back({.kind = Inline::Kind::line_break});
      line.insert(line.end(), block.line.begin(), block.line.end());
      if (!block.text.empty()) line.push_back({.kind = Inline::Kind::code, .text = block.text});
    }
    for (const Block& inner : block.blocks) append_line(line, inner);
  }

  void add(const Node& node) {
    if (node.name.empty()) return add_text(node.text);
    if (is_one_of(kNoText, node.name)) return;
    if (is_one_of(kBlocks, node.name)) {
      end_line();
      add_block(node);
      end_line();
    } else {
      add_inline(node);
    }
  }

  void add_text(std::string_view text) {
    const bool after_blank = line_.empty() || line_.back().kind == Inline::Kind::line_break ||
                             (line_.back().kind == Inline::Kind::text && line_.back().text.ends_with(' '));
    std::string clean = collapsed(text, after_blank);
    if (!clean.empty()) line_.push_back({.text = std::move(clean), .marks = marks_});
  }

  void add_block(const Node& node) {
    const std::string_view name = node.name;
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      out_.push_back({.kind = Kind::heading, .line = line_of(node), .number = name[1] - '0'});
    } else if (name == "blockquote") {
      out_.push_back({.kind = Kind::quote, .blocks = blocks_of(node)});
    } else if (name == "ul" || name == "ol") {
      add_list(node);
    } else if (name == "pre") {
      add_code(node);
    } else if (name == "hr") {
      out_.push_back({.kind = Kind::rule});
    } else if (name == "table") {
      add_table(node);
    } else {
      // Marks around blocks mark their lines.
      add_children(node);
    }
  }

  void add_inline(const Node& node) {
    const std::string_view name = node.name;
    if (name == "br") {
      line_.push_back({.kind = Inline::Kind::line_break});
    } else if (name == "img") {
      add_image(node);
    } else if (name == "code" || name == "tt" || name == "kbd" || name == "samp") {
      std::string text = plain(node);
      soften(text);
      line_.push_back({.kind = Inline::Kind::code, .text = std::move(text), .marks = marks_});
    } else if (name == "a" && !node.attribute("data-vss-mention").empty()) {
      Inline mention{.kind = Inline::Kind::node, .text = plain(node), .type = "mention", .marks = marks_};
      mention.attributes["vss"] = std::string(node.attribute("data-vss-mention"));
      line_.push_back(std::move(mention));
    } else {
      const std::size_t before = marks_.size();
      add_marks(node);
      add_children(node);
      marks_.resize(before);
    }
  }

  void add_marks(const Node& node) {
    const auto row = std::ranges::find(kMarks, node.name, &MarkRow::element);
    if (row != kMarks.end()) {
      Mark mark{std::string(row->mark)};
      if (!row->type.empty()) mark.attributes["type"] = row->type;
      marks_.push_back(std::move(mark));
    }
    const std::string_view address = node.attribute("href");
    if (node.name == "a" && is_safe_address(address)) {
      Mark mark{"link", {{"href", std::string(address)}}};
      if (!node.attribute("title").empty()) mark.attributes["title"] = std::string(node.attribute("title"));
      marks_.push_back(std::move(mark));
    }
    const std::string weight = style_value(node, "font-weight");
    if (weight == "bold" || weight == "700") marks_.push_back(Mark{"strong"});
    if (style_value(node, "font-style") == "italic") marks_.push_back(Mark{"em"});
    const std::string decoration = style_value(node, "text-decoration");
    if (decoration == "underline") marks_.push_back(Mark{"underline"});
    if (decoration == "line-through") marks_.push_back(Mark{"strike"});
  }

  void add_image(const Node& node) {
    Inline image{.kind = Inline::Kind::image,
                 .text = std::string(node.attribute("alt")),
                 .address = std::string(node.attribute("src")),
                 .title = std::string(node.attribute("title")),
                 .marks = marks_};
    if (!is_safe_address(image.address)) {
      image.kind = Inline::Kind::text;
      image.address.clear();
      image.title.clear();
      if (image.text.empty()) image.text = "(image)";
    }
    line_.push_back(std::move(image));
  }

  void add_list(const Node& node) {
    Block list{.kind = Kind::list, .ordered = node.name == "ol"};
    const std::string_view start = node.attribute("start");
    int number = 1;
    const auto [end, error] = std::from_chars(start.data(), start.data() + start.size(), number);
    if (list.ordered && error == std::errc() && number >= 0 && number <= 99'999'999) list.number = number;
    for (const Node& child : node.children) {
      if (child.name.empty() && child.text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
      // A list directly in a list belongs to the item before it.
      const bool nested = child.name == "ul" || child.name == "ol";
      Document inside = nested ? Document{} : blocks_of(child);
      if (nested) {
        Reader inner;
        inner.add(child);
        inside = std::move(inner.out_);
      }
      if (nested && !list.blocks.empty()) {
        for (Block& block : inside) list.blocks.back().blocks.push_back(std::move(block));
      } else {
        list.blocks.push_back({.kind = Kind::item, .blocks = std::move(inside)});
        take_box(list.blocks.back());
      }
    }
    out_.push_back(std::move(list));
  }

  static void take_box(Block& item) {
    if (item.blocks.empty() || item.blocks.front().line.empty()) return;
    std::string& text = item.blocks.front().line.front().text;
    for (const auto& [sign, ticked] : {std::pair<std::string_view, bool>{"☑ ", true}, {"☐ ", false}}) {
      if (item.blocks.front().line.front().kind != Inline::Kind::text || !text.starts_with(sign)) continue;
      text.erase(0, sign.size());
      item.box = ticked;
      return;
    }
  }

  void add_code(const Node& node) {
    Block code{.kind = Kind::code, .text = plain(node)};
    constexpr std::string_view kPrefix = "language-";
    for (const Node& child : node.children) {
      const std::string_view language = child.attribute("class");
      if (child.name == "code" && language.starts_with(kPrefix))
        code.language = language.substr(kPrefix.size(), language.find(' ') - kPrefix.size());
    }
    std::erase(code.text, '\r');
    out_.push_back(std::move(code));
  }

  void add_rows(const Node& node, Block& table, bool& heads) {
    for (const Node& child : node.children) {
      if (child.name == "caption") {
        out_.push_back({.line = line_of(child)});
      } else if (child.name != "tr") {
        add_rows(child, table, heads);
      } else {
        Block row{.kind = Kind::row};
        for (const Node& cell : child.children) {
          if (cell.name != "td" && cell.name != "th") continue;
          if (table.blocks.empty()) {
            heads &= cell.name == "th";
            const std::string align = style_value(cell, "text-align");
            table.columns.push_back(align == "center"  ? Alignment::centre
                                    : align == "right" ? Alignment::right
                                                       : Alignment::none);
          }
          row.blocks.push_back({.kind = Kind::cell, .line = line_of(cell)});
        }
        table.blocks.push_back(std::move(row));
      }
    }
  }

  void add_table(const Node& node) {
    Block table{.kind = Kind::table};
    bool heads = true;
    add_rows(node, table, heads);
    table.head = heads && !table.columns.empty();
    out_.push_back(std::move(table));
  }

  Document out_;
  Line line_;
  std::vector<Mark> marks_;
};

void soften(Document& document) {
  for (Block& block : document) {
    for (Inline& part : block.line) {
      if (part.kind == Inline::Kind::text) soften(part.text);
    }
    soften(block.blocks);
  }
}

}  // namespace

Document document_of_html(std::string_view html) {
  const auto root = gumbo::parse_html(html);
  if (!root) return normalised({{.line = {{.text = std::string(html)}}}});
  Document document = Reader().read(*root);
  soften(document);
  return normalised(std::move(document));
}

std::string markdown_of_html(std::string_view html) {
  return markdown_of(document_of_html(html));
}

}  // namespace stint::tracker::text
