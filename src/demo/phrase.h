// Templates with holes, filled with the words of a domain.
#pragma once

#include <string>
#include <string_view>

#include "demo/domains.h"
#include "demo/random.h"

namespace stint::demo {

// With its first letter, if that is a small Latin one, as a capital.
[[nodiscard]] std::string capitalised(std::string text);
// "a ongoing" to "an ongoing", wherever a word was put after an article.
[[nodiscard]] std::string with_articles(std::string_view text);

// The same seed picks the same words in the same order. `domain` is borrowed.
class Phrase {
 public:
  using Words = std::string_view;
  Phrase(const Domain& domain, std::uint64_t seed) : domain_(domain), random_(seed) {}

  Random& random() { return random_; }

  // The template with its holes filled: {object}, {actor}, {action}, {system}, {place}; {Actor} and so on
  // where a sentence begins.
  [[nodiscard]] std::string fill(Words text);

 private:
  Words word(Words hole);

  const Domain& domain_;
  Random random_;
};

}  // namespace stint::demo
