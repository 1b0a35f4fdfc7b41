#include "language/quality/text_units.h"

#include "base/text.h"
#include "lib/utf8proc/characters.h"
#include "lib/utf8proc/display.h"

namespace stint::language {
namespace {

constexpr char32_t kTypographicApostrophe = 0x2019;

// Han, kana and Hangul are counted by character, as such texts have no spaces or longer words.
bool stands_alone(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void add_sentence(std::string_view text, std::vector<std::string_view>& out) {
  text = trimmed(text);
  if (text.starts_with("- ") || text.starts_with("* ")) text = trimmed(text.substr(2));
  if (!text.empty()) out.push_back(text);
}

bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\n') return true;
  if (c != '.' && c != '!' && c != '?') return false;
  return at + 1 == text.size() || is_space(text[at + 1]);
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  std::string joint;  // an apostrophe or hyphen, kept if a letter follows
  const auto finish = [&] {
    if (!word.empty()) words.push_back(lower_case(word));
    word.clear();
    joint.clear();
  };
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = take_character(text);
    const std::string_view bytes = before.substr(0, before.size() - text.size());
    if (stands_alone(c)) {
      finish();
      word = bytes;
      finish();
    } else if (is_letter(c) || is_digit(c)) {
      word += joint;
      word += bytes;
      joint.clear();
    } else if ((c == '\'' || c == '-' || c == kTypographicApostrophe) && !word.empty() && joint.empty()) {
      joint = c == '-' ? "-" : "'";
    } else {
      finish();
    }
  }
  finish();
  return words;
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!ends_sentence(text, i)) continue;
    add_sentence(text.substr(begin, i + 1 - begin), out);
    begin = i + 1;
  }
  add_sentence(text.substr(begin), out);
  return out;
}

std::string normalised(std::string_view text) {
  std::string out;
  for (const std::string& word : words_of(text)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string excerpt(std::string_view text, std::size_t most) {
  if (text.size() <= most) return printable(text);
  // Not in the midst of a character.
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return printable(text.substr(0, most)) + "...";
}

}  // namespace stint::language
