#include "metrics/blocked.h"

#include <algorithm>

namespace stint::metrics {
namespace {

using history::EventKind;
using history::StatusCategory;

// When `holds` was true of the issue's status, up to `end`.
template <class Holds>
std::vector<Interval> status_intervals(const Context& context, const history::Issue& issue, Instant end,
                                       Holds holds) {
  std::vector<Interval> out;
  std::optional<Instant> since;
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > end) break;
    if (event.kind != EventKind::status) continue;
    const bool now = event.to() != kNone && holds(context.data.statuses[event.to()]);
    if (now && !since) since = event.at;
    if (!now && since) {
      out.push_back({*since, event.at});
      since.reset();
    }
  }
  if (since) out.push_back({*since, end});
  return out;
}

void add_flags(const Context& context, const history::Issue& issue, Instant end, std::vector<Interval>& out) {
  std::optional<Instant> since;
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > end) break;
    if (event.kind == EventKind::flag_on && !since) since = event.at;
    if (event.kind == EventKind::flag_off && since) {
      out.push_back({*since, event.at});
      since.reset();
    }
  }
  if (since) out.push_back({*since, end});
}

// A link blocks while its blocker is not done.
void add_links(const Context& context, const history::Issue& issue, Instant end, std::vector<Interval>& out) {
  const history::Dataset& data = context.data;
  for (const history::BlockedBy& link : history::Dataset::part_of(data.blocked_by, data.index_of(issue))) {
    const Interval stood{link.from, std::min(link.until, end)};
    if (stood.to <= stood.from) continue;
    if (link.blocker == kNone) {
      out.push_back(stood);
      continue;
    }
    const history::Issue& blocker = data.issues[link.blocker];
    // A link that was never logged is taken to stand since the creation, but not before its blocker was
    // there.
    Instant open_from = link.from == issue.created ? std::max(stood.from, blocker.created) : stood.from;
    for (const Interval& done : status_intervals(context, blocker, end, [](const history::Status& status) {
           return status.category == StatusCategory::done;
         })) {
      if (done.from > open_from && open_from < stood.to)
        out.push_back({open_from, std::min(done.from, stood.to)});
      open_from = std::max(open_from, done.to);
    }
    if (open_from < stood.to) out.push_back({open_from, stood.to});
  }
}

}  // namespace

std::vector<Interval> in_progress_intervals(const Context& context, const history::Issue& issue,
                                            const FlowDates& dates) {
  return status_intervals(
      context, issue, dates.done.value_or(context.as_of),
      [](const history::Status& status) { return status.category == StatusCategory::in_progress; });
}

std::vector<Interval> blocked_intervals(const Context& context, const history::Issue& issue,
                                        const FlowDates& dates) {
  if (!dates.exists) return {};
  const Instant end = dates.done.value_or(context.as_of);
  std::vector<Interval> blocked =
      status_intervals(context, issue, end, [](const history::Status& status) { return status.blocked; });
  add_flags(context, issue, end, blocked);
  add_links(context, issue, end, blocked);
  if (blocked.empty()) return {};
  return intersected(united(std::move(blocked)), in_progress_intervals(context, issue, dates));
}

double blocked_days(const std::vector<Interval>& intervals) {
  return to_days(total(intervals));
}

std::optional<Instant> blocked_since(const Context& context, const std::vector<Interval>& intervals) {
  if (intervals.empty() || intervals.back().to < context.as_of) return std::nullopt;
  return intervals.back().from;
}

std::optional<std::string> blocked_reason(const Context& context, const history::Issue& issue) {
  const history::Dataset& data = context.data;
  std::optional<Instant> flagged;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind == EventKind::flag_on) flagged = event.at;
    if (event.kind == EventKind::flag_off) flagged.reset();
  }
  if (!flagged) return std::nullopt;
  std::optional<std::string> text;
  for (const history::FlagReason& reason :
       history::Dataset::part_of(data.flag_reasons, data.index_of(issue))) {
    if (reason.flagged == *flagged && reason.said <= context.as_of) text = data.text(reason.text);
  }
  return text;
}

}  // namespace stint::metrics
