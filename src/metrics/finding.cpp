#include "metrics/finding.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "base/parallel.h"
#include "metrics/findings/detectors.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

constexpr std::array kDetectors{
    Detector{"scope_creep", "work that came on top of what a sprint had committed to", detect_scope_creep},
    Detector{"missed_target", "committed work that a sprint did not complete", detect_missed_target},
    Detector{"velocity", "what a board completes per sprint, and drops of it", detect_velocity},
    Detector{"defect_leakage", "bugs found in production instead of before", detect_defect_leakage},
    Detector{"flow", "how fast items flow, and work that grows too old", detect_flow},
    Detector{"knowledge_silo", "parts of a project that a single person knows", detect_knowledge_silo},
    Detector{"burnout_risk", "workload signals of people; off unless turned on", detect_burnout_risk},
    Detector{"hygiene", "items that are blocked, stale, unestimated or otherwise badly kept", detect_hygiene},
};

// An amount of work in items of the size that the sprint's commitment had on average; the number of the
// issues it shows where it counts none. What is no alarm costs nothing.
double cost_of(const Analysis& analysis, const Finding& finding) {
  if (finding.severity == Severity::info) return 0;
  const auto issues = static_cast<double>(finding.evidence.size());
  if (finding.sprint == kNone) return issues;
  double work = 0;
  if (finding.kind == "scope_creep") work = finding.number("added") + finding.number("re_estimated_up");
  if (finding.kind == "missed_target") work = finding.number("missed");
  if (finding.kind == "velocity") work = finding.number("median") - finding.number("completed");
  const auto ledgers = analysis.ledgers_of(finding.board);
  const auto ledger = std::ranges::find(ledgers, finding.sprint, &SprintLedger::sprint);
  if (ledger == ledgers.end() || work <= 0) return issues;
  const auto usual =
      ratio(ledger->committed.value, static_cast<double>(ledger->committed.issues.size())).value_or(0);
  return usual > 0 ? work / usual : issues;
}

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
  constexpr std::array<std::string_view, 15> kNames{
      "points", "issues", "hours",         "days",    "share",      "score", "sprints", "bugs",
      "weeks",  "people", "contributions", "signals", "deviations", "date",  "text"};
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
  std::vector<std::vector<Finding>> by_detector(kDetectors.size());
  for_each_part(kDetectors.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) kDetectors.at(i).detect(analysis, by_detector[i]);
  });
  std::vector<Finding> findings;
  for (std::vector<Finding>& some : by_detector) std::ranges::move(some, std::back_inserter(findings));
  for (Finding& finding : findings) finding.cost = cost_of(analysis, finding);
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::tuple{b.severity, b.current, b.cost, std::string_view{a.kind}, std::string_view{a.id}} <
           std::tuple{a.severity, a.current, a.cost, std::string_view{b.kind}, std::string_view{b.id}};
  });
  return findings;
}

}  // namespace stint::metrics
