// UTF-8 as the Unicode Standard has it (table 3-7): no overlong forms, no surrogates.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/grammar/character_class.h"

namespace stint::language::grammar {

// The first character of `text` and its bytes; nothing when it is empty or does not begin with one.
struct Decoded {
  char32_t character = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] std::optional<Decoded> decode(std::string_view text);

// Texts of one length whose n-th byte lies in the n-th range.
struct ByteRange {
  std::uint8_t first = 0;
  std::uint8_t last = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};
struct ByteSequence {
  std::array<ByteRange, 4> bytes{};
  std::size_t length = 0;
};
// Exactly the encodings of the characters of a class, ascending; no two have a text in common.
[[nodiscard]] std::vector<ByteSequence> byte_sequences(const CharacterClass& characters);

}  // namespace stint::language::grammar
