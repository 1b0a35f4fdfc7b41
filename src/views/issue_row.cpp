#include "views/issue_row.h"

#include "lib/nlohmann/json_instant.h"
#include "metrics/blocked.h"
#include "metrics/intervals.h"

namespace stint::views {

using history::EventKind;
using history::StatusCategory;

std::string_view category_key(StatusCategory category) {
  switch (category) {
    case StatusCategory::todo:
      return "new";
    case StatusCategory::in_progress:
      return "indeterminate";
    case StatusCategory::done:
      return "done";
    case StatusCategory::unknown:
      return "";
  }
  return "";
}

IssueRow issue_row(const metrics::Context& context, const history::Issue& issue,
                   const metrics::FlowDates& dates) {
  const history::Dataset& data = context.data;
  IssueRow row;
  row.issue = &issue;
  row.key = data.text(issue.key);
  row.id = data.text(issue.id);
  row.summary = data.text(issue.summary);
  row.type = data.type_of(issue).name;
  if (dates.status != history::kNone) {
    row.status = data.statuses[dates.status].name;
    row.category = data.statuses[dates.status].category;
  }
  if (issue.has_history) {
    row.started = dates.start;
    row.done = dates.done;
    row.cycle_days = metrics::cycle_days(context, dates);
    row.lead_days = metrics::lead_days(context, issue, dates);
    if (dates.start && dates.done) {
      const auto seconds = [](Milliseconds duration) { return static_cast<double>(duration.count()) / 1000; };
      row.cycle_seconds = seconds(*dates.done - *dates.start);
      row.cycle_working_seconds =
          seconds(context.calendar.working_time(context.zone, *dates.start, *dates.done));
    }
    row.blocked_days = metrics::blocked_days(metrics::blocked_intervals(context, issue, dates));
  }
  std::vector<metrics::Index> sprints;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind == EventKind::estimate) {
      // Negative estimates count as none, as in every figure.
      row.points.reset();
      if (event.value() >= 0) row.points = event.value();
    }
    if (event.kind == EventKind::sprint_enter) sprints.push_back(event.to());
    if (event.kind == EventKind::sprint_leave) std::erase(sprints, event.from());
  }
  for (const metrics::Index sprint : sprints) {
    const std::string& name = data.sprints[sprint].name;
    row.sprint_names.push_back(name.empty() ? data.sprints[sprint].id : name);
    row.sprints += (row.sprints.empty() ? "" : "|") + row.sprint_names.back();
  }
  return row;
}

JsonDocument issue_json(const IssueRow& row) {
  return {{"key", row.key},
          {"id", row.id},
          {"summary", row.summary},
          {"type", row.type},
          {"status", row.status},
          {"status_category", category_key(row.category)},
          {"created", format_iso(row.issue->created)},
          {"started", instant_or_null(row.started)},
          {"done", instant_or_null(row.done)},
          {"cycle_days", or_null(row.cycle_days)},
          {"cycle_seconds", or_null(row.cycle_seconds)},
          {"cycle_working_seconds", or_null(row.cycle_working_seconds)},
          {"lead_days", or_null(row.lead_days)},
          {"blocked_days", or_null(row.blocked_days)},
          {"points", or_null(row.points)},
          {"sprints", row.sprint_names},
          {"history", row.issue->has_history == 0        ? "none"
                      : row.issue->complete_history != 0 ? "complete"
                                                         : "incomplete"}};
}

}  // namespace stint::views
