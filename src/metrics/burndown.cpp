#include "metrics/burndown.h"

#include <algorithm>
#include <chrono>

namespace stint::metrics {
namespace {

using history::EventKind;

constexpr std::size_t kMostReadings = 160;
constexpr std::size_t kLeastReadings = 20;
constexpr std::size_t kMostWork = 4'000'000;  // events that all readings together may look at

// When something happened that a ledger could book, from the start on; thinned where there is too much.
std::vector<Instant> moments(const Context& context, const SprintLedger& ledger) {
  const history::Dataset& data = context.data;
  const SprintWindow& window = ledger.window;
  std::vector<Instant> all;
  std::size_t events = 1;
  for (const Index index : data.sprints[ledger.sprint].issues) {
    const history::EventView view = data.events_of(data.issues[index]);
    events += view.size();
    for (const history::Event& event : view) {
      if (event.at < window.start || event.at > window.end) continue;
      const bool booked = event.kind == EventKind::status || event.kind == EventKind::estimate ||
                          (event.kind == EventKind::sprint_enter && event.to() == ledger.sprint) ||
                          (event.kind == EventKind::sprint_leave && event.from() == ledger.sprint);
      if (booked) all.push_back(event.at);
    }
  }
  all.push_back(window.end);
  std::ranges::sort(all);
  const auto repeated = std::ranges::unique(all);
  all.erase(repeated.begin(), repeated.end());
  const std::size_t most = std::clamp(kMostWork / events, kLeastReadings, kMostReadings);
  if (all.size() <= most) return all;
  std::vector<Instant> some;
  for (std::size_t i = 1; i <= most; ++i) some.push_back(all[(i * all.size() / most) - 1]);
  return some;
}

}  // namespace

std::vector<BurndownReading> burndown(const Context& context, const SprintLedger& ledger) {
  std::vector<BurndownReading> readings{
      {ledger.window.start, ledger.committed.value, ledger.committed.value}};
  Context then = context;
  for (const Instant at : moments(context, ledger)) {
    then.as_of = at;
    const auto seen = sprint_ledger(then, ledger.sprint, ledger.unit);
    if (!seen) continue;
    const double remaining = seen->remaining.value;
    const double scope = remaining + seen->completed.value;
    const BurndownReading& last = readings.back();
    if (last.remaining != remaining || last.scope != scope) readings.push_back({at, remaining, scope});
  }
  return readings;
}

Instant planned_end(const SprintLedger& ledger) {
  const SprintWindow& window = ledger.window;
  return window.planned_end && *window.planned_end > window.start ? *window.planned_end : window.end;
}

}  // namespace stint::metrics
