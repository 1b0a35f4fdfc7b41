// The words that facts are shown in, by language: units, comparisons, and what findings have names of their
// own for.
#pragma once

#include <span>
#include <string_view>

#include "metrics/finding.h"

namespace stint::insight {

struct UnitWords {
  metrics::FactUnit unit = metrics::FactUnit::text;
  std::string_view one;
  std::string_view many;
};

// A text that is a name for programs, and what readers are shown for it.
struct NamedText {
  std::string_view fact;
  std::string_view name;
  std::string_view shown;
};

// Of a figure against its usual one: see comparisons.h.
struct ComparisonWords {
  std::string_view about;
  std::string_view twice;
  std::string_view half;
  std::string_view over_twice;
  std::string_view under_half;
  std::string_view more;
  std::string_view less;
  std::string_view stayed;
  std::string_view rose;
  std::string_view fell;
};

// One per output language that has a lexicon (language/grounding/lexicon.h); adding one: a file, and a row in
// fact_words.cpp.
struct FactWords {
  std::string_view code;  // "en"
  char decimal = '.';     // between whole and tenths
  std::span<const UnitWords> units;
  std::span<const NamedText> texts;
  ComparisonWords comparisons;
};

// By language code, a region aside. Null where there is none.
[[nodiscard]] const FactWords* find_fact_words(std::string_view code);

extern const FactWords kEnglishFacts;
extern const FactWords kGermanFacts;

}  // namespace stint::insight
