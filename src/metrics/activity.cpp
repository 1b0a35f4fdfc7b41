#include "metrics/activity.h"

#include <algorithm>
#include <ranges>

#include "metrics/blocked.h"

namespace stint::metrics {
namespace {

Instant own_last_activity(const Context& context, const history::Issue& issue) {
  for (const history::Event& event : std::ranges::reverse_view(context.data.events_of(issue))) {
    if (event.at > context.as_of || !event.human || event.kind == history::EventKind::passive) continue;
    return std::max(event.at, issue.created);
  }
  return issue.created;
}

}  // namespace

Instant last_activity(const Context& context, const history::Issue& issue) {
  Instant last = own_last_activity(context, issue);
  if (context.data.children.empty()) return last;
  for (const history::Child& part : context.data.children_of(context.data.index_of(issue))) {
    const history::Issue& subtask = context.data.issues[part.child];
    if (subtask.created <= context.as_of) last = std::max(last, own_last_activity(context, subtask));
  }
  return last;
}

bool is_stalled(const Context& context, const history::Issue& issue, const FlowDates& dates) {
  if (!dates.exists || dates.category != history::StatusCategory::in_progress || !issue.has_history)
    return false;
  if (to_days(context.as_of - last_activity(context, issue)) < context.options.stalled_days) return false;
  return !blocked_since(context, blocked_intervals(context, issue, dates));
}

}  // namespace stint::metrics
