#include "metrics/flow_dates.h"

#include "base/parallel.h"

namespace stint::metrics {
namespace {

using history::StatusCategory;

// A status whose category nobody knows is not work in progress and not done.
StatusCategory effective(StatusCategory category) {
  return category == StatusCategory::unknown ? StatusCategory::todo : category;
}

}  // namespace

FlowDates flow_dates(const Context& context, const history::Issue& issue) {
  FlowDates dates;
  if (issue.created > context.as_of) return dates;
  dates.exists = true;
  StatusCategory before = StatusCategory::unknown;  // of nothing: before the creation
  std::optional<Instant> start;
  std::optional<Instant> done;
  bool start_lost = false;  // it was in To Do after its start
  bool straight = false;    // and went straight to done, which became its start
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind != history::EventKind::status) continue;
    dates.status = event.to();
    const StatusCategory now = effective(context.data.category(event.to()));
    if (now == before) continue;
    if (now == StatusCategory::in_progress && before != StatusCategory::done) {
      start = event.at;
      start_lost = false;
      straight = false;
    }
    if (now == StatusCategory::todo && start) start_lost = true;
    if (now == StatusCategory::done) {
      done = event.at;
      // Straight to done: that is when it started, and a reopening keeps it.
      if (start_lost) {
        start = done;
        start_lost = false;
        straight = true;
      }
    }
    if (before == StatusCategory::done) ++dates.reopened;
    before = now;
  }
  dates.category = before;
  // The current status alone dates nothing.
  if (!issue.has_history || before == StatusCategory::todo || before == StatusCategory::unknown) return dates;
  dates.start = start;
  dates.never_started = !start;
  dates.started_when_done = straight;
  if (before != StatusCategory::done) return dates;
  dates.done = done;
  if (start && *start == *done && !straight) {
    dates.start.reset();
    dates.same_instant = true;
  }
  return dates;
}

std::vector<FlowDates> flow_dates(const Context& context) {
  std::vector<FlowDates> all(context.data.issues.size());
  for_each_part(all.size(), 4096, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) all[i] = flow_dates(context, context.data.issues[i]);
  });
  return all;
}

std::optional<int> cycle_days(const Context& context, const FlowDates& dates) {
  if (!dates.start || !dates.done) return std::nullopt;
  return context.days_between(*dates.start, *dates.done);
}

std::optional<int> lead_days(const Context& context, const history::Issue& issue, const FlowDates& dates) {
  if (!dates.done) return std::nullopt;
  return context.days_between(issue.created, *dates.done);
}

}  // namespace stint::metrics
