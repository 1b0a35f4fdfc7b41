// What a text may say: facts with their figures already written out, and the keys of the issues behind them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::language {

struct GroundFact {
  std::string name;   // letters, digits and underscores: "next_p50"
  std::string shown;  // "13 points", "38 %", "twice its usual", "Platform team"
};

// A text is grounded when every figure, direction, comparison, date, name and key in it is one of these.
struct Ground {
  std::vector<GroundFact> facts;
  std::vector<std::string> keys;

  [[nodiscard]] const GroundFact* find(std::string_view name) const;
};

// The text with "{name}" replaced by what the fact shows. A word that repeats the end of the figure before it
// ("{completed} points" with "13 points") is said once. Placeholders that are none stay as they are;
// check() finds them.
[[nodiscard]] std::string fill(std::string_view text, const Ground& ground);

}  // namespace stint::language
