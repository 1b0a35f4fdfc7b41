#include "metrics/sprint_outlook.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "base/parallel.h"

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

// Sprints are compared at the nearest of these shares of their time.
constexpr int kSteps = 4;
// Learning takes time that grows with them, and older sprints tell less.
constexpr std::size_t kMostSprints = 400;
constexpr std::size_t kPastSprints = 5;

double share_of(const SprintWindow& window, Instant at) {
  const auto planned = static_cast<double>((*window.planned_end - window.start).count());
  return std::clamp(static_cast<double>((at - window.start).count()) / planned, 0.0, 1.0);
}

bool comparable(const SprintLedger& ledger) {
  return !ledger.no_history && ledger.window.planned_end && *ledger.window.planned_end > ledger.window.start;
}

// What the events of the sprint's items up to then say.
void add_items(const Context& then, const SprintLedger& ledger, SprintSnapshot& snapshot) {
  const history::Dataset& data = then.data;
  std::vector<Index> people;
  double ages = 0;
  double open = 0;
  double reopened = 0;
  for (const SprintItem& item : ledger.items) {
    StatusCategory category = StatusCategory::unknown;
    for (const history::Event& event : data.events_of(data.issues[item.issue])) {
      if (event.at > then.as_of) break;
      if (event.kind == EventKind::status) category = data.category(event.to());
      if (event.human && event.author != kNone && event.at >= ledger.window.start)
        people.push_back(event.author);
    }
    if (item.reopened > 0) ++reopened;
    if (!item.member_at_end || item.done_at_end) continue;
    ++open;
    ages += to_days(then.as_of - data.issues[item.issue].created);
    if (category == StatusCategory::in_progress) {
      ++snapshot.issues_in_progress;
      snapshot.in_progress += item.estimate_at_end;
    } else {
      ++snapshot.issues_to_do;
    }
  }
  std::ranges::sort(people);
  snapshot.people = static_cast<double>(std::ranges::unique(people).begin() - people.begin());
  snapshot.issues_reopened = reopened;
  if (open > 0) snapshot.mean_age_days = ages / open;
}

// Of the board's last sprints that had ended before this one began.
std::optional<SprintSnapshot::Past> past_of(const Context& context, std::span<const SprintLedger> ledgers,
                                            const SprintLedger& ledger) {
  const Index board = context.data.sprints[ledger.sprint].board;
  SprintSnapshot::Past past;
  for (std::size_t i = ledgers.size(); i > 0 && past.sprints < double{kPastSprints}; --i) {
    const SprintLedger& other = ledgers[i - 1];
    if (context.data.sprints[other.sprint].board != board || !other.window.closed || other.no_history ||
        other.window.end > ledger.window.start || other.sprint == ledger.sprint)
      continue;
    const double difference = other.completed.value - other.committed.value;
    if (past.sprints == 0) {
      past.last_completed = other.completed.value;
      past.last_difference = difference;
    }
    ++past.sprints;
    past.completed += other.completed.value;
    past.difference += difference;
  }
  if (past.sprints == 0) return std::nullopt;
  past.completed /= past.sprints;
  past.difference /= past.sprints;
  return past;
}

// The ledgers of a sprint's board, found by halving: they stand by board.
std::span<const SprintLedger> of_board(const Context& context, std::span<const SprintLedger> ledgers,
                                       Index board) {
  const auto [low, high] = std::ranges::equal_range(
      ledgers, board, {}, [&](const SprintLedger& l) { return context.data.sprints[l.sprint].board; });
  return {low, high};
}

// The latest closed sprints of all boards, the latest at the end.
std::vector<const SprintLedger*> latest_closed(const Context& context,
                                               std::span<const SprintLedger> ledgers) {
  std::vector<const SprintLedger*> closed;
  for (const SprintLedger& ledger : ledgers) {
    if (ledger.window.closed && comparable(ledger) && !ledger.items.empty()) closed.push_back(&ledger);
  }
  std::ranges::sort(closed, {}, [&](const SprintLedger* l) {
    return std::tuple{l->window.end, std::string_view{context.data.sprints[l->sprint].id}, l->sprint};
  });
  if (closed.size() > kMostSprints) {
    closed.erase(closed.begin(), closed.end() - static_cast<std::ptrdiff_t>(kMostSprints));
  }
  return closed;
}

