#include "insight/languages/fact_words.h"

#include <algorithm>
#include <array>

namespace stint::insight {
namespace {

constexpr std::array kLanguages{&kEnglishFacts, &kGermanFacts};

}  // namespace

const FactWords* find_fact_words(std::string_view code) {
  const auto found = std::ranges::find(kLanguages, code.substr(0, code.find('-')),
                                       [](const FactWords* words) { return words->code; });
  return found == kLanguages.end() ? nullptr : *found;
}

}  // namespace stint::insight
