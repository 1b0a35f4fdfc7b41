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
  // Words that are written with capitals and are no names; where all nouns are, those that may be said.
  std::span<const std::string_view> capitals;

  [[nodiscard]] bool bars(std::string_view word) const;
};

[[nodiscard]] std::span<const Lexicon* const> lexicons();
// By language code, a region aside. Null where there is none.
[[nodiscard]] const Lexicon* find_lexicon(std::string_view code);

extern const Lexicon kEnglish;
extern const Lexicon kGerman;

}  // namespace stint::language
