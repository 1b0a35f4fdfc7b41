#include "lib/utf8proc/characters.h"

#include <array>
#include <utf8proc.h>

namespace stint {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

utf8proc_category_t category(char32_t character) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(character));
}

char32_t lower(char32_t character) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(character)));
}

}  // namespace

std::optional<char32_t> decode_character(std::string_view& text) {
  utf8proc_int32_t character = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &character);
  if (length < 1 || character < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(length));
  return static_cast<char32_t>(character);
}

void append_character(std::string& out, char32_t character) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes.data());
  for (utf8proc_ssize_t i = 0; i < length; ++i) out += static_cast<char>(bytes[static_cast<std::size_t>(i)]);
}

char32_t take_character(std::string_view& text) {
  if (const auto character = decode_character(text)) return *character;
  text.remove_prefix(1);
  return kReplacement;
}

bool is_letter(char32_t character) {
  switch (category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return true;
    default:
      return false;
  }
}

bool is_upper(char32_t character) {
  const auto kind = category(character);
  return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

bool is_digit(char32_t character) {
  return category(character) == UTF8PROC_CATEGORY_ND;
}

bool is_number(char32_t character) {
  switch (category(character)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      break;
  }
  // The numerals of Chinese and Japanese are letters to Unicode.
  constexpr std::u32string_view kIdeographs = U"〇一二三四五六七八九十百千万億兆零壱弐参两兩萬亿半倍几幾";
  return kIdeographs.find(character) != std::u32string_view::npos;
}

std::string lower_case(std::string_view text) {
  std::string out;
  while (!text.empty()) append_character(out, lower(take_character(text)));
  return out;
}

bool same_letters(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (lower(take_character(a)) != lower(take_character(b))) return false;
  }
  return a.empty() && b.empty();
}

}  // namespace stint
