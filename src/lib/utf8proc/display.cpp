#include "lib/utf8proc/display.h"

#include <limits>
#include <utf8proc.h>

namespace stint {
namespace {

struct Character {
  std::string_view bytes;
  std::size_t width = 0;
  bool printable = false;
};

// Takes the next character off `text`.
Character take(std::string_view& text) {
  utf8proc_int32_t code = -1;
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t size = utf8proc_iterate(data, static_cast<utf8proc_ssize_t>(text.size()), &code);
  Character character;
  const std::size_t length = size > 0 ? static_cast<std::size_t>(size) : 1;
  character.bytes = text.substr(0, length);
  text.remove_prefix(length);
  if (size <= 0) return character;
  const utf8proc_category_t category = utf8proc_category(code);
  if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF) return character;
  character.printable = true;
  character.width = static_cast<std::size_t>(utf8proc_charwidth(code));
  return character;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += take(text).width;
  return width;
}

std::string printable(std::string_view text) {
  return fit(text, std::numeric_limits<std::size_t>::max() / 2);
}

std::string fit(std::string_view text, std::size_t columns) {
  std::string clean;
  std::size_t width = 0;
  std::size_t cut = 0;  // bytes that leave room for the ellipsis
  while (!text.empty()) {
    const Character character = take(text);
    if (!character.printable) {
      if (character.bytes == "\n" || character.bytes == "\t") {
        clean += ' ';
        ++width;
      }
      continue;
    }
    clean += character.bytes;
    width += character.width;
    if (width + 1 <= columns) cut = clean.size();
    if (width > columns) {
      clean.resize(cut);
      return clean + "\xE2\x80\xA6";
    }
  }
  return clean;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  const std::string clean = printable(text);
  std::vector<std::string> lines;
  std::string line;
  std::size_t width = 0;
  std::string_view rest{clean};
  while (!rest.empty()) {
    const std::size_t space = rest.find(' ');
    const std::string_view word = rest.substr(0, space);
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    if (word.empty()) continue;
    const std::size_t word_width = display_width(word);
    if (!line.empty() && width + 1 + word_width > columns) {
      lines.push_back(std::move(line));
      line.clear();
      width = 0;
    }
    if (!line.empty()) {
      line += ' ';
      ++width;
    }
    line += word;
    width += word_width;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace stint
