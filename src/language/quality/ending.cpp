// Whether a text was broken off: the last sentence without its end, brackets, quotes or code left open.
#include <array>
#include <fmt/format.h>
#include <string>

#include "language/quality/checks.h"
#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

constexpr char32_t kEllipsis = 0x2026;

struct Pair {
  char32_t open;
  char32_t close;
};
// Straight quotes and apostrophes do not tell which they are.
constexpr std::array kPairs{Pair{'(', ')'}, Pair{'[', ']'}, Pair{'{', '}'}, Pair{0x201C, 0x201D}};

bool is_stop(char32_t c) {
  constexpr std::u32string_view kStops = U".!?\u3002\uFF01\uFF1F\uFF0E\u061F\u0964";
  return kStops.find(c) != std::u32string_view::npos;
}

// What may stand after the full stop.
bool is_closing(char32_t c) {
  constexpr std::u32string_view kClosing = U"\"')]}*_`\u201D\u2019\u201C\u00BB\u00AB\u300D\u300F";
  return kClosing.find(c) != std::u32string_view::npos;
}

std::u32string characters_of(std::string_view text) {
  std::u32string out;
  while (!text.empty()) out += take_character(text);
  while (!out.empty() &&
         (out.back() == ' ' || out.back() == '\n' || out.back() == '\r' || out.back() == '\t')) {
    out.pop_back();
  }
  return out;
}

// A bracket that is opened and never closed, 0 for none. German quotes close with what opens English ones, so
// a text with low quotes is not looked at for quotes.
char32_t left_open(const std::u32string& text) {
  const bool low_quotes = text.find(U'\u201E') != std::u32string::npos;
  for (const Pair& pair : kPairs) {
    if (pair.open == 0x201C && low_quotes) continue;
    int depth = 0;
    for (const char32_t c : text) {
      if (c == pair.open) ++depth;
      if (c == pair.close && depth > 0) --depth;
    }
    if (depth > 0) return pair.open;
  }
  return 0;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size())) {
    ++found;
  }
  return found;
}

bool last_line_is_a_bullet(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  const std::size_t line = text.rfind('\n');
  text.remove_prefix(line == std::string_view::npos ? 0 : line + 1);
  return text.starts_with("- ") || text.starts_with("* ");
}

std::string end_of(std::string_view text) {
  constexpr std::size_t kShown = 24;
  if (text.size() <= kShown) return excerpt(text);
  const std::size_t from = text.size() - kShown;
  const std::size_t space = text.find(' ', from);
  // A long word, or a script without spaces, is better not shown than cut within a character.
  return space == std::string_view::npos ? "..." : excerpt(text.substr(space + 1));
}

}  // namespace

Check check_ending(std::string_view text, const Expectations& expected) {
  std::u32string whole = characters_of(text);
  if (whole.empty()) return failed(0, "the text is empty");
  if (count(text, "```") % 2 != 0) return failed(0.2, "a block of code is left open");
  if (const char32_t open = left_open(whole); open != 0) {
    return failed(0.3, open < 0x80 ? fmt::format("\"{}\" is left open", static_cast<char>(open))
                                   : std::string{"a quotation is left open"});
  }
  if (!expected.whole_sentences) return passed();
  while (!whole.empty() && is_closing(whole.back())) whole.pop_back();
  if (whole.empty()) return failed(0, "the text holds no sentence");
  if (whole.back() == kEllipsis || whole.ends_with(U"...")) {
    return failed(0.3, fmt::format("it trails off: \"{}\"", end_of(text)));
  }
  if (is_stop(whole.back())) return passed();
  const char32_t last = whole.back();
  if (last_line_is_a_bullet(text) && (is_letter(last) || is_digit(last) || last == '%')) {
    return {{}, true, 0.7, "the last bullet has no full stop"};
  }
  return failed(0.1, fmt::format("no end of a sentence: \"{}\"", end_of(text)));
}

}  // namespace stint::language
