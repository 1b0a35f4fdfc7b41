// Whether a text keeps to its ground: for what was written without the grammar, and for telling that it
// works.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/grounding/ground.h"
#include "language/grounding/lexicon.h"

namespace stint::language {

struct Violation {
  std::string what;  // the word or figure, as it stands there
  std::string why;   // "a figure that is no fact"
};

// Of the text as the model wrote it, before fill(). Empty when it is grounded:
//
// - "{name}" is a fact of that name; other braces are violations.
// - A figure (digits of any script, with separators and sign) stands as it is in what a fact shows; or it is
//   that figure rounded to a whole number, halves upwards. Figures in words are barred words.
// - A word that the lexicon bars is one of a fact's own words.
// - A word with a capital within a sentence is one of a fact's words, or of the lexicon's capitals. At the
//   beginning of a sentence it is one of those, or of the lexicon's openings.
// - What looks like an issue's key is one of the keys.
[[nodiscard]] std::vector<Violation> check(std::string_view text, const Ground& ground,
                                           const Lexicon& lexicon);

}  // namespace stint::language
