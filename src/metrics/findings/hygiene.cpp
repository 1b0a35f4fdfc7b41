#include "metrics/hygiene.h"

#include <algorithm>
#include <utility>

#include "metrics/activity.h"
#include "metrics/blocked.h"
#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

double count(const std::vector<Index>& issues) {
  return static_cast<double>(issues.size());
}

void detect_score(const Analysis& analysis, const Hygiene& hygiene, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  // A share of a handful of checks says nothing.
  if (!hygiene.score || hygiene.applicable() < options.hygiene_minimum_checks) return;
  Finding finding = about_board(analysis, "hygiene", "hygiene.score", hygiene.board);
  if (*hygiene.score < options.hygiene_score_warning) finding.severity = Severity::warning;
  if (*hygiene.score < options.hygiene_score_error) finding.severity = Severity::error;
  finding.fact("score", *hygiene.score, FactUnit::score);
  finding.fact("full_score", 100, FactUnit::score);
  std::vector<const CheckResult*> checks;
  for (const CheckResult& check : hygiene.checks) {
    if (check.violations > 0 && check.weight > 0) checks.push_back(&check);
  }
  std::ranges::stable_sort(checks, std::ranges::greater{},
                           [](const CheckResult* c) { return c->weight * c->violations; });
  for (const CheckResult* check : checks) {
    finding.fact(std::string{check_name(check->check)}, check->violations,
                 check->check == HygieneCheck::no_goal ? FactUnit::sprints : FactUnit::issues,
                 check->violating);
    if (!check->violating.empty()) {
      finding.causes.push_back({std::string{check_name(check->check)},
                                std::string{check_text(check->check, false)},
                                std::string{check_text(check->check, true)}, check->violating});
    }
    add_missing(check->violating, finding.evidence);
  }
  findings.push_back(std::move(finding));
}

void detect_blocked(const Analysis& analysis, const Hygiene& hygiene, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  std::vector<Index> issues;
  for (const BlockedItem& item : hygiene.blocked) {
    if (item.days >= options.blocked_warning_days) issues.push_back(item.issue);
  }
  if (issues.empty()) return;
  const BlockedItem& longest = hygiene.blocked.front();
  const history::Dataset& data = analysis.context.data;
  Finding finding = about_board(analysis, "hygiene", "hygiene.blocked", hygiene.board);
  finding.severity = severity_of(longest.days, options.blocked_warning_days, options.blocked_error_days);
  finding.fact("blocked_items", count(issues), FactUnit::issues, issues);
  finding.fact("blocked_warning_days", options.blocked_warning_days, FactUnit::days);
  finding.fact("longest_blocked", longest.days, FactUnit::days, {longest.issue});
  finding.text("longest_issue", std::string{data.key(longest.issue)});
  if (auto reason = blocked_reason(analysis.context, data.issues[longest.issue]))
    finding.text("longest_reason", std::move(*reason));
  finding.fact("in_progress", count(hygiene.in_progress), FactUnit::issues, hygiene.in_progress);
  finding.evidence = std::move(issues);
  findings.push_back(std::move(finding));
}

void detect_stale(const Analysis& analysis, const Hygiene& hygiene, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  const auto share = ratio(count(hygiene.stale), count(hygiene.in_progress));
  if (!share || count(hygiene.stale) < options.stale_minimum) return;
  const Severity severity = severity_of(*share, options.stale_warning, options.stale_error);
  if (severity == Severity::info) return;
  const Context& context = analysis.context;
  std::vector<std::pair<Milliseconds, Index>> silent;
  for (const Index issue : hygiene.stale) {
    silent.emplace_back(context.as_of - last_activity(context, context.data.issues[issue]), issue);
  }
  std::ranges::stable_sort(silent, std::ranges::greater{}, [](const auto& one) { return one.first; });
  std::vector<Index> stale;
  for (const auto& [_, issue] : silent) stale.push_back(issue);
  Finding finding = about_board(analysis, "hygiene", "hygiene.stale", hygiene.board);
  finding.severity = severity;
  finding.fact("stale_items", count(stale), FactUnit::issues, stale);
  finding.fact("in_progress", count(hygiene.in_progress), FactUnit::issues, hygiene.in_progress);
  finding.fact("stale_share", *share, FactUnit::share);
  finding.fact("stalled_days", options.stalled_days, FactUnit::days);
  finding.fact("longest_silence", to_days(silent.front().first), FactUnit::days, {stale.front()});
  finding.text("longest_issue", std::string{analysis.context.data.key(stale.front())});
  finding.evidence = std::move(stale);
  findings.push_back(std::move(finding));
}

void detect_unestimated(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  const auto ledgers = analysis.ledgers_of(board);
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    const SprintLedger& ledger = ledgers[i];
    if (ledger.unit == history::Unit::issues ||
        count(ledger.unestimated.issues) < options.unestimated_minimum)
      continue;
    const auto share = ratio(count(ledger.unestimated.issues), count(ledger.committed.issues));
    const Severity severity =
        severity_of(share.value_or(0), options.unestimated_warning, options.unestimated_error);
    if (severity == Severity::info) continue;
    Finding finding =
        about_sprint(analysis, "hygiene", "hygiene.unestimated", ledger, is_current(ledgers, i));
    finding.severity = severity;
    finding.fact("unestimated_items", count(ledger.unestimated.issues), FactUnit::issues,
                 ledger.unestimated.issues);
    finding.fact("committed_items", count(ledger.committed.issues), FactUnit::issues,
                 ledger.committed.issues);
    finding.fact("unestimated_share", share, FactUnit::share);
    finding.evidence = ledger.unestimated.issues;
    findings.push_back(std::move(finding));
  }
}

}  // namespace

void detect_hygiene(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const Hygiene& hygiene = analysis.hygiene[board];
  detect_score(analysis, hygiene, findings);
  detect_blocked(analysis, hygiene, findings);
  detect_stale(analysis, hygiene, findings);
  detect_unestimated(analysis, board, findings);
}

}  // namespace stint::metrics
