#include "insight/comparisons.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace stint::insight {
namespace {

struct Comparison {
  std::string_view topic;
  std::string_view fact;
  std::string_view usual;
};

constexpr std::array kComparisons{
    Comparison{"velocity", "completed", "median"},
    Comparison{"velocity", "committed", "usual_committed"},
    Comparison{"missed_target", "missed_target", "usual_missed_target"},
    Comparison{"scope_creep", "scope_creep", "usual_scope_creep"},
    Comparison{"flow.trend", "value", "usual"},
    Comparison{"flow", "oldest_age", "column_p85"},
};

// 15 %, whatever rounding makes of it.
constexpr double kAbout = 0.15 + 1e-9;
constexpr double kNear = 0.1;

std::string_view compared(double ratio, const ComparisonWords& words) {
  if (std::abs(ratio - 1) <= kAbout) return words.about;
  if (std::abs(ratio - 2) <= 2 * kNear) return words.twice;
  if (std::abs(ratio - 0.5) <= 0.5 * kNear) return words.half;
  if (ratio > 2) return words.over_twice;
  if (ratio < 0.5) return words.under_half;
  return ratio > 1 ? words.more : words.less;
}

std::string_view direction(double ratio, const ComparisonWords& words) {
  if (std::abs(ratio - 1) <= kAbout) return words.stayed;
  return ratio > 1 ? words.rose : words.fell;
}

}  // namespace

void add_comparisons(metrics::Finding& finding, const FactWords& language) {
  for (const Comparison& row : kComparisons) {
    if (finding.topic != row.topic || !finding.has(row.fact) || !finding.has(row.usual)) continue;
    const double usual = finding.number(row.usual);
    if (!(usual > 0)) continue;
    const double ratio = finding.number(row.fact) / usual;
    finding.text(fmt::format("{}_compared", row.fact), std::string(compared(ratio, language.comparisons)));
    finding.text(fmt::format("{}_direction", row.fact), std::string(direction(ratio, language.comparisons)));
  }
}

}  // namespace stint::insight
