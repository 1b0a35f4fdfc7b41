#include "language/grammar/utf8.h"

#include "lib/utf8proc/characters.h"

namespace stint::language::grammar {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
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
  append_character(from, first);
  append_character(to, last);
  add(out, from, to);
}

}  // namespace

std::optional<Decoded> decode(std::string_view text) {
  const std::size_t size = text.size();
  const auto character = decode_character(text);
  if (!character) return std::nullopt;
  return Decoded{*character, size - text.size()};
}

std::vector<ByteSequence> byte_sequences(const CharacterClass& characters) {
  std::vector<ByteSequence> result;
  for (const CodePoints& range : characters.ranges()) split(result, range.first, range.last);
  return result;
}

}  // namespace stint::language::grammar
