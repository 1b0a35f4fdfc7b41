// Which language a text is in, told from its most frequent small words and groups of three letters. A method
// for whole sentences in a few European languages; of a headline it honestly says nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace stint::language {

struct LanguageProfile {
  std::string_view code;
  std::string_view name;
  std::string_view words;     // the small words, with spaces between and around them
  std::string_view trigrams;  // likewise; "_" is the edge of a word
};
[[nodiscard]] std::span<const LanguageProfile> language_profiles();
[[nodiscard]] const LanguageProfile* find_profile(std::string_view code);  // without region

struct Likeness {
  const LanguageProfile* profile = nullptr;
  // Share of the words that are small words of the language, plus share of the groups of three letters that
  // are frequent in it: 0.4 to 0.8 for prose in the language, below 0.1 for letters at random.
  double likeness = 0;
};

struct LanguageReading {
  std::size_t words = 0;  // those of two characters and more, without digits
  Likeness best;

  [[nodiscard]] bool enough() const { return words >= 6; }
  [[nodiscard]] bool reads_like_none() const { return words >= 8 && best.likeness < 0.2; }
  // Clearly in `best` rather than in a language that it is so much like.
  [[nodiscard]] bool rather_than(double other) const {
    return enough() && best.likeness >= 0.2 && best.likeness >= 1.3 * other;
  }
};
[[nodiscard]] LanguageReading read_language(std::string_view text);
// Of a text in one language.
[[nodiscard]] double likeness(std::string_view text, const LanguageProfile& profile);

}  // namespace stint::language
