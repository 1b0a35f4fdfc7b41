// Rich text by chance, for properties that hold for all of it.
#pragma once

#include <random>

#include "tracker/text/document.h"

namespace stint::test {

// Which of the formats has to be able to say it.
enum class Subset {
  markdown,  // everything that Markdown knows, anywhere
  adf,       // where an Atlassian document allows it
  html,
  wiki,
};

// Normalised. The same for the same state of `random`.
[[nodiscard]] tracker::text::Document random_document(std::mt19937& random, Subset subset);

}  // namespace stint::test
