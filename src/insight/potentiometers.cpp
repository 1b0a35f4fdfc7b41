#include "insight/potentiometers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "insight/wording.h"
#include "language/quality/text_units.h"

namespace stint::insight {
namespace {

struct Potentiometer {
  std::string_view name;
  int language::Controls::* value;
};
constexpr std::array kPotentiometers{
    Potentiometer{"depth", &language::Controls::depth},
    Potentiometer{"creativity", &language::Controls::creativity},
    Potentiometer{"technical", &language::Controls::technical},
    Potentiometer{"formality", &language::Controls::formality},
    Potentiometer{"length", &language::Controls::length},
};
constexpr std::array kLevels{0, 25, 50, 75, 100};

double share(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

bool has_digit(const std::string& word) {
  return std::ranges::any_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

TextFigures text_figures(std::span<const std::string> texts) {
  std::size_t words = 0;
  std::size_t sentences = 0;
  std::size_t numbers = 0;
  double different = 0;
  Terms terms;
  for (const std::string& text : texts) {
    const std::vector<std::string> all = language::words_of(text);
    words += all.size();
    sentences += language::sentences_of(text).size();
    numbers += static_cast<std::size_t>(std::ranges::count_if(all, has_digit));
    different += share(std::set(all.begin(), all.end()).size(), all.size());
    const Terms here = terms_in(text);
    terms.of_the_trade += here.of_the_trade;
    terms.everyday += here.everyday;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, texts.size()));
  return {.words = static_cast<double>(words) / count,
          .words_per_sentence = share(words, sentences),
          .numbers = static_cast<double>(numbers) / count,
          .terms = share(terms.of_the_trade, terms.of_the_trade + terms.everyday),
          .different_words = different / count};
}

Result<std::vector<PotentiometerLevel>> try_potentiometers(
    const history::Dataset& data, const std::vector<Insight>& insights, language::Engine& engine,
    const SpeechOptions& options, const std::function<void(std::string_view control, int level)>& say,
    const std::stop_token& stop) {
  std::vector<PotentiometerLevel> levels;
  for (const Potentiometer& one : kPotentiometers) {
    for (const int level : kLevels) {
      if (say) say(one.name, level);
      SpeechOptions asked = options;
      asked.controls = {};
      asked.controls.*one.value = level;
      std::vector<Insight> worded = insights;
      STINT_ASSIGN(speech, speak(data, worded, engine, asked, stop));
      if (stop.stop_requested()) return fail(ErrorCode::declined, "asked to stop");
      std::vector<std::string> texts;
      for (const Insight& insight : worded) {
        if (insight.source.starts_with("model:")) texts.push_back(insight.message);
      }
      levels.push_back({.control = one.name,
                        .level = level,
                        .by_model = speech.by_model,
                        .by_narrator = speech.by_narrator,
                        .figures = text_figures(texts)});
    }
  }
  return levels;
}

}  // namespace stint::insight
