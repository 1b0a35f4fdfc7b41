#include "history/flag_reason.h"

#include <array>

#include "history/names.h"

namespace stint::history {
namespace {

// How the preamble begins once marks and the emoji are taken away, in wiki, ADF and Markdown.
constexpr std::array<std::string_view, 4> kEmoji{"(flag)", ":flag_on:", "\xF0\x9F\x9A\xA9", "(!)"};
constexpr std::array<std::string_view, 2> kPreamble{"Flag added", "Impediment"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kMarks = " \t\r\n*_\\";
  const std::size_t first = text.find_first_not_of(kMarks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kMarks) - first + 1);
}

}  // namespace

std::optional<std::string> reason_in_comment(std::string_view body) {
  std::string_view rest = trimmed(body);
  for (const std::string_view emoji : kEmoji) {
    if (rest.starts_with(emoji)) rest = trimmed(rest.substr(emoji.size()));
  }
  for (const std::string_view preamble : kPreamble) {
    if (equal_names(rest.substr(0, preamble.size()), preamble)) rest = trimmed(rest.substr(preamble.size()));
  }
  const std::string_view line = trimmed(rest.substr(0, rest.find('\n')));
  if (line.empty()) return std::nullopt;
  return std::string{line};
}

}  // namespace stint::history
