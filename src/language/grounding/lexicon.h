// The words of a language that claim something: what a text may only say through its facts.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace stint::language {

// One per output language; adding one: a file and a row in lexicon.cpp.
struct Lexicon {
  std::string_view code;  // "en"
  std::string_view name;  // "English"
  // Numbers, fractions, multiples, quantities, directions, comparisons, days and months. In lower case; a
  // word that ends with * stands for all that begin so.
  std::span<const std::string_view> barred;
  // What a sentence may begin with, beside a fact or a key: as it is written there. Names, which are written
  // with a capital as well, cannot slip in.
  std::span<const std::string_view> openings;
  // Words that are written with capitals within a sentence and are no names.
  std::span<const std::string_view> capitals;
  // Nouns are written with capitals as well, so that capitals say nothing about names.
  bool capital_nouns = false;

  [[nodiscard]] bool bars(std::string_view word) const;
};

[[nodiscard]] std::span<const Lexicon* const> lexicons();
// Null where there is none.
[[nodiscard]] const Lexicon* find_lexicon(std::string_view code);

extern const Lexicon kEnglish;

}  // namespace stint::language
