#include "lib/gumbo/html_tree.h"

#include <algorithm>
#include <array>
#include <gumbo.h>
#include <map>
#include <memory>
#include <utility>

namespace stint::gumbo {
namespace {

// The library frees its tree by recursion: one that is too deep for the stack must not come to be.
constexpr std::size_t kMaxOpen = 5000;
constexpr std::size_t kMaxNodes = 5'000'000;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

// Whether the tree would be too deep, or far larger than the text: an element of formatting that is not
// closed is made anew in every block behind it. An estimate from above; elements that end by themselves do
// not count.
bool is_harmful(std::string_view html) {
  constexpr std::array<std::string_view, 12> kEndThemselves{"br", "hr", "img", "input", "col", "p",
                                                            "li", "td", "th",  "tr",    "dt",  "dd"};
  std::map<std::string, std::size_t> open_by_name;
  std::size_t open = 0;
  std::size_t nodes = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    std::string_view rest = html.substr(at + 1, 16);
    const bool closes = rest.starts_with('/');
    if (closes) rest.remove_prefix(1);
    if (rest.empty() || !is_letter(rest.front())) continue;
    nodes += open + 1;
    const auto end = std::ranges::find_if_not(rest, is_letter);
    const std::string name = lower(rest.substr(0, static_cast<std::size_t>(end - rest.begin())));
    if (std::ranges::find(kEndThemselves, name) != kEndThemselves.end()) continue;
    std::size_t& of_name = open_by_name[name];
    if (!closes) {
      ++of_name;
      ++open;
    } else if (of_name > 0) {
      --of_name;
      --open;
    }
    if (open > kMaxOpen || nodes > kMaxNodes) return true;
  }
  return false;
}

std::string name_of(const GumboElement& element) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece piece = element.original_tag;
  gumbo_tag_from_original_text(&piece);
  return piece.data != nullptr ? lower({piece.data, piece.length}) : "span";
}

Node shallow(const GumboNode& native) {
  Node node;
  if (native.type != GUMBO_NODE_ELEMENT && native.type != GUMBO_NODE_TEMPLATE) {
    if (native.type != GUMBO_NODE_COMMENT) node.text = native.v.text.text;
    return node;
  }
  const GumboElement& element = native.v.element;
  node.name = name_of(element);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* const attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    node.attributes.push_back({lower(attribute->name), attribute->value});
  }
  return node;
}

const GumboVector* children_of(const GumboNode& node) {
  const bool element = node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
  return element ? &node.v.element.children : nullptr;
}

// Without recursion: the tree may be deeper than what is made of it.
Node tree_of(const GumboNode& root) {
  struct Open {
    const GumboVector* children;
    unsigned next;
    bool own;  // a node of `made` belongs to it
  };
  std::vector<Open> path{{children_of(root), 0, true}};
  std::vector<Node> made{shallow(root)};
  for (;;) {
    Open& top = path.back();
    if (top.children == nullptr || top.next == top.children->length) {
      const bool own = top.own;
      path.pop_back();
      if (path.empty()) return std::move(made.front());
      if (!own) continue;
      Node closed = std::move(made.back());
      made.pop_back();
      made.back().children.push_back(std::move(closed));
      continue;
    }
    const auto* const child = static_cast<const GumboNode*>(top.children->data[top.next++]);
    const GumboVector* const below = children_of(*child);
    if (below == nullptr) {
      Node text = shallow(*child);
      if (!text.text.empty()) made.back().children.push_back(std::move(text));
      continue;
    }
    const bool own = made.size() < kMaxDepth;
    if (own) made.push_back(shallow(*child));
    path.push_back({below, 0, own});
  }
}

}  // namespace

std::string_view Node::attribute(std::string_view attribute_name) const {
  const auto found = std::ranges::find(attributes, attribute_name, &Attribute::name);
  return found != attributes.end() ? std::string_view(found->value) : std::string_view();
}

std::optional<Node> parse_html(std::string_view html) {
  if (is_harmful(html)) return std::nullopt;
  const auto free = [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
  const std::unique_ptr<GumboOutput, decltype(free)> output{
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()), free};
  const GumboVector& top = output->root->v.element.children;
  for (unsigned i = 0; i < top.length; ++i) {
    const auto* const child = static_cast<const GumboNode*>(top.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) return tree_of(*child);
  }
  return Node{.name = "body", .text = {}, .attributes = {}, .children = {}};
}

}  // namespace stint::gumbo
