// Every figure of every family as text, and what no figure may ever be.
//
// Tables are named by what they hold, never by where it lies, so that two datasets that mean the same give
// the same text.
#pragma once

#include <string>
#include <string_view>

#include "metrics/analysis.h"

namespace stint::test {

struct EveryFigure {
  std::string text;
  // A line for each figure that is not finite, that is negative or over 1 and cannot be, or that is undefined
  // without a reason, or defined in spite of one.
  std::string complaints;
};

// Of the boards, sprints, issues and findings of one project, by its key; empty: of all.
[[nodiscard]] EveryFigure every_figure(const metrics::Analysis& analysis, std::string_view project = {});

}  // namespace stint::test
