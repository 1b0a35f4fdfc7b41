#include "language/quality/quality.h"

#include <algorithm>
#include <array>

#include "language/quality/checks.h"

namespace stint::language {
namespace {

constexpr std::array kChecks{
    QualityCheck{"language", "is in the language asked for", check_language},
    QualityCheck{"length", "has as many words as asked for", check_length},
    QualityCheck{"repetition", "does not go round in circles", check_repetition},
    QualityCheck{"ending", "ends where a sentence ends", check_ending},
    QualityCheck{"refusal", "does what was asked instead of talking about itself", check_refusal},
    QualityCheck{"template", "holds nothing of the prompt or of the model's own markers", check_template},
    QualityCheck{"markup", "holds nothing that a page or terminal would act on", check_markup},
};

}  // namespace

Expectations expectations(const Controls& controls) {
  const Limits room = limits(controls);
  Expectations expected;
  expected.language = controls.language;
  expected.least_words = 3 * room.least_sentences;
  expected.most_words = room.most_sentences * room.words_per_sentence;
  return expected;
}

double Quality::score() const {
  double worst = 1;
  for (const Check& check : checks) worst = std::min(worst, check.score);
  return worst;
}

bool Quality::passes(double minimum) const {
  return std::ranges::all_of(checks, &Check::passed) && score() >= minimum;
}

const Check* Quality::find(std::string_view name) const {
  const auto found = std::ranges::find(checks, name, &Check::name);
  return found == checks.end() ? nullptr : &*found;
}

Quality assess(std::string_view text, const Expectations& expected) {
  Quality quality;
  for (const QualityCheck& row : kChecks) {
    Check check = row.check(text, expected);
    check.name = row.name;
    quality.checks.push_back(std::move(check));
  }
  return quality;
}

std::span<const QualityCheck> quality_checks() {
  return kChecks;
}

}  // namespace stint::language
