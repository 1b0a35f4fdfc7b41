// Directions and comparisons as facts, so that words of a model have not to make them.
#pragma once

#include "insight/languages/fact_words.h"
#include "metrics/finding.h"

namespace stint::insight {

// Adds, for figures of the finding that stand against a usual one, a text fact NAME_compared ("about half the
// usual") and a text fact NAME_direction ("fell", "rose", "stayed about the same"). Within 15 % of the usual
// figure is "about"; a ratio within a tenth of 2 or of one half is said as such. Nothing is added where the
// usual figure is 0 or unknown. The words are of `language`.
void add_comparisons(metrics::Finding& finding, const FactWords& language = kEnglishFacts);

}  // namespace stint::insight
