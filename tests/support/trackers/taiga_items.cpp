// Items of the four kinds.
#include <algorithm>
#include <fmt/format.h>

#include "support/trackers/taiga_documents.h"

namespace stint::test {
namespace {

const SiteProject& home_of(const TaigaView& view, const SiteIssue& issue) {
  const SiteProject* const found = view.words.site().project(issue.issue.project_key);
  return found == nullptr ? view.words.site().projects.front() : *found;
}

std::string html_of(std::string_view text) {
  std::string html = "<p>";
  for (const char c : text) {
    if (c == '<') {
      html += "&lt;";
    } else if (c == '&') {
      html += "&amp;";
    } else {
      html += c;
    }
  }
  return html + "</p>";
}

JsonDocument tags_json(const tracker::Issue& issue) {
  JsonDocument list = JsonDocument::array();
  for (const std::string& label : issue.labels) list.push_back(JsonDocument::array({label, nullptr}));
  return list;
}

// What is the same in all kinds.
void add_common(const TaigaView& view, const SiteIssue& each, bool detail, JsonDocument& json) {
  const tracker::Issue& issue = each.issue;
  const SiteProject& project = home_of(view, each);
  const TaigaKind kind = TaigaWords::kind(issue);
  const bool closed = issue.status.category == tracker::StatusCategory::done;
  json["assigned_to"] = taiga_id_or_null(view.words.user_id(issue.assignee.id));
  json["assigned_to_extra_info"] = taiga_person_json(view, issue.assignee.id);
  json["attachments"] = JsonDocument::array();
  json["blocked_note"] = issue.flagged ? "Waiting" : "";
  json["created_date"] = taiga_time(issue.created);
  json["id"] = view.words.number(each);
  json["is_blocked"] = issue.flagged;
  json["is_closed"] = closed;
  json["is_voter"] = false;
  json["is_watcher"] = false;
  json["modified_date"] = taiga_time(issue.updated);
  json["owner"] = taiga_id_or_null(view.words.user_id(each.creator));
  json["owner_extra_info"] = taiga_person_json(view, each.creator);
  json["project"] = view.words.project_id(project);
  json["project_extra_info"] = {{"id", view.words.project_id(project)},
                                {"logo_small_url", nullptr},
                                {"name", project.name},
                                {"slug", TaigaWords::slug(project)}};
  json["ref"] = TaigaWords::ref(issue);
  json["status"] = view.words.status_id(project, kind, issue.status.id);
  json["status_extra_info"] = {{"color", "#999999"}, {"is_closed", closed}, {"name", issue.status.name}};
  json["subject"] = issue.summary;
  json["tags"] = tags_json(issue);
  json["total_voters"] = 0;
  json["total_watchers"] = 0;
  json["version"] = each.revision;
  json["watchers"] = JsonDocument::array();
  if (!detail) return;
  json["blocked_note_html"] = issue.flagged ? "<p>Waiting</p>" : "";
  json["comment"] = "";
  json["description"] = issue.description;
  json["description_html"] = html_of(issue.description);
  json["neighbors"] = {{"next", nullptr}, {"previous", nullptr}};
}

void add_due(const tracker::Issue& issue, JsonDocument& json) {
  json["due_date"] = issue.due ? JsonDocument(taiga_time(*issue.due).substr(0, 10)) : JsonDocument(nullptr);
  json["due_date_reason"] = "";
  json["due_date_status"] = issue.due ? "set" : "not_set";
  json["external_reference"] = nullptr;
}

JsonDocument finished(const tracker::Issue& issue) {
  return issue.resolved ? JsonDocument(taiga_time(*issue.resolved)) : JsonDocument(nullptr);
}

const tracker::Sprint* sprint_of(const TaigaView& view, const tracker::Issue& issue) {
  return issue.sprint_ids.empty() ? nullptr : view.words.site().sprint(issue.sprint_ids.back());
}

void add_milestone(const TaigaView& view, const tracker::Issue& issue, JsonDocument& json) {
  const tracker::Sprint* const sprint = sprint_of(view, issue);
  json["milestone"] = taiga_id_or_null(sprint == nullptr ? 0 : view.words.milestone_id(sprint->id));
}
JsonDocument milestone_slug(const TaigaView& view, const tracker::Issue& issue) {
  const tracker::Sprint* const sprint = sprint_of(view, issue);
  return sprint == nullptr ? JsonDocument(nullptr)
                           : JsonDocument(fmt::format("sprint-{}", view.words.milestone_id(sprint->id)));
}

const SiteIssue* parent_of(const TaigaView& view, const tracker::Issue& issue) {
  for (const SiteIssue& other : view.words.site().issues())
    if (!other.deleted && !issue.parent_id.empty() && other.issue.id == issue.parent_id) return &other;
  return nullptr;
}

void add_story(const TaigaView& view, const SiteIssue& each, JsonDocument& json) {
  const tracker::Issue& issue = each.issue;
  const SiteIssue* const parent = parent_of(view, issue);
  json["assigned_users"] = JsonDocument::array();
  if (!issue.assignee.id.empty()) json["assigned_users"].push_back(json["assigned_to"]);
  json["backlog_order"] = TaigaWords::ref(issue);
  json["client_requirement"] = false;
  json["comment"] = "";
  add_due(issue, json);
  json["epic_order"] = nullptr;
  json["epics"] = nullptr;
  if (parent != nullptr && parent->issue.epic) {
    const SiteProject& home = home_of(view, *parent);
    json["epics"] = JsonDocument::array();
    json["epics"].push_back(
        {{"color", "#f57900"},
         {"id", view.words.number(*parent)},
         {"project",
          {{"id", view.words.project_id(home)}, {"name", home.name}, {"slug", TaigaWords::slug(home)}}},
         {"ref", TaigaWords::ref(parent->issue)},
         {"subject", parent->issue.summary}});
  }
  json["finish_date"] = finished(issue);
  for (const char* name :
       {"generated_from_issue", "generated_from_task", "origin_issue", "origin_task", "tribe_gig"})
    json[name] = nullptr;
  json["kanban_order"] = TaigaWords::ref(issue);
  add_milestone(view, issue, json);
  const tracker::Sprint* const sprint = sprint_of(view, issue);
  json["milestone_name"] = sprint == nullptr ? JsonDocument(nullptr) : JsonDocument(sprint->name);
  json["milestone_slug"] = milestone_slug(view, issue);
  const std::optional<double> total = taiga_total(view, issue);
  json["points"] = view.words.role_points(home_of(view, each), total);
  json["total_points"] = total ? JsonDocument(*total) : JsonDocument(nullptr);
  json["sprint_order"] = TaigaWords::ref(issue);
  json["tasks"] = JsonDocument::array();
  json["team_requirement"] = false;
  json["total_attachments"] = 0;
  json["total_comments"] = issue.comments.size();
}

void add_task(const TaigaView& view, const SiteIssue& each, bool detail, JsonDocument& json) {
  const tracker::Issue& issue = each.issue;
  add_due(issue, json);
  json["finished_date"] = finished(issue);
  json["is_iocaine"] = false;
  add_milestone(view, issue, json);
  json["milestone_slug"] = milestone_slug(view, issue);
  json["taskboard_order"] = TaigaWords::ref(issue);
  json["total_comments"] = issue.comments.size();
  json["us_order"] = TaigaWords::ref(issue);
  json["user_story"] = nullptr;
  json["user_story_extra_info"] = nullptr;
  const SiteIssue* const parent = parent_of(view, issue);
  if (parent != nullptr && TaigaWords::kind(parent->issue) == TaigaKind::story) {
    json["user_story"] = view.words.number(*parent);
    json["user_story_extra_info"] = {{"epics", nullptr},
                                     {"id", view.words.number(*parent)},
                                     {"ref", TaigaWords::ref(parent->issue)},
                                     {"subject", parent->issue.summary}};
  }
  if (detail) json["generated_user_stories"] = nullptr;
}

void add_issue(const TaigaView& view, const SiteIssue& each, bool detail, JsonDocument& json) {
  const SiteProject& project = home_of(view, each);
  add_due(each.issue, json);
  json["finished_date"] = finished(each.issue);
  add_milestone(view, each.issue, json);
  json["priority"] = view.words.priority_id(project, each.issue.priority);
  json["severity"] = view.words.severity_id(project);
  json["type"] = view.words.issue_type_id(project);
  if (detail) json["generated_user_stories"] = nullptr;
}

}  // namespace

JsonDocument taiga_id_or_null(std::int64_t id) {
  return id == 0 ? JsonDocument(nullptr) : JsonDocument(id);
}

JsonDocument taiga_person_json(const TaigaView& view, std::string_view site_id) {
  const SiteUser* const user = view.words.site().user(site_id);
  if (user == nullptr) return nullptr;
  return {{"big_photo", nullptr},
          {"full_name_display", user->name},
          {"gravatar_id", fmt::format("{:032x}", view.words.user_id(site_id))},
          {"id", view.words.user_id(site_id)},
          {"is_active", true},
          {"photo", nullptr},
          {"username", user->login}};
}

std::optional<double> taiga_total(const TaigaView& view, const tracker::Issue& issue) {
  for (const tracker::NumberField& number : issue.numbers)
    if (number.field_id == view.words.site().points_field) return number.value;
  return std::nullopt;
}

JsonDocument taiga_attribute_values_json(const TaigaView& view, const SiteIssue& issue) {
  const TaigaKind kind = TaigaWords::kind(issue.issue);
  JsonDocument json;
  json["attributes_values"] = JsonDocument::object();
  for (const TaigaWords::Attribute& attribute : TaigaWords::attributes()) {
    if (attribute.kind != kind) continue;
    const std::string value = TaigaWords::attribute_value(issue.issue, attribute);
    if (value.empty()) continue;
    json["attributes_values"][std::to_string(view.words.attribute_id(home_of(view, issue), attribute))] =
        value;
  }
  json[kind == TaigaKind::story ? "user_story" : std::string{singular(kind)}] = view.words.number(issue);
  json["version"] = 1;
  return json;
}

JsonDocument taiga_item_json(const TaigaView& view, const SiteIssue& issue, bool detail) {
  JsonDocument json;
  add_common(view, issue, detail, json);
  switch (TaigaWords::kind(issue.issue)) {
    case TaigaKind::epic:
      json["client_requirement"] = false;
      json["color"] = "#3465a4";
      json["epics_order"] = TaigaWords::ref(issue.issue);
      json["team_requirement"] = false;
      json["user_stories_counts"] = {{"progress", 0.0}, {"total", 0}};
      break;
    case TaigaKind::story:
      add_story(view, issue, json);
      break;
    case TaigaKind::task:
      add_task(view, issue, detail, json);
      break;
    case TaigaKind::issue:
      add_issue(view, issue, detail, json);
      break;
  }
  return json;
}

}  // namespace stint::test
