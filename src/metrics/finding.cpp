#include "metrics/finding.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "metrics/findings/detectors.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

constexpr std::array kDetectors{
    Detector{"scope_creep", "work that came on top of what a sprint had committed to", Scope::board_sprints,
             detect_scope_creep},
    Detector{"missed_target", "committed work that a sprint did not complete", Scope::board_sprints,
             detect_missed_target},
    Detector{"velocity", "what a board completes per sprint, and drops of it", Scope::board_sprints,
             detect_velocity},
    Detector{"defect_leakage", "bugs found in production instead of before", Scope::project_defects,
             detect_defect_leakage},
    Detector{"flow", "how fast items flow, and work that grows too old", Scope::board_flow, detect_flow},
    Detector{"knowledge_silo", "parts of a project that a single person knows", Scope::project_people,
             detect_knowledge_silo},
    Detector{"burnout_risk", "workload signals of people; off unless turned on", Scope::project_people,
             detect_burnout_risk},
    Detector{"hygiene", "items that are blocked, stale, unestimated or otherwise badly kept",
             Scope::board_hygiene, detect_hygiene},
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

bool is_stale(const Stale& stale, Scope scope, Index subject) {
  return stale.at(static_cast<std::size_t>(scope))[subject];
}

const Detector* detector_of(std::string_view kind) {
  const auto found = std::ranges::find(kDetectors, kind, &Detector::kind);
  return found == kDetectors.end() ? nullptr : &*found;
}

bool is_kept(const Finding& finding, const Stale& stale) {
  const Detector* const detector = detector_of(finding.kind);
  if (detector == nullptr) return false;
  return !is_stale(stale, detector->scope, of_boards(detector->scope) ? finding.board : finding.project);
}

// The worst first. What has the same id, as boards of two sites may, stays in the order of boards and
// projects.
bool ranks_before(const Finding& a, const Finding& b) {
  return std::tuple{b.severity, b.current, b.cost, std::string_view{a.kind}, std::string_view{a.id},
                    a.board,    a.project} <
         std::tuple{a.severity, a.current, a.cost, std::string_view{b.kind}, std::string_view{b.id},
                    b.board,    b.project};
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

bool of_boards(Scope scope) {
  return scope < Scope::project_defects;
}

std::vector<Finding> find_all(const Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Stale all;
  for (std::size_t scope = 0; scope < kScopes; ++scope) {
    all.at(scope).assign(of_boards(static_cast<Scope>(scope)) ? data.boards.size() : data.projects.size(),
                         true);
  }
  return find_again(analysis, {}, all);
}

std::vector<Finding> find_again(const Analysis& analysis, std::vector<Finding> before, const Stale& stale) {
  std::vector<std::pair<const Detector*, Index>> questions;
  for (const Detector& detector : kDetectors) {
    const std::vector<bool>& subjects = stale.at(static_cast<std::size_t>(detector.scope));
    for (Index subject = 0; subject < subjects.size(); ++subject) {
      if (subjects[subject]) questions.emplace_back(&detector, subject);
    }
  }
  constexpr std::size_t kGrain = 32;
  std::vector<std::vector<Finding>> parts(questions.size() / kGrain + 1);
  for_each_part(questions.size(), kGrain, [&](std::size_t first, std::size_t last) {
    std::vector<Finding>& found = parts[first / kGrain];
    for (std::size_t i = first; i < last; ++i) {
      const auto& [detector, subject] = questions[i];
      detector->detect(analysis, subject, found);
    }
    for (Finding& finding : found) finding.cost = cost_of(analysis, finding);
  });
  // Rows of findings are long: what moves while they are sorted are pointers. What was kept is sorted
  // already.
  std::vector<Finding*> fresh;
  for (std::vector<Finding>& part : parts) {
    for (Finding& finding : part) fresh.push_back(&finding);
  }
  std::ranges::stable_sort(fresh, [](const Finding* a, const Finding* b) { return ranks_before(*a, *b); });
  std::vector<Finding> findings;
  findings.reserve(before.size() + fresh.size());
  auto next = fresh.begin();
  for (Finding& kept : before) {
    if (!is_kept(kept, stale)) continue;
    for (; next != fresh.end() && ranks_before(**next, kept); ++next) findings.push_back(std::move(**next));
    findings.push_back(std::move(kept));
  }
  for (; next != fresh.end(); ++next) findings.push_back(std::move(**next));
  return findings;
}

}  // namespace stint::metrics
