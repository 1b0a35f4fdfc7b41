#include "tracker/text/markdown.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stint::tracker::text {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}
// Part of a word for Markdown's emphasis rules; letters beyond ASCII are.
constexpr bool is_word(char c) {
  return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_punctuation(char c) {
  return c > ' ' && c < 0x7F && !is_digit(c) && !is_letter(c);
}

bool begins_line(std::string_view out) {
  while (out.ends_with(' ')) out.remove_suffix(1);
  return out.empty() || out.ends_with('\n');
}

// The length of the address that `rest` begins with, 0 when with none.
std::size_t address_length(std::string_view rest) {
  if (!rest.starts_with("http://") && !rest.starts_with("https://")) return 0;
  const auto ends = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("<>\"|*`[]()\\").contains(c);
  };
  return static_cast<std::size_t>(std::ranges::find_if(rest, ends) - rest.begin());
}

bool is_entity(std::string_view rest) {
  const std::size_t end = rest.substr(0, 34).find(';');
  if (end == std::string_view::npos || end < 2) return false;
  std::string_view name = rest.substr(1, end - 1);
  if (name.starts_with('#')) name.remove_prefix(1);
  return !name.empty() && std::ranges::all_of(name, [](char c) { return is_digit(c) || is_letter(c); });
}

// Would the character at `i`, which begins a line, make that line something else than text?
bool marks_line(std::string_view text, std::size_t i) {
  const std::string_view rest = text.substr(i);
  const auto ends_at = [&](std::size_t k) { return k >= rest.size() || is_space(rest[k]); };
  switch (rest.front()) {
    case '>':
      return true;
    case '-':
      return ends_at(1) || rest[1] == '-';
    case '+':
      return ends_at(1);
    case '=':
      return ends_at(1) || rest[1] == '=';
    case ':':
      return rest.starts_with(":-");
    case '#':
      return ends_at(std::min(rest.find_first_not_of('#'), rest.size()));
    case '[':
      return rest.starts_with("[ ]") || rest.starts_with("[x]") || rest.starts_with("[X]");
    default:
      return false;
  }
}

// Would the character at `i` be a mark inside a line?
bool marks_text(std::string_view out, std::string_view text, std::size_t i, bool first) {
  const char c = text[i];
  const bool last = i + 1 == text.size();
  const char next = last ? '\0' : text[i + 1];
  const char before = out.empty() ? '\n' : out.back();
  switch (c) {
    case '`':
      return true;
    case '\\':
      return last || is_punctuation(next) || next == '\n';
    case '*':
      return first || last || !is_space(before) || !is_space(next);
    case '_':
      return !(is_word(before) && is_word(next)) && (last || !is_space(before) || !is_space(next));
    case '~':
      return last || next == '~' || before == '~';
    case '<':
      return last || is_letter(next) || next == '/' || next == '!' || next == '?';
    case '&':
      return is_entity(text.substr(i));
    case ']':
      return next == '(' || next == '[' || next == ':';
    case '(':
    case '[':
    case ':':
      return i == 0 && before == ']';
    default:
      return false;
  }
}

// Inside a line these are never a mark, and no address begins with them.
bool is_plain_inside(char c) {
  return is_digit(c) || (is_letter(c) && c != 'h') || static_cast<unsigned char>(c) >= 0x80 || c == '.' ||
         c == ',';
}

// Digits that begin a line, from `i` on; "1. " would begin a list. Returns the last byte it took.
std::size_t append_number(std::string& out, std::string_view plain, std::size_t i) {
  const std::size_t end = std::min(plain.find_first_not_of("0123456789", i), plain.size());
  out.append(plain, i, end - i);
  if (end == plain.size() || (plain[end] != '.' && plain[end] != ')')) return end - 1;
  if (end + 1 < plain.size() && !is_space(plain[end + 1])) return end - 1;
  out += '\\';
  out += plain[end];
  return end;
}

bool is_linkable(std::string_view address) {
  const std::size_t colon = address.find_first_of(":/?#");
  if (colon == std::string_view::npos || address[colon] != ':') return true;  // relative
  std::string scheme(address.substr(0, colon));
  std::ranges::transform(scheme, scheme.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  constexpr std::array<std::string_view, 6> kSchemes{"http", "https", "mailto", "ftp", "ftps", "tel"};
  return std::ranges::find(kSchemes, scheme) != kSchemes.end();
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char t : text) {
    run = t == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

void append_text(std::string& out, std::string_view plain) {
  bool first = begins_line(out);  // nothing but blanks on this line yet
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c == '\n') {
      while (out.ends_with(' ')) out.pop_back();
      out += c;
      first = true;
      continue;
    }
    if (c == ' ' || c == '\t') {
      if (!first && !out.ends_with(' ')) out += ' ';
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) continue;
    const bool began = std::exchange(first, false);
    if (!began && is_plain_inside(c)) {
      const std::size_t from = i;
      while (i + 1 < plain.size() && is_plain_inside(plain[i + 1])) ++i;
      out.append(plain, from, i + 1 - from);
    } else if (const std::size_t length = address_length(plain.substr(i)); length != 0) {
      out.append(plain, i, length);
      i += length - 1;
    } else if (began && is_digit(c)) {
      i = append_number(out, plain, i);
    } else {
      if ((began && marks_line(plain, i)) || marks_text(out, plain, i, began)) out += '\\';
      out += c;
    }
  }
}

