// What the potentiometers bring about in the words of a model, counted.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/spoken.h"

namespace stint::insight {

// Of several texts. Shares are from 0 to 1, and 0 where there is nothing to have a share of.
struct TextFigures {
  double words = 0;               // of a text, on average
  double words_per_sentence = 0;  // of all sentences
  double numbers = 0;             // words with a digit in a text, on average
  double terms = 0;            // terms of the trade among all phrases that have an everyday other; wording.h
  double different_words = 0;  // among all words of a text, on average
};
[[nodiscard]] TextFigures text_figures(std::span<const std::string> texts);

// All else at its default.
struct PotentiometerLevel {
  std::string_view control;
  int level = 0;
  std::size_t by_model = 0;     // texts; the figures are theirs
  std::size_t by_narrator = 0;  // where the model failed, or said what is no fact
  TextFigures figures;
};

// Words the insights once for each potentiometer at 0, 25, 50, 75 and 100. `say` is told before each. Errors
// as of speak(), and ErrorCode::declined when asked to stop.
[[nodiscard]] Result<std::vector<PotentiometerLevel>> try_potentiometers(
    const history::Dataset& data, const std::vector<Insight>& insights, language::Engine& engine,
    const SpeechOptions& options, const std::function<void(std::string_view control, int level)>& say = {},
    const std::stop_token& stop = {});

}  // namespace stint::insight
