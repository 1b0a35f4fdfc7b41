// How much of what a narrator has to say is said, and in which words. Made from the controls; at their
// defaults everything stays as the narrator has written it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "language/controls/controls.h"

namespace stint::insight {

// What a sentence is for. Where a text has to be short, the first ranks stay.
enum class Rank {
  what,      // what happened
  next,      // what to do, or to expect
  compared,  // with what is usual
  why,
  detail,   // a counted fact that nobody has said yet
  meaning,  // what the figure is
  more,     // further issues to look at
};

struct Sentence {
  std::string text;
  Rank rank = Rank::what;
};

class Style {
 public:
  Style() = default;
  explicit Style(language::Controls controls) : controls_(std::move(controls)) {}

  // A sentence as Words::say() takes it, in the wording asked for. "[do]" at the place of an imperative
  // becomes "do" or "it may help to do", and "[Expect x|X can be expected]" one or the other.
  [[nodiscard]] std::string worded(std::string_view sentence) const;

  // Of a list of causes or signals of which usually so many are said.
  [[nodiscard]] std::size_t most(std::size_t usual) const;
  // Keys that are named at a place.
  [[nodiscard]] std::size_t most_keys() const;
  [[nodiscard]] std::size_t details() const;  // facts that are said beyond the narrator's own
  [[nodiscard]] bool says_meaning() const;
  [[nodiscard]] bool says_more() const;

  // The sentences that there is room for, in their order: always the first, then by rank.
  [[nodiscard]] std::string laid_out(std::vector<Sentence> sentences) const;

 private:
  language::Controls controls_;
};

}  // namespace stint::insight
