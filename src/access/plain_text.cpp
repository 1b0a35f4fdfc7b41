#include "access/plain_text.h"

#include "lib/simdjson/utf8.h"
#include "lib/utf8proc/characters.h"

namespace stint::access {
namespace {

bool is_unseen(char32_t character) {
  const auto within = [character](char32_t first, char32_t last) {
    return character >= first && character <= last;
  };
  return within(0, 0x1f) || within(0x7f, 0x9f) || character == 0xad || character == 0x61c ||
         within(0x200b, 0x200f) || within(0x2028, 0x202e) || within(0x2060, 0x206f) || character == 0xfeff ||
         within(0xfff9, 0xfffb) || within(0xe0000, 0xe007f);
}

}  // namespace

bool is_plain_text(std::string_view text) {
  if (!is_valid_utf8(text)) return false;
  while (!text.empty()) {
    if (is_unseen(take_character(text))) return false;
  }
  return true;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) static_cast<void>(take_character(text));
  return count;
}

}  // namespace stint::access
