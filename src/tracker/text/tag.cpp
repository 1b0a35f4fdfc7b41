#include "tracker/text/tag.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace stint::tracker::text {
namespace {

constexpr std::string_view kJsonSuffix = ":json";

struct Reference {
  char character;
  std::string_view name;
};
constexpr std::array kReferences{Reference{'&', "&amp;"}, Reference{'"', "&quot;"}, Reference{'<', "&lt;"},
                                 Reference{'>', "&gt;"}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}
bool is_attribute_name(char c) {
  return is_name(c) || c == '_' || c == '.';
}

void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    const auto found = std::ranges::find(kReferences, c, &Reference::character);
    if (found != kReferences.end()) {
      out += found->name;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '|' || c == '`' || c == '\\') {
      // Bars would end a cell, backslashes escape them.
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
}

std::string unescaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string_view rest = value.substr(i);
    const auto found = std::ranges::find_if(
        kReferences, [&](const Reference& reference) { return rest.starts_with(reference.name); });
    if (found != kReferences.end()) {
      out += found->character;
      i += found->name.size() - 1;
      continue;
    }
    if (rest.starts_with("&#")) {
      int code = 0;
      const auto [end, error] = std::from_chars(rest.data() + 2, rest.data() + rest.size(), code);
      if (error == std::errc() && end != rest.data() + rest.size() && *end == ';' && code > 0 && code < 128) {
        out += static_cast<char>(code);
        i += static_cast<std::size_t>(end - rest.data());
        continue;
      }
    }
    out += rest.front();
  }
  return out;
}

// Takes what is read off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool skip(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  std::string_view take(bool (*belongs)(char)) {
    const auto end = std::ranges::find_if_not(rest_, belongs);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::optional<std::string_view> take_to(char stop) {
    const std::size_t end = rest_.find(stop);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return taken;
  }
  bool skip_blanks() {
    return !take([](char c) { return c == ' ' || c == '\t' || c == '\n'; }).empty();
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_attribute(Scanner& scan, JsonDocument& attributes) {
  const std::string name{scan.take(is_attribute_name)};
  if (name.empty()) return false;
  const bool json = scan.skip(kJsonSuffix);
  if (!scan.skip("=\"")) return false;
  const auto value = scan.take_to('"');
  if (!value) return false;
  if (!json) {
    attributes[name] = unescaped(*value);
    return true;
  }
  JsonDocument parsed = JsonDocument::parse(unescaped(*value), nullptr, false);
  if (parsed.is_discarded()) return false;
  attributes[name] = std::move(parsed);
  return true;
}

}  // namespace

std::optional<Tag> parse_tag(std::string_view text) {
  Scanner scan{text};
  if (!scan.skip("<")) return std::nullopt;
  Tag tag;
  tag.closes = scan.skip("/");
  tag.name = scan.take(is_name);
  if (tag.name.empty() || !is_letter(tag.name.front())) return std::nullopt;
  for (;;) {
    const bool blanks = scan.skip_blanks();
    tag.empty = scan.skip("/");
    if (scan.skip(">")) return scan.done() ? std::optional{std::move(tag)} : std::nullopt;
    if (tag.empty || !blanks || tag.closes || !read_attribute(scan, tag.attributes)) return std::nullopt;
  }
}

bool fits_tag(std::string_view type, const JsonDocument& attributes) {
  if (type.empty() || !is_letter(type.front()) || !std::ranges::all_of(type, is_name)) return false;
  if (type.starts_with("mark-") || type == "raw" || !attributes.is_object()) return false;
  for (const auto& [name, value] : attributes.items()) {
    if (name.empty() || !is_letter(name.front()) || !std::ranges::all_of(name, is_attribute_name))
      return false;
  }
  return true;
}

std::string begin_tag(std::string_view name, const JsonDocument& attributes) {
  std::string out = fmt::format("<{}", name);
  for (const auto& [attribute, value] : attributes.items()) {
    out += ' ';
    out += attribute;
    if (!value.is_string()) out += kJsonSuffix;
    out += "=\"";
    const std::string text = value.is_string()
                                 ? value.get_ref<const std::string&>()
                                 : value.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
    append_escaped(out, text);
    out += '"';
  }
  return out;
}

}  // namespace stint::tracker::text
