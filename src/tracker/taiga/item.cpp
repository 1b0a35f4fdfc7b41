#include "tracker/taiga/item.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/json_values.h"
#include "tracker/people.h"
#include "tracker/taiga/values.h"

namespace stint::tracker::taiga {
namespace {

bool is_criteria(const Attribute& attribute) {
  return equal_ignoring_case(attribute.name, "Acceptance Criteria");
}

void read_parents(Kind kind, json::Value item, std::string_view slug, Issue& issue) {
  if (kind == Kind::task) {
    issue.parent_id = item_id(Kind::story, item["user_story"]);
    issue.parent_key = key_of(item["user_story_extra_info"], slug);
    issue.subtask = !issue.parent_id.empty();
    return;
  }
  // A story may be of several epics: the first one is its parent, the others are links.
  const json::Items epics = item["epics"].items();
  for (const json::Value epic : epics) {
    std::string id = item_id(Kind::epic, epic["id"]);
    std::string key = key_of(epic, epic["project"]["slug"].text(slug));
    if (issue.parent_id.empty()) {
      issue.parent_id = std::move(id);
      issue.parent_key = std::move(key);
    } else {
      issue.links.push_back({"Epic", "is part of", false, std::move(id), std::move(key)});
    }
  }
}

Person read_user(json::Value item, std::string_view member, std::string_view extra) {
  Person person = read_person(item[extra]);
  if (person.id.empty()) person.id = id_text_of(item[member]);
  return person;
}

}  // namespace

std::string mark_of(json::Value item) {
  return fmt::format("{}@{}", id_text_of(item["version"]), item["modified_date"].text());
}

std::string key_of(json::Value item, std::string_view slug) {
  const std::string ref = id_text_of(item["ref"]);
  return ref.empty() ? std::string{} : fmt::format("{}#{}", slug, ref);
}

Result<IssueRecord> read_item(Kind kind, json::Value item, const ProjectTables& project) {
  IssueRecord record;
  Issue& issue = record.issue;
  issue.id = item_id(kind, item["id"]);
  if (issue.id.empty()) return fail(ErrorCode::usage, fmt::format("a {} without id", kind_info(kind).type));
  const json::Value extra = item["project_extra_info"];
  issue.project_key = extra["slug"].text(project.slug);
  issue.project_name = extra["name"].text(project.name);
  issue.key = key_of(item, issue.project_key);
  record.mark = mark_of(item);
  issue.type = kind_info(kind).type;
  if (kind == Kind::issue) {
    if (std::string type = name_of(project.types, item["type"]); !type.empty()) issue.type = std::move(type);
    issue.priority = name_of(project.priorities, item["priority"]);
  }
  issue.epic = kind == Kind::epic;
  issue.status = read_status(kind, item, project);
  if (issue.status.category == StatusCategory::done) issue.resolution = issue.status.name;
  const auto created = instant_of(item["created_date"]);
  if (!created) return fail(ErrorCode::usage, fmt::format("{} has no readable created_date", issue.key));
  issue.created = *created;
  issue.updated = instant_of(item["modified_date"]).value_or(*created);
  issue.resolved = instant_of(item["finish_date"]);
  if (!issue.resolved) issue.resolved = instant_of(item["finished_date"]);
  issue.due = instant_of(item["due_date"]);
  issue.assignee = read_user(item, "assigned_to", "assigned_to_extra_info");
  issue.reporter = read_user(item, "owner", "owner_extra_info");
  add_person(record.people, issue.assignee);
  add_person(record.people, issue.reporter);
  read_parents(kind, item, issue.project_key, issue);
  issue.summary = item["subject"].text();
  issue.description = item["description"].text();
  issue.flagged = item["is_blocked"].as_bool().value_or(false);
  if (const auto points = item["total_points"].as_double())
    issue.numbers.push_back({std::string{kPointsField}, *points});
  if (std::string sprint = id_text_of(item["milestone"]); !sprint.empty())
    issue.sprint_ids.push_back(std::move(sprint));
  issue.labels = read_tags(item["tags"]);
  return record;
}

bool has_attributes(Kind kind, const ProjectTables& project) {
  const auto list = project.attributes.find(kind);
  return list != project.attributes.end() && std::ranges::any_of(list->second, [](const Attribute& one) {
           return one.type == "number" || is_criteria(one);
         });
}

void read_attributes(Kind kind, json::Value values, const ProjectTables& project, Issue& issue) {
  const json::Members members = values["attributes_values"].members();
  for (const auto& [id, value] : members) {
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    const Attribute* attribute = project.attribute(kind, number);
    if (attribute == nullptr) continue;
    const std::string text = plain_text(value);
    double held = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), held);
    if (attribute->type == "number" && error == std::errc{} && end == text.data() + text.size()) {
      issue.numbers.push_back({attribute_field(kind, number), held});
    } else if (is_criteria(*attribute)) {
      issue.acceptance_criteria = text;
    }
  }
}

}  // namespace stint::tracker::taiga
