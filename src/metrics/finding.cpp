#include "metrics/finding.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "metrics/findings/detectors.h"

namespace stint::metrics {
namespace {

constexpr std::array kDetectors{
    Detector{"scope_creep", "work that came on top of what a sprint had committed to", detect_scope_creep},
    Detector{"missed_target", "committed work that a sprint did not complete", detect_missed_target},
    Detector{"velocity", "what a board completes per sprint, and drops of it", detect_velocity},
    Detector{"defect_leakage", "bugs found in production instead of before", detect_defect_leakage},
    Detector{"hygiene", "items that are blocked, stale, unestimated or otherwise badly kept", detect_hygiene},
};

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "";
}

std::string_view fact_unit_name(FactUnit unit) {
  constexpr std::array<std::string_view, 10> kNames{"points", "issues",  "hours", "days", "share",
                                                    "score",  "sprints", "bugs",  "date", "text"};
  return kNames[static_cast<std::size_t>(unit)];
}

FactUnit fact_unit(history::Unit unit) {
  switch (unit) {
    case history::Unit::issues:
      return FactUnit::issues;
    case history::Unit::points:
      return FactUnit::points;
    case history::Unit::hours:
      return FactUnit::hours;
  }
  return FactUnit::points;
}

void Finding::fact(std::string name, double value, FactUnit unit, std::vector<Index> issues) {
  facts.push_back({std::move(name), value, unit, std::move(issues)});
}
void Finding::fact(std::string name, std::optional<double> value, FactUnit unit) {
  if (value) fact(std::move(name), *value, unit);
}
void Finding::text(std::string name, std::string value) {
  if (!value.empty()) facts.push_back({std::move(name), std::move(value), FactUnit::text, {}});
}
const Fact* Finding::find(std::string_view name) const {
  const auto found = std::ranges::find(facts, name, &Fact::name);
  return found == facts.end() ? nullptr : &*found;
}
double Finding::number(std::string_view name) const {
  const Fact* const fact = find(name);
  return fact != nullptr && std::holds_alternative<double>(fact->value) ? std::get<double>(fact->value) : 0;
}

Severity severity_of(double value, double warning, double error) {
  // Figures are sums of fractions: a share of exactly the threshold must not fall under it by rounding.
  constexpr double kEpsilon = 1e-9;
  if (value >= error - kEpsilon) return Severity::error;
  if (value >= warning - kEpsilon) return Severity::warning;
  return Severity::info;
}

std::span<const Detector> detectors() {
  return kDetectors;
}

std::vector<Finding> find_all(const Analysis& analysis) {
  std::vector<Finding> findings;
  for (const Detector& detector : kDetectors) detector.detect(analysis, findings);
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::tuple{b.severity, b.current, std::string_view{a.kind}, std::string_view{a.id}} <
           std::tuple{a.severity, a.current, std::string_view{b.kind}, std::string_view{b.id}};
  });
  return findings;
}

}  // namespace stint::metrics
