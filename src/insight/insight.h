// A finding with its words.
#pragma once

#include <string>
#include <vector>

#include "language/controls/controls.h"
#include "metrics/finding.h"

namespace stint::insight {

struct Insight {
  metrics::Finding finding;
  std::string title;  // a headline, without a full stop
  std::string
      message;  // two or three plain sentences: what, against what is usual, why as counted, what to do
  std::string source;  // who worded it: "builtin", "model:NAME@HASH"
  std::string prompt;  // of a model: name and version of what it was asked with
};

// What a narrator writes about a finding.
struct Narration {
  std::string title;
  std::string message;
};

// By the built-in narrator: deterministic, and without a figure that is no fact of the finding, whatever the
// controls say. They choose which sentences there are and how they are worded; what comes from the tracker is
// never reworded. The narrator speaks English, and its words do not depend on `creativity`.
[[nodiscard]] Insight narrate(const history::Dataset& data, metrics::Finding finding,
                              const language::Controls& controls = {});

}  // namespace stint::insight
