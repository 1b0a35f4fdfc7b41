#include "insight/style.h"

#include <algorithm>
#include <cctype>

#include "insight/wording.h"
#include "language/controls/effects.h"

namespace stint::insight {
namespace {

// Of the potentiometers. Between the middle and these nothing changes but what there is room for.
constexpr int kTerse = 25;
constexpr int kDeep = 75;
constexpr int kWithMeaning = 67;
constexpr int kWithMore = 84;
constexpr int kMiddle = 50;
constexpr int kPerDetail = 16;

// "[do]" or "[for you|neutral]"
void choose(std::string_view choice, language::Address address, std::string& out) {
  const std::size_t bar = choice.find('|');
  if (address == language::Address::you) {
    out += choice.substr(0, bar);
    return;
  }
  if (bar != std::string_view::npos) {
    out += choice.substr(bar + 1);
    return;
  }
  const auto first = static_cast<unsigned char>(choice.front());
  out += std::isupper(first) != 0 ? "It may help to " : "it may help to ";
  out += static_cast<char>(std::tolower(first));
  out += choice.substr(1);
}

std::string addressed(std::string_view sentence, language::Address address) {
  std::string out;
  while (true) {
    const std::size_t open = sentence.find('[');
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = sentence.find(']', open);
    choose(sentence.substr(open + 1, close - open - 1), address, out);
    sentence.remove_prefix(close + 1);
  }
}

std::string without_asides(std::string_view sentence) {
  std::string out;
  while (true) {
    const std::size_t open = sentence.find(" (");
    const std::size_t close = sentence.find(')', open);
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) return out;
    sentence.remove_prefix(close + 1);
  }
}

}  // namespace

std::string Style::worded(std::string_view sentence) const {
  std::string text = addressed(sentence, controls_.address);
  if (controls_.plain || std::min(controls_.depth, controls_.length) < kTerse) text = without_asides(text);
  return reworded(text, language::technical_level(controls_), controls_.formality);
}

std::size_t Style::most(std::size_t usual) const {
  constexpr std::size_t kFurther = 2;
  if (controls_.depth < kTerse) return 1;
  return controls_.depth < kDeep ? usual : usual + kFurther;
}

std::size_t Style::most_keys() const {
  return controls_.examples ? 3 : 1;
}

std::size_t Style::details() const {
  return static_cast<std::size_t>(std::max(0, controls_.depth - kMiddle) / kPerDetail);
}

bool Style::says_meaning() const {
  return controls_.length >= kWithMeaning;
}

bool Style::says_more() const {
  return controls_.examples && controls_.length >= kWithMore;
}

std::string Style::laid_out(std::vector<Sentence> sentences) const {
  const std::size_t room = language::limits(controls_).most_sentences;
  if (!sentences.empty()) sentences.front().rank = Rank::what;
  std::vector<std::size_t> order(sentences.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return sentences[i].rank; });
  order.resize(std::min(order.size(), room));
  std::ranges::sort(order);

  const bool bullets = controls_.layout == language::Layout::bullets;
  std::string text;
  for (const std::size_t i : order) {
    if (!text.empty()) text += bullets ? '\n' : ' ';
    if (bullets) text += "- ";
    text += sentences[i].text;
  }
  return text;
}

}  // namespace stint::insight
