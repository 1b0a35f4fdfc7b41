// HTML as a tree of values, read as browsers read it (WHATWG's algorithm), by gumbo.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stint::gumbo {

struct Attribute {
  std::string name;  // in lower case
  std::string value;
};

// An element, or a text between elements.
struct Node {
  std::string name;  // of the element, in lower case; empty: a text
  std::string text;  // of a text, with its references replaced
  std::vector<Attribute> attributes;
  std::vector<Node> children;

  // Of the attribute with that name; empty when there is none.
  [[nodiscard]] std::string_view attribute(std::string_view attribute_name) const;
};

// Elements inside each other; what is deeper stands at that depth.
inline constexpr std::size_t kMaxDepth = 200;

// The element "body" of a page or a part of one; comments are left out. Nothing for what is nested so deep
// that it was made to do harm.
[[nodiscard]] std::optional<Node> parse_html(std::string_view html);

}  // namespace stint::gumbo
