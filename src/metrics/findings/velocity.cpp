#include "metrics/velocity.h"

#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"
#include "metrics/miss_reasons.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

std::vector<double> values_of(std::span<const SprintLedger* const> ledgers,
                              double (*value)(const SprintLedger&)) {
  std::vector<double> values;
  for (const SprintLedger* ledger : ledgers) values.push_back(value(*ledger));
  return values;
}

double completed(const SprintLedger& ledger) {
  return ledger.completed.value;
}
double committed(const SprintLedger& ledger) {
  return ledger.committed.value;
}

void add_range(std::span<const SprintLedger* const> sprints, FactUnit unit, Finding& finding) {
  const std::vector<double> values = values_of(sprints, completed);
  if (values.empty()) return;
  finding.fact("median", median(values), unit);
  finding.fact("least", std::ranges::min(values), unit);
  finding.fact("most", std::ranges::max(values), unit);
  finding.fact("sprints", static_cast<double>(values.size()), FactUnit::sprints);
}

void add_outlook(const Analysis& analysis, std::span<const SprintLedger> ledgers, FactUnit unit,
                 Finding& finding) {
  const Velocity outlook = velocity(analysis.context, ledgers);
  if (outlook.sprints.size() < 3) return;
  finding.fact("next_p15", outlook.p15, unit);
  finding.fact("next_p50", outlook.p50, unit);
  finding.fact("next_p85", outlook.p85, unit);
  finding.fact("backtest_error", outlook.backtest_error, FactUnit::share);
}

// What differs from the sprints before, as counted.
void add_causes(const Analysis& analysis, const SprintLedger& ledger,
                std::span<const SprintLedger* const> earlier, Finding& finding) {
  const FactUnit unit = fact_unit(ledger.unit);
  finding.fact("committed", ledger.committed.value, unit, ledger.committed.issues);
  finding.fact("usual_committed", median(values_of(earlier, committed)), unit);
  finding.fact("unfinished", ledger.spillover.value, unit, ledger.spillover.issues);
  finding.fact("removed", ledger.removed.value, unit, ledger.removed.issues);
  for (ReasonCount& reason : miss_reasons(analysis.context, ledger)) {
    finding.causes.push_back({std::string{reason_name(reason.reason)},
                              std::string{reason_text(reason.reason, false)},
                              std::string{reason_text(reason.reason, true)}, std::move(reason.issues)});
  }
}

}  // namespace

void detect_velocity(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  const auto ledgers = analysis.ledgers_of(board);
  const std::size_t last = last_closed(ledgers);
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    const SprintLedger& ledger = ledgers[i];
    if (!ledger.window.closed || ledger.no_history) continue;
    const auto earlier = earlier_sprints(analysis.context, ledgers, i);
    const auto usual = median(values_of(earlier, completed));
    std::optional<double> drop;
    if (usual && *usual > 0 && static_cast<double>(earlier.size()) >= options.velocity_minimum) {
      drop = 1 - ledger.completed.value / *usual;
    }
    const Severity severity =
        drop ? severity_of(*drop, options.velocity_warning, options.velocity_error) : Severity::info;
    if (severity == Severity::info && i != last) continue;

    const FactUnit unit = fact_unit(ledger.unit);
    Finding finding = about_sprint(analysis, "velocity", "velocity", ledger, is_current(ledgers, i));
    finding.severity = severity;
    finding.fact("completed", ledger.completed.value, unit, ledger.completed.issues);
    if (severity > Severity::info) finding.fact("drop", drop, FactUnit::share);
    add_range(earlier, unit, finding);
    finding.fact("predictability", predictability(ledger, earlier), FactUnit::share);
    if (i == last) add_outlook(analysis, ledgers, unit, finding);
    add_causes(analysis, ledger, earlier, finding);
    finding.evidence =
        heaviest_first(ledger, severity > Severity::info ? ledger.missed.issues : ledger.completed.issues);
    if (severity > Severity::info && finding.evidence.empty()) finding.evidence = ledger.completed.issues;
    findings.push_back(std::move(finding));
  }
}

}  // namespace stint::metrics
