#include "language/grammar/utf8.h"

#include <algorithm>

namespace stint::language::grammar {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// Bytes that a lead byte asks for; 0 for what leads nothing.
std::size_t length_of(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

void add(std::vector<ByteSequence>& out, const std::string& first, const std::string& last) {
  ByteSequence sequence{.bytes = {}, .length = first.size()};
  for (std::size_t i = 0; i < first.size(); ++i) sequence.bytes[i] = {byte_at(first, i), byte_at(last, i)};
  out.push_back(sequence);
}

// Splits until every byte below the first that differs goes through all its values.
void split(std::vector<ByteSequence>& out, char32_t first, char32_t last) {
  for (const char32_t end : {char32_t{0x7F}, char32_t{0x7FF}, char32_t{0xFFFF}}) {
    if (first <= end && end < last) {
      split(out, first, end);
      split(out, end + 1, last);
      return;
    }
  }
  for (unsigned bits = 6; bits < 24 && last >= 0x80; bits += 6) {
    const char32_t low = (char32_t{1} << bits) - 1;
    if ((first & ~low) == (last & ~low)) break;
    if ((first & low) != 0) {
      split(out, first, first | low);
      split(out, (first | low) + 1, last);
      return;
    }
    if ((last & low) != low) {
      split(out, first, (last & ~low) - 1);
      split(out, last & ~low, last);
      return;
    }
  }
  std::string from;
  std::string to;
  append_utf8(from, first);
  append_utf8(to, last);
  add(out, from, to);
}

}  // namespace

std::optional<Decoded> decode(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::uint8_t lead = byte_at(text, 0);
  const std::size_t length = length_of(lead);
  if (length == 0 || length > text.size()) return std::nullopt;
  if (length == 1) return Decoded{lead, 1};
  char32_t character = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, i) & 0xC0U) != 0x80U) return std::nullopt;
    character = (character << 6U) | (byte_at(text, i) & 0x3FU);
  }
  static constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (character < kLeast[length] || character > 0x10FFFF) return std::nullopt;
  if (character >= 0xD800 && character <= 0xDFFF) return std::nullopt;
  return Decoded{character, length};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = decode(text);
    if (!character) return false;
    text.remove_prefix(character->bytes);
  }
  return true;
}

void append_utf8(std::string& out, char32_t character) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<std::uint8_t>(byte)); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0U | (character >> 6U));
    put(0x80U | (character & 0x3FU));
  } else if (character < 0x10000) {
    put(0xE0U | (character >> 12U));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  } else {
    put(0xF0U | (character >> 18U));
    put(0x80U | ((character >> 12U) & 0x3FU));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  }
}

std::vector<ByteSequence> byte_sequences(const CharacterClass& characters) {
  std::vector<ByteSequence> result;
  for (const CodePoints& range : characters.ranges()) split(result, range.first, range.last);
  return result;
}

}  // namespace stint::language::grammar
