#include "tracker/text/line_reader.h"

#include <array>
#include <optional>
#include <utility>

#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

struct PlainTag {
  std::string_view name;
  std::string_view mark;
  std::string_view type;  // of "subsup"
};
constexpr std::array kPlainTags{PlainTag{"u", "underline", ""},   PlainTag{"sub", "subsup", "sub"},
                                PlainTag{"sup", "subsup", "sup"}, PlainTag{"strong", "strong", ""},
                                PlainTag{"em", "em", ""},         PlainTag{"del", "strike", ""}};

// The mark that a tag sets on what is between it and its closing tag.
std::optional<Mark> mark_of(const Tag& tag) {
  if (tag.name.starts_with(kMarkTag)) return Mark{tag.name.substr(kMarkTag.size()), tag.attributes};
  for (const PlainTag& plain : kPlainTags) {
    if (tag.name != plain.name || !tag.attributes.empty()) continue;
    Mark mark{std::string(plain.mark)};
    if (!plain.type.empty()) mark.attributes["type"] = plain.type;
    return mark;
  }
  return std::nullopt;
}

bool may_pair(const Tag& tag) {
  return tag.name == "code" || tag.name.starts_with(kNodeTag) || mark_of(tag);
}

// Takes the tree apart into parts in a row; tags are parts with their text in `tags`.
class Flattener {
 public:
  struct Part {
    Inline part;
    std::optional<Tag> tag;
    std::size_t partner = 0;  // of a tag that opens: the one that closes it
  };

  void add(const std::vector<cmark::Node>& nodes) {
    for (const cmark::Node& node : nodes) add(node);
  }
  std::vector<Part> take() { return std::move(parts_); }

 private:
  void push(Kind kind, std::string_view text) {
    parts_.push_back({Inline{.kind = kind, .text = std::string(text), .marks = marks_}, {}, 0});
  }

  void inside(const cmark::Node& node, Mark mark) {
    marks_.push_back(std::move(mark));
    add(node.children);
    marks_.pop_back();
  }

  void add(const cmark::Node& node) {
    switch (node.kind) {
      case cmark::Kind::text:
        return push(Kind::text, node.text);
      case cmark::Kind::soft_break:
        return push(Kind::text, " ");
      case cmark::Kind::hard_break:
        return push(Kind::line_break, {});
      case cmark::Kind::code:
        return push(Kind::code, node.text);
      case cmark::Kind::html:
        return add_html(node.text);
      case cmark::Kind::emphasis:
        return inside(node, Mark{"em"});
      case cmark::Kind::strong:
        return inside(node, Mark{"strong"});
      case cmark::Kind::strike:
        return inside(node, Mark{"strike"});
      case cmark::Kind::link:
        return add_link(node);
      case cmark::Kind::image:
        return add_image(node);
      default:
        // Blocks whose depth was taken from them.
        if (!node.text.empty()) push(Kind::text, node.text);
        return add(node.children);
    }
  }

  void add_html(const std::string& html) {
    auto tag = parse_tag(html);
    if (tag && tag->name == "br" && !tag->closes) return push(Kind::line_break, {});
    push(Kind::text, html);
    if (tag && !tag->empty && may_pair(*tag)) parts_.back().tag = std::move(tag);
  }

  void add_link(const cmark::Node& node) {
    if (!is_safe_address(node.address)) {
      add(node.children);
      if (!node.address.empty()) push(Kind::text, " (" + node.address + ")");
      return;
    }
    Mark mark{"link", {{"href", node.address}}};
    if (!node.title.empty()) mark.attributes["title"] = node.title;
    inside(node, std::move(mark));
  }

  void add_image(const cmark::Node& node) {
    Flattener inner;
    inner.add(node.children);
    Line line;
    for (Part& part : inner.parts_) line.push_back(std::move(part.part));
    Inline image{.kind = Kind::image, .text = plain_text(line), .marks = marks_};
    if (is_safe_address(node.address)) {
      image.address = node.address;
      image.title = node.title;
    } else {
      image.kind = Kind::text;
      image.text += " (" + node.address + ")";
    }
    parts_.push_back({std::move(image), {}, 0});
  }

  std::vector<Mark> marks_;
  std::vector<Part> parts_;
};

using Parts = std::vector<Flattener::Part>;

// Finds the partner of each tag; what has none is text.
void pair_tags(Parts& parts) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& tag = parts[i].tag;
    if (!tag) continue;
    if (!tag->closes) {
      open.push_back(i);
      continue;
    }
    // Few are open at once in honest texts, and no more than these are looked through in others.
    constexpr std::size_t kMostOpen = 64;
    std::size_t at = open.size();
    while (at > 0 && open.size() - at < kMostOpen && parts[open[at - 1]].tag->name != tag->name) --at;
    const bool found = at > 0 && parts[open[at - 1]].tag->name == tag->name;
    if (!found) {
      tag.reset();
      continue;
    }
    for (std::size_t k = at; k < open.size(); ++k) parts[open[k]].tag.reset();
    parts[open[at - 1]].partner = i;
    open.resize(at - 1);
  }
  for (const std::size_t i : open) parts[i].tag.reset();
}

Inline node_of(const Tag& tag, std::string text, const std::vector<Mark>& marks) {
  Inline node{.kind = Kind::node, .text = std::move(text), .marks = marks};
  if (tag.name != kRawTag) {
    node.type = tag.name.substr(kNodeTag.size());
    node.attributes = tag.attributes;
    return node;
  }
  node.kind = Kind::raw;
  const auto json = tag.attributes.find("node");
  node.text = json != tag.attributes.end()
                  ? json->dump(-1, ' ', false, JsonDocument::error_handler_t::replace)
                  : std::string("{}");
  return node;
}

void append(const Parts& parts, std::size_t begin, std::size_t end, std::vector<Mark>& outer, Line& out) {
  for (std::size_t i = begin; i < end; ++i) {
    const auto& [part, tag, partner] = parts[i];
    if (!tag) {
      out.push_back(part);
      out.back().marks.insert(out.back().marks.end(), outer.begin(), outer.end());
      continue;
    }
    if (auto mark = mark_of(*tag)) {
      outer.push_back(std::move(*mark));
      append(parts, i + 1, partner, outer, out);
      outer.pop_back();
    } else {
      Line inside;
      std::vector<Mark> none;
      append(parts, i + 1, partner, none, inside);
      std::vector<Mark> marks = part.marks;
      marks.insert(marks.end(), outer.begin(), outer.end());
      if (tag->name == "code") {
        out.push_back({.kind = Kind::code, .text = plain_text(inside), .marks = std::move(marks)});
      } else {
        out.push_back(node_of(*tag, plain_text(inside), marks));
      }
    }
    i = partner;
  }
}

}  // namespace

Line line_of(const std::vector<cmark::Node>& nodes) {
  Flattener flattener;
  flattener.add(nodes);
  Parts parts = flattener.take();
  pair_tags(parts);
  Line out;
  std::vector<Mark> outer;
  append(parts, 0, parts.size(), outer, out);
  return out;
}

}  // namespace stint::tracker::text
