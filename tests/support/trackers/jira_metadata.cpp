// Which fields may be set, with which values, and where an issue can go.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "support/trackers/jira_fake.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

bool version_at_least(std::string_view version, int major, int minor) {
  int a = 0;
  int b = 0;
  const char* const end = version.data() + version.size();
  const char* const dot = std::from_chars(version.data(), end, a).ptr;
  if (dot != end) std::from_chars(dot + 1, end, b);
  return a > major || (a == major && b >= minor);
}

}  // namespace

std::vector<tracker::Field> FakeJira::editable_fields() const {
  std::vector<tracker::Field> fields;
  for (const tracker::Field& field : site_.fields)
    if (field.id != "status" && field.id != "resolution" && field.id != kRankField) fields.push_back(field);
  return fields;
}

void FakeJira::field_meta(JsonWriter& json, const tracker::Field& field, const SiteProject& project,
                          bool required) {
  json.field("required", required).key("schema");
  json_.schema(json, field);
  json.field("name", field.name).field("key", field.id).field("hasDefaultValue", false);
  json.key("operations").begin_array().string("set");
  if (field.type == "array") json.string("add").string("remove");
  json.end_array();
  const auto allowed = [&](const auto& rows, const auto& write) {
    json.key("allowedValues").begin_array();
    for (const auto& row : rows) write(row);
    json.end_array();
  };
  if (field.id == "issuetype") {
    allowed(site_.types, [&](const SiteType& type) { json_.type(json, type); });
  } else if (field.id == "priority") {
    allowed(site_.priorities, [&](const Named& row) { json_.priority(json, row); });
  } else if (field.id == "resolution") {
    allowed(site_.resolutions, [&](const Named& row) { json_.resolution(json, row); });
  } else if (field.id == "components") {
    allowed(project.components, [&](const Named& row) { json_.component(json, row); });
  } else if (field.id == "fixVersions" || field.id == "versions") {
    allowed(project.versions, [&](const tracker::Version& row) { json_.version(json, row); });
  } else if (field.id == site_.flag_field) {
    json.key("allowedValues").begin_array().begin_object().field("id", "10019");
    json.field("value", "Impediment").end_object().end_array();
  }
}

Answer FakeJira::create_types(Call& call) {
  if (!options_.cloud && !version_at_least(options_.version, 8, 4)) return jira_error(404, "");
  const auto project = find_project(call.ids[0]);
  if (project == nullptr)
    return jira_error(400, fmt::format("No project could be found with key '{}'.", call.ids[0]));
  const JiraPage page{0, 50, site_.types.size()};
  std::string out;
  JsonWriter json(out);
  begin_page(json, page, options_.cloud ? "issueTypes" : "values", !options_.cloud);
  for (const SiteType& type : site_.types) json_.type(json, type);
  json.end_array().end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::create_fields(Call& call) {
  if (!options_.cloud && !version_at_least(options_.version, 8, 4)) return jira_error(404, "");
  const auto project = find_project(call.ids[0]);
  const auto type = std::ranges::find(site_.types, call.ids[1], &SiteType::id);
  if (project == nullptr || type == site_.types.end())
    return jira_error(400, "There is no such project or issue type.");
  const std::vector<tracker::Field> fields = editable_fields();
  const JiraPage page{static_cast<std::size_t>(std::max<std::int64_t>(0, call.target.number("startAt", 0))),
                      capped(call.target.number("maxResults", 50), 200), fields.size()};
  std::string out;
  JsonWriter json(out);
  begin_page(json, page, options_.cloud ? "fields" : "values", !options_.cloud);
  for (std::size_t i = page.first; i < std::min(page.total, page.first + page.count); ++i) {
    const tracker::Field& field = fields[i];
    const bool parent = field.id == "parent" && type->subtask;
    json.begin_object().field("fieldId", field.id);
    field_meta(json, field, *project, field.id == "summary" || field.id == "issuetype" || parent);
    json.end_object();
  }
  json.end_array().end_object();
  return jira_answer(std::move(out));
}

// Gone from Data Center with version 9.
Answer FakeJira::classic_create_meta(Call& call) {
  if (!options_.cloud && version_at_least(options_.version, 9, 0)) return jira_error(404, "");
  const std::string keys = call.target.parameter("projectKeys").value_or("");
  const bool with_fields = call.target.parameter("expand").value_or("").contains("fields");
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("expand", "projects").key("projects").begin_array();
  for (const SiteProject& project : site_.projects) {
    if (!keys.empty() && project.key != keys) continue;
    json.begin_object().field("id", project.id).field("key", project.key).field("name", project.name);
    json.field("self", json_.link("project/" + project.id)).key("issuetypes").begin_array();
    for (const SiteType& type : site_.types) {
      json.begin_object().field("id", type.id).field("name", type.name).field("subtask", type.subtask);
      json.field("self", json_.link("issuetype/" + type.id));
      if (with_fields) {
        json.key("fields").begin_object();
        for (const tracker::Field& field : editable_fields()) {
          json.key(field.id).begin_object();
          field_meta(json, field, project, field.id == "summary" || field.id == "issuetype");
          json.end_object();
        }
        json.end_object();
      }
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::edit_fields(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("fields").begin_object();
  for (const tracker::Field& field : editable_fields()) {
    json.key(field.id).begin_object();
    field_meta(json, field, *site_.project(issue->issue.project_key), field.id == "summary");
    json.end_object();
  }
  json.end_object().end_object();
  return jira_answer(std::move(out));
}

std::string FakeJira::transition_id(const tracker::Status& status) {
  return "7" + status.id;
}

// From everywhere to everywhere else. The last status, where there are several of its kind, asks for a
// resolution.
bool FakeJira::asks_resolution(const tracker::Status& status) const {
  return &status == &site_.statuses.back();
}

Answer FakeJira::transitions(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  const bool with_fields = call.target.parameter("expand").value_or("").contains("transitions.fields");
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("expand", "transitions").key("transitions").begin_array();
  for (const tracker::Status& status : site_.statuses) {
    if (status.id == issue->issue.status.id) continue;
    json.begin_object().field("id", transition_id(status)).field("name", "Move to " + status.name).key("to");
    json_.status(json, status);
    if (options_.cloud) {
      json.field("hasScreen", asks_resolution(status)).field("isGlobal", true).field("isInitial", false);
      json.field("isAvailable", true).field("isConditional", false).field("isLooped", false);
    }
    if (with_fields) {
      json.key("fields").begin_object();
      if (asks_resolution(status)) {
        json.key("resolution").begin_object();
        field_meta(json, {"resolution", "Resolution", "resolution"}, *site_.project(issue->issue.project_key),
                   true);
        json.end_object();
      }
      json.end_object();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return jira_answer(std::move(out));
}

const SiteProject* FakeJira::find_project(const std::string& id_or_key) const {
  const auto found = std::ranges::find_if(site_.projects, [&](const SiteProject& project) {
    return project.key == id_or_key || project.id == id_or_key;
  });
  return found == site_.projects.end() ? nullptr : &*found;
}

}  // namespace stint::test
