#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"
#include "metrics/miss_reasons.h"
#include "metrics/statistics.h"
#include "metrics/velocity.h"

namespace stint::metrics {
namespace {

std::optional<double> usual_miss(std::span<const SprintLedger* const> earlier) {
  std::vector<double> values;
  for (const SprintLedger* ledger : earlier) {
    if (auto missed = ledger->missed_target()) values.push_back(*missed);
  }
  return median(std::move(values));
}

// How many sprints in a row an item has now been carried through.
int longest_chain(const Context& context, std::span<const SprintLedger> ledgers, std::size_t position) {
  int longest = 0;
  std::vector<Index> carried = ledgers[position].spillover.issues;
  for (std::size_t i = position; i > 0 && !carried.empty(); --i) {
    std::vector<Index> before = carried_over(context, ledgers[i - 1], ledgers[i]);
    std::erase_if(before, [&](Index issue) { return std::ranges::find(carried, issue) == carried.end(); });
    if (!before.empty()) ++longest;
    carried = std::move(before);
  }
  return longest;
}

Finding describe(const Analysis& analysis, std::span<const SprintLedger> ledgers, std::size_t position,
                 double missed) {
  const SprintLedger& ledger = ledgers[position];
  const Options& options = analysis.context.options;
  const auto usual = usual_miss(earlier_sprints(analysis.context, ledgers, position));
  Finding finding =
      about_sprint(analysis, "missed_target", "missed_target", ledger, is_current(ledgers, position));
  finding.severity = severity_of(missed, options.missed_target_warning, options.missed_target_error);
  // A board that always misses as much has another problem than this sprint.
  constexpr double kEpsilon = 1e-9;
  const bool as_usual = usual && missed - *usual < options.missed_target_worse - kEpsilon;
  if (as_usual && finding.severity > Severity::info) finding.text("misses_as_usual", "yes");
  if (as_usual) finding.severity = Severity::info;

  const FactUnit unit = fact_unit(ledger.unit);
  finding.fact("missed_target", missed, FactUnit::share);
  finding.fact("usual_missed_target", usual, FactUnit::share);
  finding.fact("committed", ledger.committed.value, unit, ledger.committed.issues);
  finding.fact("committed_completed", ledger.committed.value - ledger.missed.value, unit);
  finding.fact("missed", ledger.missed.value, unit, ledger.missed.issues);
  finding.fact("missed_items", static_cast<double>(ledger.missed.issues.size()), FactUnit::issues,
               ledger.missed.issues);
  finding.fact("completed", ledger.completed.value, unit, ledger.completed.issues);
  finding.fact("added", ledger.added.value, unit, ledger.added.issues);
  finding.fact("added_items", static_cast<double>(ledger.added.issues.size()), FactUnit::issues,
               ledger.added.issues);
  finding.fact("spillover", ledger.spillover.value, unit, ledger.spillover.issues);
  if (position + 1 < ledgers.size()) {
    const auto carried = carried_over(analysis.context, ledger, ledgers[position + 1]);
    finding.fact("carried_over", static_cast<double>(carried.size()), FactUnit::issues, carried);
  }
  if (const int chain = longest_chain(analysis.context, ledgers, position); chain > 0) {
    finding.fact("carry_over_chain", chain, FactUnit::sprints);
  }
  for (ReasonCount& reason : miss_reasons(analysis.context, ledger)) {
    finding.causes.push_back({std::string{reason_name(reason.reason)},
                              std::string{reason_text(reason.reason, false)},
                              std::string{reason_text(reason.reason, true)}, std::move(reason.issues)});
  }
  finding.evidence = heaviest_first(ledger, ledger.missed.issues);
  return finding;
}

}  // namespace

void detect_missed_target(const Analysis& analysis, std::vector<Finding>& findings) {
  for (Index board = 0; board < analysis.context.data.boards.size(); ++board) {
    const auto ledgers = analysis.ledgers_of(board);
    const std::size_t last = last_closed(ledgers);
    for (std::size_t i = 0; i < ledgers.size(); ++i) {
      const auto missed = ledgers[i].missed_target();
      if (!missed) continue;
      Finding finding = describe(analysis, ledgers, i, *missed);
      if (finding.severity > Severity::info || i == last) findings.push_back(std::move(finding));
    }
  }
}

}  // namespace stint::metrics
