#include "lib/cmark/markdown_tree.h"

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <memory>
#include <mutex>
#include <utility>

namespace stint::cmark {
namespace {

struct Free {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::string text_of(const char* text) {
  return text != nullptr ? text : "";
}

// The types of extensions are numbers that the library gives out as it starts.
Kind kind_of_extension(cmark_node* node) {
  const std::string_view name = cmark_node_get_type_string(node);
  if (name == "table") return Kind::table;
  if (name == "table_row" || name == "table_header") return Kind::row;
  if (name == "table_cell") return Kind::cell;
  if (name == "strikethrough") return Kind::strike;
  return Kind::text;
}

Kind kind_of(cmark_node* node) {
  switch (static_cast<int>(cmark_node_get_type(node))) {
    case CMARK_NODE_DOCUMENT:
      return Kind::document;
    case CMARK_NODE_BLOCK_QUOTE:
      return Kind::quote;
    case CMARK_NODE_LIST:
      return Kind::list;
    case CMARK_NODE_ITEM:
      return Kind::item;
    case CMARK_NODE_CODE_BLOCK:
      return Kind::code_block;
    case CMARK_NODE_HTML_BLOCK:
      return Kind::html_block;
    case CMARK_NODE_PARAGRAPH:
      return Kind::paragraph;
    case CMARK_NODE_HEADING:
      return Kind::heading;
    case CMARK_NODE_THEMATIC_BREAK:
      return Kind::rule;
    case CMARK_NODE_TEXT:
      return Kind::text;
    case CMARK_NODE_SOFTBREAK:
      return Kind::soft_break;
    case CMARK_NODE_LINEBREAK:
      return Kind::hard_break;
    case CMARK_NODE_CODE:
      return Kind::code;
    case CMARK_NODE_HTML_INLINE:
      return Kind::html;
    case CMARK_NODE_EMPH:
      return Kind::emphasis;
    case CMARK_NODE_STRONG:
      return Kind::strong;
    case CMARK_NODE_LINK:
      return Kind::link;
    case CMARK_NODE_IMAGE:
      return Kind::image;
    default:
      return kind_of_extension(node);
  }
}

std::vector<Alignment> columns_of(cmark_node* table) {
  const std::size_t count = cmark_gfm_extensions_get_table_columns(table);
  const std::uint8_t* letters = cmark_gfm_extensions_get_table_alignments(table);
  std::vector<Alignment> columns(count, Alignment::none);
  for (std::size_t i = 0; letters != nullptr && i < count; ++i) {
    if (letters[i] == 'l') columns[i] = Alignment::left;
    if (letters[i] == 'c') columns[i] = Alignment::centre;
    if (letters[i] == 'r') columns[i] = Alignment::right;
  }
  return columns;
}

Node shallow(cmark_node* native) {
  Node node;
  node.kind = kind_of(native);
  switch (node.kind) {
    case Kind::text:
    case Kind::code:
    case Kind::html:
    case Kind::html_block:
      node.text = text_of(cmark_node_get_literal(native));
      break;
    case Kind::code_block:
      node.text = text_of(cmark_node_get_literal(native));
      node.info = text_of(cmark_node_get_fence_info(native));
      break;
    case Kind::heading:
      node.number = cmark_node_get_heading_level(native);
      break;
    case Kind::list:
      node.ordered = cmark_node_get_list_type(native) == CMARK_ORDERED_LIST;
      node.number = cmark_node_get_list_start(native);
      break;
    case Kind::link:
    case Kind::image:
      node.address = text_of(cmark_node_get_url(native));
      node.title = text_of(cmark_node_get_title(native));
      break;
    case Kind::table:
      node.columns = columns_of(native);
      break;
    default:
      break;
  }
  return node;
}

bool is_leaf(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::soft_break:
    case Kind::hard_break:
    case Kind::code:
    case Kind::html:
    case Kind::html_block:
    case Kind::code_block:
    case Kind::rule:
      return true;
    default:
      return false;
  }
}

// Where each line begins, as the library counts them.
std::vector<std::size_t> line_begins(std::string_view text) {
  std::vector<std::size_t> begins{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')))
      begins.push_back(i + 1);
  }
  return begins;
}

// The library's own extension does not see tasks in quotes, so they are looked for here: an item whose
// paragraph begins with a box, in the source too, where it may be escaped.
class Boxes {
 public:
  explicit Boxes(std::string_view source) : source_(source), begins_(line_begins(source)) {}

  // Takes the box out of the paragraph that has just been closed.
  [[nodiscard]] std::optional<bool> take(Node& paragraph, cmark_node* native) const {
    if (paragraph.children.empty() || paragraph.children.front().kind != Kind::text) return std::nullopt;
    std::string& text = paragraph.children.front().text;
    for (const std::string_view box : {"[ ]", "[x]", "[X]"}) {
      const bool ends = text.size() == box.size() ? paragraph.children.size() == 1 || follows_break(paragraph)
                                                  : text.size() > box.size() && text[box.size()] == ' ';
      if (!text.starts_with(box) || !ends || !at(native).starts_with(box)) continue;
      text.erase(0, std::min(text.size(), box.size() + 1));
      return box != "[ ]";
    }
    return std::nullopt;
  }

 private:
  static bool follows_break(const Node& paragraph) {
    const Kind next = paragraph.children[1].kind;
    return next == Kind::soft_break || next == Kind::hard_break;
  }

  [[nodiscard]] std::string_view at(cmark_node* native) const {
    const auto line = static_cast<std::size_t>(cmark_node_get_start_line(native));
    const auto column = static_cast<std::size_t>(cmark_node_get_start_column(native));
    if (line == 0 || line > begins_.size() || column == 0) return {};
    return source_.substr(std::min(begins_[line - 1] + column - 1, source_.size()));
  }

  std::string_view source_;
  std::vector<std::size_t> begins_;
};

Node tree_of(cmark_node* root, const Boxes& boxes) {
  const std::unique_ptr<cmark_iter, Free> iterator{cmark_iter_new(root)};
  std::vector<Node> open(1);  // below the document there is a floor to stand on
  std::size_t too_deep = 0;
  for (;;) {
    const cmark_event_type event = cmark_iter_next(iterator.get());
    if (event == CMARK_EVENT_DONE) break;
    cmark_node* const native = cmark_iter_get_node(iterator.get());
    if (is_leaf(kind_of(native))) {
      // A leaf has no exit.
      if (event == CMARK_EVENT_ENTER) open.back().children.push_back(shallow(native));
    } else if (event == CMARK_EVENT_ENTER) {
      if (open.size() > kMaxDepth) {
        ++too_deep;
      } else {
        open.push_back(shallow(native));
      }
    } else if (too_deep > 0) {
      --too_deep;
    } else {
      Node closed = std::move(open.back());
      open.pop_back();
      if (closed.kind == Kind::paragraph && open.back().kind == Kind::item && open.back().children.empty())
        open.back().box = boxes.take(closed, native);
      open.back().children.push_back(std::move(closed));
    }
  }
  return std::move(open.front().children.front());
}

}  // namespace

Node parse_markdown(std::string_view markdown) {
  static std::once_flag registered;
  std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
  const std::unique_ptr<cmark_parser, Free> parser{
      cmark_parser_new(CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE)};
  for (const char* name : {"table", "strikethrough"}) {
    cmark_syntax_extension* const extension = cmark_find_syntax_extension(name);
    if (extension != nullptr) cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const std::unique_ptr<cmark_node, Free> root{cmark_parser_finish(parser.get())};
  return tree_of(root.get(), Boxes(markdown));
}

}  // namespace stint::cmark
