// A finding with its words.
#pragma once

#include <string>
#include <vector>

#include "metrics/finding.h"

namespace stint::insight {

struct Insight {
  metrics::Finding finding;
  std::string title;  // a headline, without a full stop
  std::string
      message;  // two or three plain sentences: what, against what is usual, why as counted, what to do
  std::string source;  // who worded it: "builtin"
};

// What a narrator writes about a finding.
struct Narration {
  std::string title;
  std::string message;
};

// By the built-in narrator: deterministic, and without a figure that is no fact of the finding.
[[nodiscard]] Insight narrate(const history::Dataset& data, metrics::Finding finding);

}  // namespace stint::insight
