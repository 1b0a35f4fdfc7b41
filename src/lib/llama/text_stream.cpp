#include "lib/llama/text_stream.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace stint::llama {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Character {
  std::size_t length = 1;  // bytes looked at
  enum : std::uint8_t { valid, broken, incomplete } state = valid;
};

// The first character of a text that is not empty. The bounds of the second byte: Unicode Standard, table
// 3-7.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {};
  if (lead < 0xC2 || lead > 0xF4) return {1, Character::broken};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i) {
    if (i == text.size()) return {i, Character::incomplete};
    const auto byte = static_cast<unsigned char>(text[i]);
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (i == 1) {
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    }
    if (byte < low || byte > high) return {i, Character::broken};
  }
  return {length, Character::valid};
}

}  // namespace

std::string TextStream::add(std::string_view bytes) {
  held_ += bytes;
  std::string result;
  std::string_view rest = held_;
  while (!rest.empty()) {
    const Character character = first_character(rest);
    if (character.state == Character::incomplete) break;
    result += character.state == Character::valid ? rest.substr(0, character.length) : kReplacement;
    rest.remove_prefix(character.length);
  }
  held_ = std::string(rest);
  return result;
}

std::string TextStream::finish() {
  return std::exchange(held_, {}).empty() ? std::string() : std::string(kReplacement);
}

}  // namespace stint::llama
