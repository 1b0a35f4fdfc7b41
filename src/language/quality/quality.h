// What is wrong with a text, whoever wrote it and whatever it is about: for words of a model, before anybody
// reads them. Pure; safe from any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/controls/effects.h"

namespace stint::language {

struct Expectations {
  std::string language = "en";  // a region does not matter
  std::uint32_t least_words = 1;
  std::uint32_t most_words = std::numeric_limits<std::uint32_t>::max();
  bool whole_sentences = true;  // false for a headline
  // Parts of the prompt that must not come back, such as its instructions; not what the text is to be about.
  std::vector<std::string> prompt_fragments;
  // That links and images may lead to over http or https: "example.com", or "*.example.com" for every host
  // under it. Every other link fails.
  std::vector<std::string> allowed_hosts;
};

// Language and room as the controls ask for; a headline or an aside may be short, so that at least a few
// words are enough.
[[nodiscard]] Expectations expectations(const Controls& controls);

struct Check {
  std::string_view name;
  bool passed = true;
  double score = 1;    // from 0, the worst, to 1
  std::string reason;  // why the score is not 1; may quote a few words of the text
};

struct Quality {
  std::vector<Check> checks;  // one for every row of quality_checks(), in its order

  // Of the worst check: a text is no better than that.
  [[nodiscard]] double score() const;
  // Every check passed, and the score is at least this.
  [[nodiscard]] bool passes(double minimum = 0) const;
  [[nodiscard]] const Check* find(std::string_view name) const;
};

// Empty texts fail. The text is UTF-8; bytes that are none fail as unsafe markup.
[[nodiscard]] Quality assess(std::string_view text, const Expectations& expected);

struct QualityCheck {
  std::string_view name;
  std::string_view description;
  Check (*check)(std::string_view text, const Expectations& expected);
};
[[nodiscard]] std::span<const QualityCheck> quality_checks();

}  // namespace stint::language
