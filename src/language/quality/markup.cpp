// What a page, a terminal or a reader's eye would be misled by: HTML, scripts, links to hosts not allowed,
// control characters, and characters that turn the direction of writing or cannot be seen.
#include <array>
#include <fmt/format.h>

#include "language/quality/checks.h"
#include "language/quality/links.h"
#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

struct Range {
  char32_t first;
  char32_t last;
  std::string_view what;
};

constexpr std::array kForbidden{
    Range{0x00, 0x08, "a control character"},
    Range{0x0B, 0x1F, "a control character"},
    Range{0x7F, 0x9F, "a control character"},
    Range{0x061C, 0x061C, "a mark of the direction of writing"},
    Range{0x180E, 0x180E, "an invisible character"},
    Range{0x200B, 0x200B, "an invisible character"},
    Range{0x200E, 0x200F, "a mark of the direction of writing"},
    Range{0x2028, 0x2029, "a separator of lines"},
    Range{0x202A, 0x202E, "an override of the direction of writing"},
    Range{0x2060, 0x2064, "an invisible character"},
    Range{0x2066, 0x2069, "an override of the direction of writing"},
    Range{0xFEFF, 0xFEFF, "an invisible character"},
    Range{0xFFF9, 0xFFFB, "an invisible character"},
    Range{0xFFFD, 0xFFFD, "bytes that are not UTF-8"},
    Range{0xE0000, 0xE0FFF, "an invisible character"},
};

std::string forbidden_character(std::string_view text) {
  while (!text.empty()) {
    const char32_t c = take_character(text);
    if (c == '\r' && text.starts_with('\n')) continue;
    for (const Range& range : kForbidden) {
      if (c < range.first || c > range.last) continue;
      return fmt::format("{} (U+{:04X})", range.what, static_cast<std::uint32_t>(c));
    }
  }
  return {};
}

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "<b>", "</b>", "<!--", "<?php"; "a < b" is none.
std::string html_tag(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 == text.size()) break;
    const char next = text[at + 1];
    if (!is_ascii_letter(next) && next != '/' && next != '!' && next != '?') continue;
    // An address in angle brackets is looked at as a link.
    if (text.substr(at + 1, 7) == "http://" || text.substr(at + 1, 8) == "https://") continue;
    return excerpt(text.substr(at), 20);
  }
  return {};
}

// In prose a colon is followed by a space: "rewritten in JavaScript: slower".
std::string script(std::string_view lower) {
  for (const std::string_view scheme :
       {"javascript:", "vbscript:", "data:text/", "data:image/", "data:application/"}) {
    for (std::size_t at = lower.find(scheme); at != std::string_view::npos; at = lower.find(scheme, at + 1)) {
      const std::size_t end = at + scheme.size();
      if (end < lower.size() && lower[end] != ' ' && lower[end] != '\n') return std::string{scheme};
    }
  }
  return {};
}

}  // namespace

Check check_markup(std::string_view text, const Expectations& expected) {
  if (std::string character = forbidden_character(text); !character.empty()) {
    return failed(0, std::move(character));
  }
  if (const std::string tag = html_tag(text); !tag.empty())
    return failed(0, fmt::format("HTML: \"{}\"", tag));
  if (const std::string scheme = script(lower_case(text)); !scheme.empty()) {
    return failed(0, fmt::format("\"{}\"", scheme));
  }
  if (const std::string link = forbidden_link(text, expected.allowed_hosts); !link.empty()) {
    return failed(0, fmt::format("a link to where none may lead: \"{}\"", link));
  }
  return passed();
}

}  // namespace stint::language
