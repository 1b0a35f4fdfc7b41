#include "metrics/velocity.h"

#include <algorithm>
#include <cmath>

#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

std::vector<double> completed_of(std::span<const SprintLedger* const> ledgers) {
  std::vector<double> values;
  for (const SprintLedger* ledger : ledgers) values.push_back(ledger->completed.value);
  return values;
}

bool is_judged(const SprintLedger& ledger) {
  return ledger.window.closed && !ledger.no_history;
}

}  // namespace

std::vector<const SprintLedger*> earlier_sprints(const Context& context,
                                                 std::span<const SprintLedger> ledgers,
                                                 std::size_t position) {
  std::vector<const SprintLedger*> earlier;
  for (std::size_t i = position; i > 0; --i) {
    if (!is_judged(ledgers[i - 1])) continue;
    earlier.push_back(&ledgers[i - 1]);
    if (static_cast<double>(earlier.size()) >= context.options.history_sprints) break;
  }
  std::ranges::reverse(earlier);
  return earlier;
}

std::optional<double> predictability(const SprintLedger& ledger,
                                     std::span<const SprintLedger* const> earlier) {
  double sum = 0;
  for (const SprintLedger* other : earlier) sum += other->completed.value;
  return ratio(ledger.completed.value * static_cast<double>(earlier.size()), sum);
}

Velocity velocity(const Context& context, std::span<const SprintLedger> ledgers) {
  Velocity result;
  result.sprints = earlier_sprints(context, ledgers, ledgers.size());
  const std::vector<double> values = completed_of(result.sprints);
  result.median = median(values);
  if (!values.empty()) {
    result.least = std::ranges::min(values);
    result.most = std::ranges::max(values);
  }
  result.p15 = percentile(values, 15);
  result.p50 = percentile(values, 50);
  result.p85 = percentile(values, 85);
  std::vector<double> errors;
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    const auto earlier = earlier_sprints(context, ledgers, i);
    if (!is_judged(ledgers[i]) || earlier.size() < 3) continue;
    const double actual = ledgers[i].completed.value;
    const auto forecast = percentile(completed_of(earlier), 50);
    if (forecast && actual > 0) errors.push_back(std::abs(*forecast - actual) / actual);
  }
  result.backtests = static_cast<int>(errors.size());
  if (errors.size() >= 3) result.backtest_error = median(errors);
  return result;
}

}  // namespace stint::metrics