std::vector<SprintOutcome> outcomes_at(const Context& context, std::span<const SprintLedger> ledgers,
                                       std::span<const SprintLedger* const> closed, double share) {
  std::vector<std::optional<SprintOutcome>> found(closed.size());
  for_each_part(closed.size(), 16, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const SprintLedger& ledger = *closed[i];
      const auto planned = static_cast<double>((*ledger.window.planned_end - ledger.window.start).count());
      const Instant at = ledger.window.start + Milliseconds{std::llround(planned * share)};
      if (at > ledger.window.end) continue;  // it had ended by then
      auto snapshot = sprint_snapshot(context, ledgers, ledger, at);
      if (!snapshot) continue;
      const double difference = ledger.completed.value - snapshot->taken_on();
      found[i] = SprintOutcome{*snapshot, difference};
    }
  });
  std::vector<SprintOutcome> outcomes;
  for (std::optional<SprintOutcome>& outcome : found) {
    if (outcome) outcomes.push_back(*outcome);
  }
  return outcomes;
}

}  // namespace

std::optional<SprintSnapshot> sprint_snapshot(const Context& context, std::span<const SprintLedger> ledgers,
                                              const SprintLedger& ledger, Instant at) {
  if (!comparable(ledger)) return std::nullopt;
  Context then = context;
  then.as_of = at;
  const auto frozen = sprint_ledger(then, ledger.sprint, ledger.unit);
  if (!frozen) return std::nullopt;
  SprintSnapshot snapshot;
  snapshot.sprint = ledger.sprint;
  snapshot.elapsed = share_of(ledger.window, at);
  snapshot.planned_days = to_days(*ledger.window.planned_end - ledger.window.start);
  snapshot.committed = frozen->committed.value;
  snapshot.added = frozen->added.value;
  snapshot.removed = frozen->removed.value;
  snapshot.re_estimated = frozen->re_estimated.value;
  snapshot.completed = frozen->completed.value;
  snapshot.remaining = frozen->remaining.value;
  snapshot.issues_committed = static_cast<double>(frozen->committed.issues.size());
  snapshot.issues_added = static_cast<double>(frozen->added.issues.size());
  snapshot.issues_removed = static_cast<double>(frozen->removed.issues.size());
  snapshot.issues_done = static_cast<double>(frozen->completed.issues.size());
  add_items(then, *frozen, snapshot);
  const Index board = context.data.sprints[ledger.sprint].board;
  snapshot.past = past_of(context, of_board(context, ledgers, board), ledger);
  return snapshot;
}

std::vector<SprintOutlook> sprint_outlooks(const Context& context, std::span<const SprintLedger> ledgers) {
  std::vector<SprintOutlook> outlooks;
  std::vector<int> steps;  // by outlook; -1: there is no snapshot
  for (const SprintLedger& ledger : ledgers) {
    if (ledger.window.closed) continue;
    SprintOutlook& outlook = outlooks.emplace_back();
    outlook.sprint = ledger.sprint;
    outlook.unit = ledger.unit;
    const auto snapshot = sprint_snapshot(context, ledgers, ledger, ledger.window.end);
    if (!snapshot) outlook.undefined = ledger.no_history ? "no_history" : "no_planned_end";
    if (snapshot) outlook.snapshot = *snapshot;
    steps.push_back(snapshot ? static_cast<int>(std::lround(snapshot->elapsed * kSteps)) : -1);
  }
  if (outlooks.empty()) return outlooks;
  const std::vector<const SprintLedger*> closed = latest_closed(context, ledgers);
  std::array<std::optional<SprintRiskModel>, kSteps + 1> models;
  std::array<std::size_t, kSteps + 1> learned{};
  for_each_part(models.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t step = first; step < last; ++step) {
      if (std::ranges::find(steps, static_cast<int>(step)) == steps.end()) continue;
      const double share = static_cast<double>(step) / kSteps;
      const auto outcomes = outcomes_at(context, ledgers, closed, share);
      learned.at(step) = outcomes.size();
      models.at(step) = SprintRiskModel::train(outcomes);
    }
  });
  for (std::size_t i = 0; i < outlooks.size(); ++i) {
    if (steps[i] < 0) continue;
    const auto step = static_cast<std::size_t>(steps[i]);
    SprintOutlook& outlook = outlooks[i];
    outlook.risk = models.at(step)->predict(outlook.snapshot);
    outlook.error = models.at(step)->error();
    outlook.outcomes = learned.at(step);
    if (!outlook.risk) outlook.undefined = "nothing_to_compare";
  }
  return outlooks;
}

}  // namespace stint::metrics
