// Sets of characters.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace stint::language::grammar {

// From one code point to another, both included.
struct CodePoints {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CodePoints&, const CodePoints&) = default;
};

// A set of Unicode scalar values: U+0000 to U+10FFFF without the surrogates, whatever it is made from.
class CharacterClass {
 public:
  CharacterClass() = default;
  CharacterClass(std::initializer_list<CodePoints> ranges) : CharacterClass(std::vector(ranges)) {}
  explicit CharacterClass(const std::vector<CodePoints>& ranges);

  // The characters of a UTF-8 text; what is no character is left out.
  [[nodiscard]] static CharacterClass of(std::string_view characters);
  [[nodiscard]] static CharacterClass any();

  [[nodiscard]] CharacterClass negated() const;
  [[nodiscard]] CharacterClass with(const CharacterClass& other) const;
  [[nodiscard]] CharacterClass without(const CharacterClass& other) const;

  [[nodiscard]] bool contains(char32_t character) const;
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  // Ascending, and neither overlapping nor touching.
  [[nodiscard]] std::span<const CodePoints> ranges() const { return ranges_; }

  friend bool operator==(const CharacterClass&, const CharacterClass&) = default;

 private:
  std::vector<CodePoints> ranges_;
};

}  // namespace stint::language::grammar
