// Words, but for some.
#pragma once

#include <span>
#include <string>

#include "language/grammar/expression.h"

namespace stint::language::grammar {

// Any word of one or more `letters` that is not barred, in whatever case. An entry "stem*" bars every word
// that begins with it. An entry with a character that is no letter, nor equals one in another case, bars
// nothing: no such word can be said.
//
// Case is Unicode's simple case folding, character by character; composed and decomposed forms are not the
// same, so leave combining marks out of `letters`. The complement is taken through a trie of the entries and
// costs as many nodes as they have letters.
[[nodiscard]] Expression word_not_in(std::span<const std::string> barred, const CharacterClass& letters);

}  // namespace stint::language::grammar
