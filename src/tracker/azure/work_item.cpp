#include "tracker/azure/work_item.h"

#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/azure/fields.h"
#include "tracker/azure/relations.h"
#include "tracker/azure/values.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/people.h"

namespace stint::tracker::azure {
namespace {

std::string text_of(json::Value item, std::string_view name) {
  const bool is_markdown = equal_ignoring_case(item["multilineFieldsFormat"][name].text(), "markdown");
  return read_long_text(item["fields"][name].text(), is_markdown);
}

void read_texts(json::Value item, Issue& issue) {
  issue.summary = item["fields"][field::kTitle].text();
  issue.description = text_of(item, field::kDescription);
  // Bugs of most processes are described by how to see them.
  if (issue.description.empty()) issue.description = text_of(item, field::kReproSteps);
  issue.environment = text_of(item, field::kSystemInfo);
  issue.acceptance_criteria = text_of(item, field::kCriteria);
}

void read_places(json::Value fields, Issue& issue) {
  const std::string_view area = fields[field::kAreaPath].text();
  if (!is_root(area)) issue.components.emplace_back(area.substr(area.find('\\') + 1));
  const std::string_view path = fields[field::kIterationPath].text();
  if (std::string id = iteration_id(fields[field::kIterationId], path); !id.empty())
    issue.sprint_ids.push_back(std::move(id));
  issue.labels = split_list(fields[field::kTags].text(), ';');
}

void read_versions(json::Value fields, Issue& issue) {
  const auto add = [&](std::string_view name, std::vector<Version>& versions) {
    const std::string_view build = fields[name].text();
    if (!build.empty() && build != "<None>")
      versions.push_back({std::string{build}, std::string{build}, true, {}});
  };
  add(field::kFoundIn, issue.affected_versions);
  add(field::kIntegrationBuild, issue.fix_versions);
}

void read_numbers(json::Value fields, Issue& issue) {
  const json::Members members = fields.members();
  for (const auto& [name, value] : members) {
    const auto number = value.as_double();
    if (number && may_hold_estimate(name)) issue.numbers.push_back({std::string{name}, *number});
  }
}

void read_relations(json::Value relations, Issue& issue) {
  const json::Items items = relations.items();
  for (const json::Value relation : items) {
    if (auto link = read_link(relation)) {
      issue.links.push_back(std::move(*link));
    } else if (equal_ignoring_case(relation["rel"].text(), kParent)) {
      issue.parent_id = related_work_item(relation);
      issue.parent_key = issue.parent_id;
    }
  }
}

}  // namespace

std::string_view project_of(json::Value item) {
  return item["fields"][field::kProject].text();
}

std::string iteration_id(json::Value id, std::string_view path) {
  if (is_root(path) && (!path.empty() || id.is_nothing())) return {};
  std::string number = id_text_of(id);
  return number.empty() ? std::string{path} : number;
}

Result<WorkItem> read_work_item(json::Value item, const WorkItemTypes& types) {
  WorkItem read;
  Issue& issue = read.record.issue;
  const json::Value fields = item["fields"];
  issue.id = id_text_of(item["id"]);
  if (issue.id.empty()) return fail(ErrorCode::usage, "a work item without id");
  issue.key = issue.id;
  if (!fields.is_object()) return fail(ErrorCode::usage, fmt::format("work item {} has no fields", issue.id));
  read.revision = item["rev"].as_int().value_or(0);
  read.record.mark = std::to_string(read.revision);
  read.comments = fields[field::kCommentCount].as_int();
  read.markdown = equal_ignoring_case(item["multilineFieldsFormat"][field::kDescription].text(), "markdown");
  issue.project_key = fields[field::kProject].text();
  issue.project_name = issue.project_key;
  issue.type = fields[field::kType].text();
  issue.epic = types.is_epic(issue.type);
  issue.subtask = types.is_subtask(issue.type);
  const std::string_view state = fields[field::kState].text();
  const StateMeaning meaning = types.meaning(issue.type, state);
  issue.status = {std::string{state}, std::string{state}, meaning.category};
  issue.resolution = resolution_of(meaning, fields[field::kReason].text());
  issue.priority = plain_text(fields[field::kPriority]);
  issue.assignee = read_person(fields[field::kAssignedTo]);
  issue.reporter = read_person(fields[field::kCreatedBy]);
  add_person(read.record.people, issue.assignee);
  add_person(read.record.people, issue.reporter);
  const auto created = instant_of(fields[field::kCreatedDate]);
  if (!created)
    return fail(ErrorCode::usage,
                fmt::format("work item {} has no readable {}", issue.id, field::kCreatedDate));
  issue.created = *created;
  issue.updated = instant_of(fields[field::kChangedDate]).value_or(*created);
  if (meaning.category == StatusCategory::done) {
    issue.resolved = instant_of(fields[field::kClosedDate]);
    if (!issue.resolved) issue.resolved = instant_of(fields[field::kStateChangeDate]);
  }
  issue.due = instant_of(fields[field::kDueDate]);
  if (!issue.due) issue.due = instant_of(fields[field::kTargetDate]);
  issue.flagged = equal_ignoring_case(fields[field::kBlocked].text(), "Yes");
  read_texts(item, issue);
  read_places(fields, issue);
  read_versions(fields, issue);
  read_numbers(fields, issue);
  read_relations(item["relations"], issue);
  return read;
}

}  // namespace stint::tracker::azure
