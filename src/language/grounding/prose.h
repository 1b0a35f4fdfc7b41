// The grammar of grounded prose: a model that keeps to it cannot claim what is no fact.
#pragma once

#include <cstdint>

#include "language/grammar/expression.h"
#include "language/grounding/ground.h"
#include "language/grounding/lexicon.h"

namespace stint::language {

struct ProseShape {
  std::uint32_t least_sentences = 1;
  std::uint32_t most_sentences = 4;
  std::uint32_t least_words = 4;  // of a sentence; a fact or a key counts as a word
  std::uint32_t most_words = 28;
};

// Sentences of words in lower case that the lexicon does not bar, "{name}" of the ground's facts, and its
// keys; the first sentence holds a fact. No digits, quotes, markup, or line ends: what it is put into need
// not escape it.
[[nodiscard]] grammar::Expression prose(const Ground& ground, const Lexicon& lexicon,
                                        const ProseShape& shape = {});

// One clause without a full stop, with a fact in it.
[[nodiscard]] grammar::Expression headline(const Ground& ground, const Lexicon& lexicon,
                                           std::uint32_t most_words = 14);

}  // namespace stint::language
