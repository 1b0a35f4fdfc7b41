#include "tracker/jira/issue.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "tracker/changes.h"
#include "tracker/jira/changelog.h"
#include "tracker/jira/comments.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/sprint_string.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"
#include "tracker/people.h"

namespace stint::tracker::jira {
namespace {

std::vector<std::string> read_texts(json::Value list, std::string_view member) {
  std::vector<std::string> texts;
  for (const json::Value item : list.items()) {
    const std::string_view text = member.empty() ? item.text() : item[member].text();
    if (!text.empty()) texts.emplace_back(text);
  }
  return texts;
}

std::vector<Version> read_versions(json::Value list) {
  std::vector<Version> versions;
  for (const json::Value item : list.items()) {
    Version version;
    version.id = id_text_of(item["id"]);
    version.name = item["name"].text();
    version.released = item["released"].as_bool().value_or(false);
    version.release_date = read_instant(item["releaseDate"]);
    versions.push_back(std::move(version));
  }
  return versions;
}

std::vector<Link> read_links(json::Value list) {
  std::vector<Link> links;
  for (const json::Value item : list.items()) {
    const json::Value type = item["type"];
    for (const bool outward : {false, true}) {
      const json::Value other = item[outward ? "outwardIssue" : "inwardIssue"];
      if (!other.is_object()) continue;
      Link link;
      link.type = type["name"].text();
      link.wording = type[outward ? "outward" : "inward"].text();
      link.outward = outward;
      link.other_id = id_text_of(other["id"]);
      link.other_key = other["key"].text();
      links.push_back(std::move(link));
    }
  }
  return links;
}

// True when the field's value is a list of sprints, which then are in `record`.
bool read_sprints(json::Value value, IssueRecord& record) {
  const auto add = [&](Sprint sprint) {
    record.issue.sprint_ids.push_back(sprint.id);
    record.sprints.push_back(std::move(sprint));
  };
  bool any = false;
  for (const json::Value item : value.items()) {
    if (auto text = item.as_string()) {
      if (!is_sprint_string(*text)) return any;
      if (auto sprint = parse_sprint_string(*text)) add(std::move(*sprint));
      any = true;
    } else if (is_sprint(item)) {
      add(read_sprint(item));
      any = true;
    } else {
      return any;
    }
  }
  return any;
}

bool is_flag(json::Value value) {
  for (const json::Value item : value.items()) {
    const std::string_view text = item.is_object() ? item["value"].text() : item.text();
    if (text == "Impediment") return true;
  }
  return false;
}

void read_custom_field(std::string_view key, json::Value value, const FieldNames& fields,
                       IssueRecord& record) {
  Issue& issue = record.issue;
  if (value.is_nothing()) return;
  if (auto number = value.as_double()) {
    issue.numbers.push_back({std::string{key}, *number});
    return;
  }
  if (value.is_array()) {
    if (!read_sprints(value, record) && is_flag(value)) issue.flagged = true;
    return;
  }
  const auto name = fields.find(std::string{key});
  if (name == fields.end()) return;
  if (equal_ignoring_case(name->second, "Acceptance Criteria")) {
    issue.acceptance_criteria = read_rich_text(value);
  } else if (equal_ignoring_case(name->second, "Epic Link") && issue.parent_key.empty()) {
    issue.parent_key = value.text();
  }
}

void read_type(json::Value type, Issue& issue) {
  issue.type = type["name"].text();
  const auto level = type["hierarchyLevel"].as_int();
  issue.subtask = type["subtask"].as_bool().value_or(level.value_or(0) < 0);
  issue.epic = level.value_or(0) > 0 || equal_ignoring_case(issue.type, "Epic");
}

Outcome read_fields(json::Value fields, const FieldNames& names, IssueRecord& record) {
  Issue& issue = record.issue;
  std::optional<Instant> created;
  std::optional<Instant> updated;
  for (const auto& [key, value] : fields.members()) {
    if (key.starts_with("customfield_")) {
      read_custom_field(key, value, names, record);
    } else if (key == "summary") {
      issue.summary = value.text();
    } else if (key == "description") {
      issue.description = read_rich_text(value);
    } else if (key == "environment") {
      issue.environment = read_rich_text(value);
    } else if (key == "issuetype") {
      read_type(value, issue);
    } else if (key == "project") {
      issue.project_key = value["key"].text();
      issue.project_name = value["name"].text();
    } else if (key == "status") {
      issue.status = read_status(value);
    } else if (key == "resolution") {
      issue.resolution = value["name"].text();
    } else if (key == "priority") {
      issue.priority = value["name"].text();
    } else if (key == "created") {
      created = read_instant(value);
    } else if (key == "updated") {
      updated = read_instant(value);
    } else if (key == "resolutiondate") {
      issue.resolved = read_instant(value);
    } else if (key == "duedate") {
      issue.due = read_instant(value);
    } else if (key == "assignee") {
      issue.assignee = read_person(value);
    } else if (key == "reporter") {
      issue.reporter = read_person(value);
    } else if (key == "parent") {
      issue.parent_id = id_text_of(value["id"]);
      issue.parent_key = value["key"].text();
    } else if (key == "labels") {
      issue.labels = read_texts(value, {});
    } else if (key == "components") {
      issue.components = read_texts(value, "name");
    } else if (key == "fixVersions") {
      issue.fix_versions = read_versions(value);
    } else if (key == "versions") {
      issue.affected_versions = read_versions(value);
    } else if (key == "issuelinks") {
      issue.links = read_links(value);
    } else if (key == "comment") {
      STINT_TRY(read_comments(value["comments"], issue.comments, record.people));
    } else if (key == "timeoriginalestimate") {
      if (auto seconds = value.as_double()) issue.numbers.push_back({std::string{key}, *seconds});
    } else if (key == "sprint" || key == "closedSprints") {
      // The agile API's own names for what the sprint field holds.
      if (is_sprint(value)) {
        record.sprints.push_back(read_sprint(value));
        issue.sprint_ids.push_back(record.sprints.back().id);
      } else {
        read_sprints(value, record);
      }
    } else if (key == "flagged") {
      issue.flagged = issue.flagged || value.as_bool().value_or(false);
    }
  }
  if (!created) return fail(ErrorCode::usage, "issue " + issue.key + " has no readable \"created\" date");
  issue.created = *created;
  issue.updated = updated.value_or(Instant{});
  return {};
}

}  // namespace

Result<IssueRecord> read_issue(json::Value value, const FieldNames& fields) {
  IssueRecord record;
  Issue& issue = record.issue;
  issue.id = id_text_of(value["id"]);
  issue.key = value["key"].text();
  if (issue.id.empty()) {
    return fail(ErrorCode::usage,
                issue.key.empty() ? "an issue without id and key" : "issue " + issue.key + " has no id");
  }
  record.site = site_of_url(value["self"].text());
  STINT_TRY(read_fields(value["fields"], fields, record));
  if (issue.key.empty()) issue.key = issue.id;
  if (issue.project_key.empty()) issue.project_key = issue.key.substr(0, issue.key.rfind('-'));

  const json::Value inline_log = value["changelog"];
  if (inline_log.is_object()) {
    Changelog log;
    if (Outcome read = read_histories(inline_log["histories"], log); !read) {
      return fail(ErrorCode::usage, "issue " + issue.key + ": " + read.error().message);
    }
    sort_changes(log.changes);
    issue.changes = std::move(log.changes);
    issue.has_history = true;
    issue.history_total = inline_log["total"].as_int().value_or(log.entries);
    for (const Person& author : log.authors) add_person(record.people, author);
  }
  if (issue.updated == Instant{}) {
    issue.updated = issue.changes.empty() ? issue.created : std::max(issue.created, issue.changes.back().at);
  }
  add_person(record.people, issue.assignee);
  add_person(record.people, issue.reporter);
  add_person(record.people, read_person(value["fields"]["creator"]));
  return record;
}

}  // namespace stint::tracker::jira
