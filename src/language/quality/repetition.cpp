// Loops, as a model falls into them: a word or a few words over and over, a sentence said again, or the same
// handful of phrases throughout.
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <span>
#include <vector>

#include "language/quality/checks.h"
#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kLongestLoop = 12;  // words
constexpr std::size_t kLoopedWords = 6;   // a loop covers at least so many words,
constexpr std::size_t kLoopRounds = 3;    // in so many rounds
constexpr std::size_t kPhrase = 4;        // words
constexpr std::size_t kPhrasesToJudge = 20;
constexpr double kMostRepeatedPhrases = 0.3;
constexpr std::size_t kShortSentence = 3;  // words; "Yes." may come twice
constexpr std::size_t kSameCharacters = 8;

std::string joined(std::span<const std::string> words) {
  return fmt::format("{}", fmt::join(words, " "));
}

// "and then and then and then": the words that come round.
std::string looped(const Words& words) {
  for (std::size_t length = 1; length <= std::min(kLongestLoop, words.size() / kLoopRounds); ++length) {
    // How many words in a row equal the one `length` before them.
    std::size_t run = 0;
    for (std::size_t i = length; i < words.size(); ++i) {
      run = words[i] == words[i - length] ? run + 1 : 0;
      const std::size_t covered = run + length;
      if (run > 0 && covered >= kLoopRounds * length && covered >= std::min(kLoopedWords, 4 * length)) {
        return joined(std::span{words}.subspan(i + 1 - length, length));
      }
    }
  }
  return {};
}

std::string repeated_sentence(std::string_view text) {
  std::set<std::string> seen;
  for (const std::string_view sentence : sentences_of(text)) {
    if (words_of(sentence).size() <= kShortSentence) continue;
    if (!seen.insert(normalised(sentence)).second) return std::string{sentence};
  }
  return {};
}

double repeated_phrases(const Words& words) {
  if (words.size() < kPhrasesToJudge + kPhrase - 1) return 0;
  std::set<std::string> seen;
  const std::size_t phrases = words.size() - kPhrase + 1;
  for (std::size_t i = 0; i < phrases; ++i) seen.insert(joined(std::span{words}.subspan(i, kPhrase)));
  return static_cast<double>(phrases - seen.size()) / static_cast<double>(phrases);
}

// "soooooooo": of a letter, so that rules and rows of dots are none.
bool has_letter_run(std::string_view text) {
  char32_t before = 0;
  std::size_t run = 0;
  while (!text.empty()) {
    const char32_t c = take_character(text);
    run = c == before && is_letter(c) ? run + 1 : 1;
    if (run >= kSameCharacters) return true;
    before = c;
  }
  return false;
}

}  // namespace

Check check_repetition(std::string_view text, const Expectations& /*expected*/) {
  const Words words = words_of(text);
  if (const std::string loop = looped(words); !loop.empty()) {
    return failed(0, fmt::format("\"{}\" over and over", excerpt(loop)));
  }
  if (has_letter_run(text)) return failed(0, "a letter over and over");
  if (const std::string again = repeated_sentence(text); !again.empty()) {
    return failed(0.2, fmt::format("a sentence comes twice: \"{}\"", excerpt(again)));
  }
  const double phrases = repeated_phrases(words);
  if (phrases > kMostRepeatedPhrases) {
    return failed(1 - phrases, fmt::format("{:.0f} % of the phrases came before", phrases * 100));
  }
  Check check;
  check.score = 1 - phrases;
  if (phrases > 0) check.reason = fmt::format("{:.0f} % of the phrases came before", phrases * 100);
  return check;
}

}  // namespace stint::language
