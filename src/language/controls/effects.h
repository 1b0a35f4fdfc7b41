// What the controls bring about where a model writes: in the prompt, in sampling, and in how much it may
// write. Each grows with its potentiometer and never falls.
#pragma once

#include <cstdint>
#include <string>

#include "language/controls/controls.h"
#include "language/generation.h"

namespace stint::language {

// Sentences for a prompt, in English, one after another: always length, language and address, and what else
// differs from the middle. The same text for the same controls.
[[nodiscard]] std::string instructions(const Controls& controls);

// Temperature and top_p from `creativity`: the likeliest words only at 0, Sampling's own values at 50, and
// 1.2 and 0.99 at 100. The rest is as Sampling has it.
[[nodiscard]] Sampling sampling(const Controls& controls);

struct Limits {
  std::uint32_t least_sentences = 1;
  std::uint32_t most_sentences = 4;
  std::uint32_t words_per_sentence = 28;  // at most
  std::uint32_t max_tokens = 512;         // with room to spare for the longest such text

  friend bool operator==(const Limits&, const Limits&) = default;
};
// From `length`; `depth` over 50 adds room for up to three sentences of facts, and plain language keeps
// sentences short. With the defaults as above.
[[nodiscard]] Limits limits(const Controls& controls);

// The potentiometer of the terms of the trade: 0 for plain language.
[[nodiscard]] int technical_level(const Controls& controls);

}  // namespace stint::language
