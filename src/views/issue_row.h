// An issue as it stood at as-of: a row of `stint issues`, an item of stint.issues/1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "metrics/context.h"
#include "metrics/flow_dates.h"

namespace stint::views {

struct IssueRow {
  const history::Issue* issue = nullptr;
  std::string key, id, summary, type, status, sprints;
  history::StatusCategory category = history::StatusCategory::unknown;
  std::optional<Instant> started, done;
  std::optional<int> cycle_days, lead_days;
  std::optional<double> cycle_seconds, cycle_working_seconds;
  std::optional<double> blocked_days, points;
  std::vector<std::string> sprint_names;
};

[[nodiscard]] IssueRow issue_row(const metrics::Context& context, const history::Issue& issue,
                                 const metrics::FlowDates& dates);
[[nodiscard]] JsonDocument issue_json(const IssueRow& row);

// The key that Jira gives a category, whatever the language of its name; empty for the unknown one.
[[nodiscard]] std::string_view category_key(history::StatusCategory category);

}  // namespace stint::views
