#include "tracker/text/adf_line_reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "base/instant.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

std::string compact(const JsonDocument& json) {
  return json.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

// The marks of a node; nothing when one of them cannot be said.
std::optional<std::vector<Mark>> marks_of(const JsonDocument& node) {
  std::vector<Mark> marks;
  const JsonDocument& listed = member(node, "marks");
  if (listed.is_null()) return marks;
  if (!listed.is_array()) return std::nullopt;
  for (const JsonDocument& one : listed) {
    if (!has_only(one, {"type", "attrs"})) return std::nullopt;
    Mark mark{text_member(one, "type")};
    if (const JsonDocument& attributes = member(one, "attrs"); !attributes.is_null())
      mark.attributes = attributes;
    if (!fits_tag(mark.name, mark.attributes)) return std::nullopt;
    if (mark.name == "subsup") {
      const std::string type = text_member(mark.attributes, "type");
      if (mark.attributes.size() != 1 || (type != "sub" && type != "sup")) return std::nullopt;
    }
    marks.push_back(std::move(mark));
  }
  return marks;
}

Inline raw(const JsonDocument& node) {
  return {.kind = Kind::raw, .text = compact(node)};
}

void add_text(Line& line, const JsonDocument& node, std::vector<Mark> marks) {
  Inline part{.text = text_member(node, "text"), .marks = std::move(marks)};
  const auto erase = [&](std::string_view name) {
    return std::erase_if(part.marks, [&](const Mark& mark) { return mark.name == name; }) > 0;
  };
  if (erase("code")) part.kind = Kind::code;
  std::string unsafe;
  if (find_mark(part.marks, "link") != nullptr && !is_safe_address(link_address(part.marks))) {
    unsafe = link_address(part.marks);
    erase("link");
  }
  line.push_back(std::move(part));
  if (!unsafe.empty()) line.push_back({.text = " (" + unsafe + ")"});
}

// "1763337600000" as "2025-11-17"; nothing for what is not the beginning of a day.
std::optional<std::string> day_of(const JsonDocument& timestamp) {
  if (!timestamp.is_string()) return std::nullopt;
  const auto& text = timestamp.get_ref<const std::string&>();
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  constexpr std::int64_t kYear9999 = 253402300799999;
  constexpr std::int64_t kDay = 86'400'000;
  if (error != std::errc() || end != text.data() + text.size() || ms < 0 || ms > kYear9999 || ms % kDay != 0)
    return std::nullopt;
  const auto day = std::chrono::floor<std::chrono::days>(from_epoch_ms(ms));
  return format_day(Day{day.time_since_epoch()});
}

void add_node(Line& line, const JsonDocument& node, std::vector<Mark> marks) {
  Inline part{.kind = Kind::node, .type = text_member(node, "type"), .marks = std::move(marks)};
  if (const JsonDocument& attributes = member(node, "attrs"); !attributes.is_null())
    part.attributes = attributes;
  if (!fits_tag(part.type, part.attributes)) {
    line.push_back(raw(node));
    return;
  }
  if (part.type == "date") {
    if (auto day = day_of(member(part.attributes, "timestamp"))) {
      part.text = std::move(*day);
      part.attributes.erase("timestamp");
    }
  } else {
    const std::string text = text_member(part.attributes, "text");
    const bool one_line =
        std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (!text.empty() && one_line) {
      part.text = text;
      part.attributes.erase("text");
    }
  }
  line.push_back(std::move(part));
}

}  // namespace

const JsonDocument& member(const JsonDocument& object, std::string_view name) {
  static const JsonDocument kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(std::string(name));
  return found != object.end() ? *found : kNull;
}

std::string text_member(const JsonDocument& object, std::string_view name) {
  const JsonDocument& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : "";
}

bool has_only(const JsonDocument& node, std::initializer_list<std::string_view> names) {
  if (!node.is_object()) return false;
  for (const auto& [name, value] : node.items()) {
    if (std::ranges::find(names, name) == names.end()) return false;
    if (name == "attrs" && !value.is_object()) return false;
  }
  return true;
}

Line line_of_adf(const JsonDocument& nodes) {
  Line line;
  if (!nodes.is_array()) return line;
  for (const JsonDocument& node : nodes) {
    const std::string type = text_member(node, "type");
    auto marks = marks_of(node);
    if (type == "hardBreak") {
      line.push_back({.kind = Kind::line_break});
    } else if (marks && type == "text" && has_only(node, {"type", "text", "marks"})) {
      add_text(line, node, std::move(*marks));
    } else if (marks && type != "text" && has_only(node, {"type", "attrs", "marks"})) {
      add_node(line, node, std::move(*marks));
    } else if (!type.empty()) {
      line.push_back(raw(node));
    }
  }
  return line;
}

}  // namespace stint::tracker::text
