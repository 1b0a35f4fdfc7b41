#include "metrics/flow_dates.h"

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
  StatusCategory done_came_from = StatusCategory::unknown;
  std::optional<Instant> start;
  std::optional<Instant> done;
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind != history::EventKind::status) continue;
    dates.status = event.to();
    const StatusCategory now = effective(context.data.category(event.to()));
    if (now == before) continue;
    if (now == StatusCategory::in_progress && before != StatusCategory::done) start = event.at;
    if (now == StatusCategory::done) {
      done = event.at;
      done_came_from = before;
    }
    if (before == StatusCategory::done) ++dates.reopened;
    before = now;
  }
  dates.category = before;
  if (before == StatusCategory::todo || before == StatusCategory::unknown) return dates;
  dates.start = start;
  if (before == StatusCategory::done) {
    dates.done = done;
    if (start && done_came_from == StatusCategory::todo) {
      dates.start = done;
      dates.started_when_done = true;
    } else if (start && *start == *done) {
      dates.start.reset();
      dates.same_instant = true;
    }
  }
  dates.never_started = !start;
  return dates;
}

std::vector<FlowDates> flow_dates(const Context& context) {
  std::vector<FlowDates> all;
  all.reserve(context.data.issues.size());
  for (const history::Issue& issue : context.data.issues) all.push_back(flow_dates(context, issue));
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
