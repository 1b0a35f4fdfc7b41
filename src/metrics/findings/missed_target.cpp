#include <algorithm>

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
    std::erase_if(before, [&](Index issue) { return !std::ranges::binary_search(carried, issue); });
    if (!before.empty()) ++longest;
    carried = std::move(before);
  }
  return longest;
}

// How bad a miss is, and how much the board usually misses.
struct Judgement {
  double missed = 0;
  std::optional<double> usual;
  Severity severity = Severity::info;
  bool as_usual = false;  // it would be an alarm, but the board always misses as much
};

Judgement judge(const Context& context, std::span<const SprintLedger> ledgers, std::size_t position,
                double missed) {
  const Options& options = context.options;
  Judgement out{missed, usual_miss(earlier_sprints(context, ledgers, position)),
                severity_of(missed, options.missed_target_warning, options.missed_target_error), false};
  // A board that always misses as much has another problem than this sprint.
  constexpr double kEpsilon = 1e-9;
  if (!out.usual || missed - *out.usual >= options.missed_target_worse - kEpsilon) return out;
  out.as_usual = out.severity > Severity::info;
  out.severity = Severity::info;
  return out;
}

Finding describe(const Analysis& analysis, std::span<const SprintLedger> ledgers, std::size_t position,
                 const Judgement& judgement) {
  const SprintLedger& ledger = ledgers[position];
  Finding finding =
      about_sprint(analysis, "missed_target", "missed_target", ledger, is_current(ledgers, position));
  finding.severity = judgement.severity;
  if (judgement.as_usual) finding.text("misses_as_usual", "yes");

  const FactUnit unit = fact_unit(ledger.unit);
  finding.fact("missed_target", judgement.missed, FactUnit::share);
  finding.fact("usual_missed_target", judgement.usual, FactUnit::share);
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

void detect_missed_target(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const auto ledgers = analysis.ledgers_of(board);
  const std::size_t last = last_closed(ledgers);
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    const auto missed = ledgers[i].missed_target();
    if (!missed) continue;
    const Judgement judgement = judge(analysis.context, ledgers, i, *missed);
    if (judgement.severity == Severity::info && i != last) continue;
    findings.push_back(describe(analysis, ledgers, i, judgement));
  }
}

}  // namespace stint::metrics
