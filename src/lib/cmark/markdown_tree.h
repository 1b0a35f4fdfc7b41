// Markdown as a tree of values: CommonMark with GitHub's tables, strikes and task items, by cmark-gfm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stint::cmark {

enum class Kind : std::uint8_t {
  // Blocks.
  document,
  paragraph,
  heading,
  quote,
  list,
  item,
  code_block,
  html_block,
  rule,
  table,
  row,
  cell,
  // In a line.
  text,
  soft_break,
  hard_break,
  code,
  html,
  emphasis,
  strong,
  strike,
  link,
  image,
};

enum class Alignment : std::uint8_t { none, left, centre, right };

struct Node {
  Kind kind = Kind::document;
  std::string text;     // of texts, code and HTML, as it is
  std::string info;     // behind the fence of a code block
  std::string address;  // of links and images
  std::string title;
  int number = 0;  // level of a heading, first number of an ordered list
  bool ordered = false;
  std::optional<bool> box;         // of an item that is a task: whether it is ticked
  std::vector<Alignment> columns;  // of a table
  std::vector<Node> children;
};

// Nodes inside each other; of deeper ones only the leaves are kept, at that depth.
inline constexpr std::size_t kMaxDepth = 200;

// Any text is Markdown. Bytes that are no UTF-8 become U+FFFD. Addresses without marks stay text.
[[nodiscard]] Node parse_markdown(std::string_view markdown);

}  // namespace stint::cmark
