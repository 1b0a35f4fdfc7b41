#include "language/controls/effects.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace stint::language {
namespace {

constexpr int kMiddle = 50;
constexpr std::uint32_t kTokensPerWord = 4;  // ample for languages with long words
constexpr std::uint32_t kTokensAround = 64;  // line ends, bullets, the end of the turn

// From `low` at 0 over `middle` at 50 to `high` at 100, in straight lines.
double between(int level, double low, double middle, double high) {
  const double share = static_cast<double>(level % kMiddle) / kMiddle;
  if (level >= 2 * kMiddle) return high;
  return level < kMiddle ? low + (middle - low) * share : middle + (high - middle) * share;
}

// A step applies from `from` on until the next one does.
struct Step {
  int from;
  std::string_view text;
};

constexpr std::array kDepth{
    Step{0, "Say only the most important fact and leave out asides."},
    Step{25, "Say the few facts that matter most."},
    Step{40, ""},
    Step{61, "Say more of the facts that are given."},
    Step{80, "Say as many of the given facts as fit."},
};
constexpr std::array kCreativity{
    Step{0, "Keep to the plainest and most expected wording."},
    Step{25, ""},
    Step{76, "Vary the wording freely, but not the facts."},
};
constexpr std::array kTechnical{
    Step{0, "Use everyday words and no terms of the trade."},
    Step{25, "Prefer everyday words to terms of the trade."},
    Step{40, ""},
    Step{61, "Use the usual terms of agile planning and flow."},
    Step{80, "Write for specialists, with the precise terms of agile planning, flow and statistics."},
};
constexpr std::array kFormality{
    Step{0, "Write casually, with contractions, as among colleagues."},
    Step{25, ""},
    Step{76, "Write formally, as in a report, without contractions."},
};

template <std::size_t N>
std::string_view step(const std::array<Step, N>& steps, int level) {
  std::string_view text;
  for (const Step& one : steps) {
    if (one.from <= level) text = one.text;
  }
  return text;
}

struct LanguageName {
  std::string_view code;
  std::string_view name;
};
constexpr std::array kLanguageNames{
    LanguageName{"cs", "Czech"},   LanguageName{"da", "Danish"},  LanguageName{"de", "German"},
    LanguageName{"en", "English"}, LanguageName{"es", "Spanish"}, LanguageName{"fi", "Finnish"},
    LanguageName{"fr", "French"},  LanguageName{"it", "Italian"}, LanguageName{"ja", "Japanese"},
    LanguageName{"nl", "Dutch"},   LanguageName{"pl", "Polish"},  LanguageName{"pt", "Portuguese"},
    LanguageName{"sv", "Swedish"}, LanguageName{"tr", "Turkish"}, LanguageName{"uk", "Ukrainian"},
    LanguageName{"zh", "Chinese"},
};

std::string language_sentence(std::string_view code) {
  const auto found = std::ranges::find(kLanguageNames, code.substr(0, code.find('-')), &LanguageName::code);
  if (found == kLanguageNames.end()) return fmt::format("Write in the language with the code {}.", code);
  if (found->code == code) return fmt::format("Write in {}.", found->name);
  return fmt::format("Write in {} ({}).", found->name, code);
}

std::string length_sentence(const Controls& controls) {
  const Limits room = limits(controls);
  const std::string sentences = room.least_sentences == room.most_sentences
                                    ? fmt::format("{}", room.most_sentences)
                                    : fmt::format("{} to {}", room.least_sentences, room.most_sentences);
  return fmt::format("Write {} {} of at most {} words each.", sentences,
                     room.most_sentences == 1 ? "sentence" : "sentences", room.words_per_sentence);
}

}  // namespace

int technical_level(const Controls& controls) {
  return controls.plain ? 0 : controls.technical;
}

std::string instructions(const Controls& controls) {
  std::string text;
  const auto add = [&text](std::string_view sentence) {
    if (sentence.empty()) return;
    if (!text.empty()) text += ' ';
    text += sentence;
  };
  add(language_sentence(controls.language));
  add(length_sentence(controls));
  add(controls.address == Address::you
          ? "Speak to the reader as \"you\" and say what to do."
          : "Do not speak to the reader directly; say what would help rather than what to do.");
  add(step(kDepth, controls.depth));
  add(step(kCreativity, controls.creativity));
  add(step(kTechnical, technical_level(controls)));
  add(step(kFormality, controls.formality));
  if (controls.plain) add("Write short main clauses that anybody can follow.");
  if (controls.layout == Layout::bullets)
    add("Put each sentence on a line of its own that begins with \"- \".");
  if (!controls.examples) add("Name no more than a single issue.");
  return text;
}

Sampling sampling(const Controls& controls) {
  Sampling out;
  out.temperature = between(controls.creativity, 0, out.temperature, 1.2);
  out.top_p = between(controls.creativity, 0.8, out.top_p, 0.99);
  return out;
}

Limits limits(const Controls& controls) {
  // 1 to 4 below the middle, where nothing that is usually said is cut, and up to 6 above it.
  constexpr int kBelow = 13;
  constexpr int kAbove = 17;
  constexpr std::uint32_t kPlainWords = 16;
  const int over = std::max(0, controls.length - kMiddle);
  const int deeper = std::max(0, controls.depth - kMiddle);
  Limits out;
  out.most_sentences = static_cast<std::uint32_t>(std::min(4, 1 + controls.length / kBelow) + over / kAbove +
                                                  deeper / (kAbove - 1));
  out.least_sentences = static_cast<std::uint32_t>(1 + over / kAbove);
  out.words_per_sentence = static_cast<std::uint32_t>(between(controls.length, 16, 28, 36));
  if (controls.plain) out.words_per_sentence = std::min(out.words_per_sentence, kPlainWords);
  // A round 512 in the middle.
  out.max_tokens = kTokensAround + kTokensPerWord * out.most_sentences * out.words_per_sentence;
  return out;
}

}  // namespace stint::language
