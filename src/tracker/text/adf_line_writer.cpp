#include "tracker/text/adf_line_writer.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/instant.h"

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

JsonDocument mark_node(const Mark& mark) {
  JsonDocument node{{"type", mark.name}};
  if (!mark.attributes.empty()) node["attrs"] = mark.attributes;
  return node;
}

JsonDocument with_marks(JsonDocument node, const std::vector<Mark>& marks) {
  JsonDocument written = JsonDocument::array();
  for (const Mark& mark : marks) {
    // Wherever it came from, nothing that runs is sent on.
    if (mark.name == "link" && !is_safe_address(link_address(marks))) continue;
    written.push_back(mark_node(mark));
  }
  if (!written.empty()) node["marks"] = std::move(written);
  return node;
}

JsonDocument text_node(std::string_view text, const std::vector<Mark>& marks) {
  return with_marks({{"type", "text"}, {"text", text}}, marks);
}

JsonDocument code_node(const Inline& part) {
  std::vector<Mark> marks;
  for (const Mark& mark : part.marks) {
    if (mark.name == "link" || mark.name == "annotation") marks.push_back(mark);
  }
  marks.push_back(Mark{"code"});
  return text_node(part.text, marks);
}

JsonDocument image_link(const Inline& image) {
  std::vector<Mark> marks{Mark{"link", {{"href", image.address}}}};
  if (!image.title.empty()) marks.front().attributes["title"] = image.title;
  for (const Mark& mark : image.marks) {
    if (mark.name != "link") marks.push_back(mark);
  }
  return text_node(image.text.empty() ? image.address : image.text, marks);
}

JsonDocument date_node(const Inline& date) {
  const auto day = parse_iso_instant(date.text);
  if (!day) return text_node(date.text, date.marks);
  JsonDocument attributes = date.attributes;
  attributes["timestamp"] = std::to_string(to_epoch_ms(*day));
  return with_marks({{"type", "date"}, {"attrs", std::move(attributes)}}, date.marks);
}

JsonDocument other_node(const Inline& part) {
  if (part.type == "date" && !part.attributes.contains("timestamp") && !part.text.empty())
    return date_node(part);
  JsonDocument attributes = part.attributes;
  if (!part.text.empty()) attributes["text"] = part.text;
  JsonDocument node{{"type", part.type}};
  if (!attributes.empty()) node["attrs"] = std::move(attributes);
  return with_marks(std::move(node), part.marks);
}

}  // namespace

JsonDocument adf_of_line(const Line& line) {
  JsonDocument nodes = JsonDocument::array();
  for (const Inline& part : line) {
    switch (part.kind) {
      case Kind::text:
        nodes.push_back(text_node(part.text, part.marks));
        break;
      case Kind::code:
        nodes.push_back(code_node(part));
        break;
      case Kind::line_break:
        nodes.push_back({{"type", "hardBreak"}});
        break;
      case Kind::image:
        if (!part.address.empty() || !part.text.empty()) nodes.push_back(image_link(part));
        break;
      case Kind::node:
        nodes.push_back(other_node(part));
        break;
      case Kind::raw:
        if (JsonDocument node = JsonDocument::parse(part.text, nullptr, false); node.is_object())
          nodes.push_back(std::move(node));
        break;
    }
  }
  return nodes;
}

JsonDocument adf_of_image(const Line& line) {
  if (line.size() != 1 || line.front().kind != Kind::image || line.front().address.empty()) return nullptr;
  const Inline& image = line.front();
  JsonDocument attributes{{"type", "external"}, {"url", image.address}};
  if (!image.text.empty()) attributes["alt"] = image.text;
  JsonDocument media{{"type", "media"}, {"attrs", std::move(attributes)}};
  std::vector<Mark> marks;
  if (const Mark* const link = find_mark(image.marks, "link")) marks.push_back(*link);
  JsonDocument single{{"type", "mediaSingle"}, {"attrs", {{"layout", "center"}}}};
  JsonDocument content = JsonDocument::array({with_marks(std::move(media), marks)});
  if (!image.title.empty()) {
    content.push_back({{"type", "caption"}, {"content", JsonDocument::array({text_node(image.title, {})})}});
  }
  single["content"] = std::move(content);
  return single;
}

}  // namespace stint::tracker::text
