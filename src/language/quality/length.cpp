#include <fmt/format.h>

#include "language/quality/checks.h"
#include "language/quality/text_units.h"

namespace stint::language {

Check check_length(std::string_view text, const Expectations& expected) {
  const std::size_t words = words_of(text).size();
  const auto count = static_cast<double>(words);
  if (words == 0) return failed(0, "the text is empty");
  if (words < expected.least_words) {
    return failed(count / expected.least_words,
                  fmt::format("{} words, where at least {} are expected", words, expected.least_words));
  }
  if (words > expected.most_words) {
    return failed(expected.most_words / count,
                  fmt::format("{} words, where at most {} are expected", words, expected.most_words));
  }
  return passed();
}

}  // namespace stint::language
