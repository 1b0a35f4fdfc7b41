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

std::string compared(double ratio) {
  if (std::abs(ratio - 1) <= kAbout) return "about as usual";
  if (std::abs(ratio - 2) <= 2 * kNear) return "about twice the usual";
  if (std::abs(ratio - 0.5) <= 0.5 * kNear) return "about half the usual";
  if (ratio > 2) return "more than twice the usual";
  if (ratio < 0.5) return "less than half the usual";
  return ratio > 1 ? "more than usual" : "less than usual";
}

std::string_view direction(double ratio) {
  if (std::abs(ratio - 1) <= kAbout) return "stayed about the same";
  return ratio > 1 ? "rose" : "fell";
}

}  // namespace

void add_comparisons(metrics::Finding& finding) {
  for (const Comparison& row : kComparisons) {
    if (finding.topic != row.topic || !finding.has(row.fact) || !finding.has(row.usual)) continue;
    const double usual = finding.number(row.usual);
    if (!(usual > 0)) continue;
    const double ratio = finding.number(row.fact) / usual;
    finding.text(fmt::format("{}_compared", row.fact), compared(ratio));
    finding.text(fmt::format("{}_direction", row.fact), std::string(direction(ratio)));
  }
}

}  // namespace stint::insight