void append_code_span(std::string& out, std::string_view plain) {
  if (plain.empty()) return;
  const std::string fence(longest_run(plain, '`') + 1, '`');
  const bool pad =
      plain.front() == '`' || plain.back() == '`' ||
      (plain.front() == ' ' && plain.back() == ' ' && plain.find_first_not_of(' ') != plain.npos);
  out += fence;
  if (pad) out += ' ';
  for (const char c : plain) {
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  if (pad) out += ' ';
  out += fence;
}

std::string code_block(std::string_view plain, std::string_view language) {
  const std::string fence(std::max<std::size_t>(3, longest_run(plain, '`') + 1), '`');
  std::string out = fence;
  const auto is_plain = [](char c) {
    return is_word(c) || c == '+' || c == '#' || c == '.' || c == '-' || c == '_';
  };
  if (language.size() <= 32 && std::ranges::all_of(language, is_plain)) out += language;
  out += '\n';
  for (const char c : plain) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  if (!out.ends_with('\n')) out += '\n';
  out += fence;
  return out;
}

void append_link(std::string& out, std::string_view label, std::string_view address) {
  std::string target;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == '>') continue;
    target += c;
  }
  const std::size_t first = target.find_first_not_of(' ');
  target = first == std::string::npos ? "" : target.substr(first, target.find_last_not_of(' ') + 1 - first);
  if (target.empty()) {
    out += label;
    return;
  }
  if (!is_linkable(target)) {
    out += label;
    if (!label.empty()) out += " (";
    append_text(out, target);
    if (!label.empty()) out += ')';
    return;
  }
  // "!" before a link would make it an image.
  if (out.ends_with('!') && !out.ends_with("\\!")) out.insert(out.size() - 1, 1, '\\');
  if (label.empty()) {
    if (address_length(target) == target.size()) {
      out += '<';
      out += target;
      out += '>';
      return;
    }
    out += '[';
    append_text(out, target);
  } else {
    out += '[';
    out += label;
  }
  out += "](";
  const bool wrap = target.find_first_of(" ()\\") != std::string::npos;
  if (wrap) out += '<';
  out += target;
  if (wrap) out += '>';
  out += ')';
}

std::string indented(std::string_view block, std::string_view first, std::string_view prefix) {
  std::string out;
  out.reserve(block.size() + first.size());
  std::string_view lead = first;
  for (;;) {
    const std::size_t newline = block.find('\n');
    const std::string_view line = block.substr(0, newline);
    out += lead;
    out += line;
    if (line.empty()) {
      while (out.ends_with(' ')) out.pop_back();
    }
    if (newline == std::string_view::npos) return out;
    out += '\n';
    block.remove_prefix(newline + 1);
    lead = prefix;
  }
}

std::string table_cell(std::string_view markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const char c = markdown[i];
    if (c == '\n') {
      while (out.ends_with(' ')) out.pop_back();
      if (!out.empty() && !out.ends_with("<br>")) out += "<br>";
    } else if (c == '|') {
      // Unless an odd number of backslashes has escaped it already.
      const std::size_t other = out.find_last_not_of('\\');
      const std::size_t backslashes = out.size() - (other == std::string::npos ? 0 : other + 1);
      out += backslashes % 2 == 1 ? "|" : "\\|";
    } else if (c != ' ' || !(out.empty() || out.ends_with("<br>"))) {
      out += c;
    }
  }
  while (out.ends_with("<br>")) out.resize(out.size() - 4);
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string table(const std::vector<std::vector<std::string>>& rows, bool has_head) {
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.size());
  if (width == 0) return {};
  std::string out;
  // Only the head must be as wide as the widest row.
  const auto add = [&](const std::vector<std::string>& row, std::size_t at_least) {
    if (!out.empty()) out += '\n';
    out += '|';
    for (std::size_t i = 0; i < std::max(row.size(), at_least); ++i) {
      out += ' ';
      if (i < row.size()) out += row[i];
      out += " |";
    }
  };
  add(has_head ? rows.front() : std::vector<std::string>{}, width);
  out += "\n|";
  for (std::size_t i = 0; i < width; ++i) out += " --- |";
  for (std::size_t i = has_head ? 1 : 0; i < rows.size(); ++i) add(rows[i], 1);
  return out;
}

std::string excerpt(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace stint::tracker::text
