// What is wrong with an insight's words, whatever it says.
#pragma once

#include <string>
#include <vector>

#include "insight/insight.h"

namespace stint::test {

// Empty for good prose: every figure is a fact of the finding, no figure is spelled out or left without its
// plural, two to four whole sentences, nothing left over from a template, a title without a full stop.
[[nodiscard]] std::vector<std::string> complaints(const history::Dataset& data,
                                                  const insight::Insight& insight);

}  // namespace stint::test
