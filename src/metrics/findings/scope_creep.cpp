#include <algorithm>

#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"
#include "metrics/statistics.h"
#include "metrics/velocity.h"

namespace stint::metrics {
namespace {

// More than the given share of the sprint's stories grew, or a small item became large.
bool is_growth_alert(const Options& options, const SprintLedger& ledger) {
  return ledger.stories_grown_share().value_or(0) > options.grown_stories_share ||
         !ledger.small_to_large.issues.empty();
}

std::optional<double> usual_creep(std::span<const SprintLedger* const> earlier) {
  std::vector<double> values;
  for (const SprintLedger* ledger : earlier) {
    if (auto creep = ledger->scope_creep()) values.push_back(*creep);
  }
  return median(std::move(values));
}

Finding describe(const Analysis& analysis, std::span<const SprintLedger> ledgers, std::size_t position,
                 double creep, Severity severity) {
  const SprintLedger& ledger = ledgers[position];
  Finding finding =
      about_sprint(analysis, "scope_creep", "scope_creep", ledger, is_current(ledgers, position));
  finding.severity = severity;

  const FactUnit unit = fact_unit(ledger.unit);
  const auto count = [](const Figure& figure) { return static_cast<double>(figure.issues.size()); };
  finding.fact("scope_creep", creep, FactUnit::share);
  finding.fact("committed", ledger.committed.value, unit, ledger.committed.issues);
  finding.fact("came_on_top", ledger.added.value + ledger.re_estimated_up.value, unit);
  finding.fact("added", ledger.added.value, unit, ledger.added.issues);
  finding.fact("added_items", count(ledger.added), FactUnit::issues, ledger.added.issues);
  finding.fact("re_estimated_up", ledger.re_estimated_up.value, unit, ledger.re_estimated_up.issues);
  finding.fact("re_estimated_items", count(ledger.re_estimated_up), FactUnit::issues,
               ledger.re_estimated_up.issues);
  finding.fact("removed", ledger.removed.value, unit, ledger.removed.issues);
  finding.fact("usual_scope_creep", usual_creep(earlier_sprints(analysis.context, ledgers, position)),
               FactUnit::share);
  if (!ledger.grown.issues.empty()) {
    finding.fact("grown_items", count(ledger.grown), FactUnit::issues, ledger.grown.issues);
    finding.fact("stories_grown_share", ledger.stories_grown_share(), FactUnit::share);
  }
  if (!ledger.small_to_large.issues.empty()) {
    finding.fact("small_to_large", count(ledger.small_to_large), FactUnit::issues,
                 ledger.small_to_large.issues);
  }
  if (is_growth_alert(analysis.context.options, ledger)) finding.text("growth_alert", "yes");
  if (ledger.window.closed) finding.fact("unfinished", ledger.spillover.value, unit, ledger.spillover.issues);

  std::vector<Index> came = ledger.added.issues;
  add_missing(ledger.re_estimated_up.issues, came);
  finding.evidence = heaviest_first(ledger, std::move(came));
  add_missing(ledger.grown.issues, finding.evidence);
  return finding;
}

}  // namespace

void detect_scope_creep(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  const auto ledgers = analysis.ledgers_of(board);
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    const auto creep = ledgers[i].scope_creep();
    if (!creep) continue;
    Severity severity = severity_of(*creep, options.scope_creep_warning, options.scope_creep_error);
    if (is_growth_alert(options, ledgers[i])) severity = std::max(severity, Severity::warning);
    // Of a healthy sprint only the running one, or else the last, is worth a word.
    const bool worth_info = !ledgers[i].window.closed || i + 1 == ledgers.size();
    if (severity == Severity::info && !worth_info) continue;
    findings.push_back(describe(analysis, ledgers, i, *creep, severity));
  }
}

}  // namespace stint::metrics
