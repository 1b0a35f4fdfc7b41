// From facts to text. Every figure in a sentence goes through here, so a sentence cannot hold one that is no
// fact of its finding.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "history/dataset.h"
#include "insight/languages/fact_words.h"
#include "insight/style.h"
#include "metrics/finding.h"

namespace stint::insight {

// "38 %", "13 points", "1 item", "4.5 days", "82"; a text as it is, or as the language has it.
[[nodiscard]] std::string render(const metrics::Fact& fact, const FactWords& language = kEnglishFacts);
// The figure alone: "13".
[[nodiscard]] std::string render_number(const metrics::Fact& fact, const FactWords& language = kEnglishFacts);

// Writes sentences about one finding, in a style. What it is given has to outlive it.
class Words {
 public:
  Words(const history::Dataset& data, const metrics::Finding& finding, Style style = {})
      : data_(data), finding_(finding), style_(std::move(style)) {}

  // Adds a sentence. "{name}" stands for the fact of that name, "{#name}" for its figure without unit,
  // "{keys}" for the first issues to look at, "{more_keys}" for the next, "{keys:name}" for those of a fact
  // or cause, "{is:name|was|were}" for the one word where the fact's figure reads 1 and the other where not.
  // Everything else must be free of figures. A sentence that names a fact the finding does not have is left
  // out. An imperative stands in brackets, and what can be left out in parentheses: see Style::worded().
  Words& say(std::string_view text, Rank rank = Rank::what);

  // "Of those, 2 were blocked and 1 was large.": the first causes with their counts; nothing without causes.
  // `of` may name the fact that counts the whole: then "all 3 were blocked" where that is so.
  Words& say_causes(std::string_view begin, std::size_t most, std::string_view of = {});
  // The same about a single item, without counts: "It was blocked and was large."
  Words& say_causes_of_one(std::string_view begin, std::size_t most);

  [[nodiscard]] const metrics::Finding& finding() const { return finding_; }
  [[nodiscard]] bool has(std::string_view fact) const { return finding_.has(fact); }
  [[nodiscard]] double number(std::string_view fact) const { return finding_.number(fact); }
  // Of the most frequent cause; empty without.
  [[nodiscard]] std::string_view first_cause() const;

  // Whether a sentence held this fact, or "keys" of any kind.
  [[nodiscard]] bool has_said(std::string_view name) const;
  [[nodiscard]] const Style& style() const { return style_; }

  // The sentences one after another, without regard to how many there is room for.
  [[nodiscard]] std::string take();
  [[nodiscard]] std::vector<Sentence> take_sentences() { return std::move(sentences_); }

 private:
  // The sentence in the style's wording; empty without its facts.
  [[nodiscard]] std::string filled(std::string_view text);
  [[nodiscard]] bool fill(std::string_view text, std::string& out) const;
  [[nodiscard]] bool value(std::string_view name, std::string& out) const;
  [[nodiscard]] std::string chosen(std::string_view choice) const;
  Words& say_joined(std::string_view begin, const std::vector<std::string>& parts);
  [[nodiscard]] std::string keys(const std::vector<metrics::Index>& issues, std::size_t from,
                                 std::size_t most) const;

  const history::Dataset& data_;
  const metrics::Finding& finding_;
  Style style_;
  std::vector<Sentence> sentences_;
  std::vector<std::string> said_;
};

}  // namespace stint::insight
