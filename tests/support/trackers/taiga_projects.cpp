// Projects, and what is defined in them.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "support/trackers/taiga_documents.h"

namespace stint::test {
namespace {

constexpr std::array kPermissions{
    "view_project", "view_us",      "add_us",        "modify_us",      "comment_us",  "delete_us",
    "view_tasks",   "add_task",     "modify_task",   "comment_task",   "delete_task", "view_issues",
    "add_issue",    "modify_issue", "comment_issue", "delete_issue",   "view_epics",  "add_epic",
    "modify_epic",  "comment_epic", "delete_epic",   "view_milestones"};

std::string slug_of(std::string_view name) {
  std::string text{name};
  for (char& c : text) c = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// Inside a project's document what is its own calls it "project_id".
JsonDocument inside(JsonDocument list) {
  for (JsonDocument& each : list) {
    each["project_id"] = each["project"];
    each.erase("project");
  }
  return list;
}

JsonDocument due_dates(std::int64_t project) {
  JsonDocument list = JsonDocument::array();
  list.push_back({{"by_default", true},
                  {"color", "#9dce0a"},
                  {"days_to_due", nullptr},
                  {"id", project},
                  {"name", "Default"},
                  {"order", 1},
                  {"project_id", project}});
  return list;
}

JsonDocument member_json(const TaigaView& view, const SiteProject& project, const SiteUser& user) {
  const auto role = view.words.roles(project)[1];
  return {{"color", ""},
          {"full_name", user.name},
          {"full_name_display", user.name},
          {"gravatar_id", fmt::format("{:032x}", view.words.user_id(user.id))},
          {"id", view.words.user_id(user.id)},
          {"is_active", true},
          {"photo", nullptr},
          {"role", role.id},
          {"role_name", role.name},
          {"username", user.login}};
}

void add_detail(const TaigaView& view, const SiteProject& project, JsonDocument& json) {
  const std::int64_t id = view.words.project_id(project);
  for (const TaigaKind kind : kTaigaKinds)
    json[fmt::format("{}_custom_attributes", singular(kind))] =
        inside(taiga_attributes_json(view, project, kind));
  for (const char* name : {"epics_csv_uuid", "issues_csv_uuid", "tasks_csv_uuid", "userstories_csv_uuid",
                           "max_memberships", "transfer_token"})
    json[name] = nullptr;
  json["epic_statuses"] = inside(taiga_statuses_json(view, project, TaigaKind::epic));
  json["us_statuses"] = inside(taiga_statuses_json(view, project, TaigaKind::story));
  json["task_statuses"] = inside(taiga_statuses_json(view, project, TaigaKind::task));
  json["issue_statuses"] = inside(taiga_statuses_json(view, project, TaigaKind::issue));
  json["points"] = inside(taiga_points_json(view, project));
  json["priorities"] = inside(taiga_priorities_json(view, project));
  json["severities"] = inside(taiga_severities_json(view, project));
  json["issue_types"] = inside(taiga_issue_types_json(view, project));
  json["roles"] = inside(taiga_roles_json(view, project));
  for (JsonDocument& role : json["roles"]) role.erase("members_count");
  json["us_duedates"] = due_dates(id);
  json["task_duedates"] = due_dates(id);
  json["issue_duedates"] = due_dates(id);
  json["is_out_of_owner_limits"] = false;
  json["is_private_extra_info"] = {{"can_be_updated", true}, {"reason", nullptr}};
  json["total_memberships"] = view.words.site().users.size();
  json["members"] = JsonDocument::array();
  for (const SiteUser& user : view.words.site().users)
    json["members"].push_back(member_json(view, project, user));
  json["milestones"] = JsonDocument::array();
  for (const tracker::Sprint& sprint : view.words.site().sprints) {
    if (view.words.project_of(sprint) != &project) continue;
    json["milestones"].push_back({{"closed", sprint.state == tracker::SprintState::closed},
                                  {"id", view.words.milestone_id(sprint.id)},
                                  {"name", sprint.name},
                                  {"slug", fmt::format("sprint-{}", view.words.milestone_id(sprint.id))}});
  }
}

}  // namespace

JsonDocument taiga_attributes_json(const TaigaView& view, const SiteProject& project, TaigaKind kind) {
  JsonDocument list = JsonDocument::array();
  for (const TaigaWords::Attribute& attribute : TaigaWords::attributes()) {
    if (attribute.kind != kind) continue;
    list.push_back({{"created_date", "2020-07-02T11:56:21.148Z"},
                    {"description", ""},
                    {"extra", nullptr},
                    {"id", view.words.attribute_id(project, attribute)},
                    {"modified_date", "2020-07-03T08:40:39.162Z"},
                    {"name", attribute.name},
                    {"order", list.size() + 1},
                    {"project", view.words.project_id(project)},
                    {"type", attribute.type}});
  }
  return list;
}

JsonDocument taiga_project_json(const TaigaView& view, const SiteProject& project, bool detail) {
  const std::int64_t id = view.words.project_id(project);
  JsonDocument json;
  json["anon_permissions"] = JsonDocument::array();
  json["blocked_code"] = nullptr;
  json["created_date"] = "2020-07-02T11:56:20.265Z";
  json["creation_template"] = 1;
  json["default_epic_status"] =
      view.words.status_id(project, TaigaKind::epic, view.words.site().statuses.front().id);
  json["default_us_status"] =
      view.words.status_id(project, TaigaKind::story, view.words.site().statuses.front().id);
  json["default_task_status"] =
      view.words.status_id(project, TaigaKind::task, view.words.site().statuses.front().id);
  json["default_issue_status"] =
      view.words.status_id(project, TaigaKind::issue, view.words.site().statuses.front().id);
  json["default_issue_type"] = view.words.issue_type_id(project);
  json["default_points"] = view.words.points(project).front().id;
  json["default_priority"] = view.words.priority_id(project, "Medium");
  json["default_severity"] = view.words.severity_id(project);
  json["description"] = "";
  json["id"] = id;
  for (const char* name : {"i_am_admin", "i_am_member", "is_backlog_activated", "is_contact_activated",
                           "is_epics_activated", "is_issues_activated", "is_private", "is_wiki_activated"})
    json[name] = true;
  for (const char* name : {"i_am_owner", "is_fan", "is_featured", "is_kanban_activated",
                           "is_looking_for_people", "is_watcher", "my_homepage"})
    json[name] = false;
  for (const char* name :
       {"logo_big_url", "logo_small_url", "videoconferences", "videoconferences_extra_data"})
    json[name] = nullptr;
  json["looking_for_people_note"] = "";
  json["members"] = JsonDocument::array();
  for (const SiteUser& user : view.words.site().users) json["members"].push_back(view.words.user_id(user.id));
  json["modified_date"] = "2025-07-02T11:56:20.265Z";
  json["my_permissions"] = kPermissions;
  json["name"] = project.name;
  json["notify_level"] = 1;
  json["owner"] = taiga_person_json(view, view.words.site().users.front().id);
  json["public_permissions"] = JsonDocument::array();
  json["slug"] = TaigaWords::slug(project);
  json["tags"] = JsonDocument::array();
  json["tags_colors"] = JsonDocument::object();
  for (const char* name :
       {"total_activity", "total_activity_last_month", "total_activity_last_week", "total_activity_last_year",
        "total_closed_milestones", "total_fans", "total_fans_last_month", "total_fans_last_week",
        "total_fans_last_year", "total_watchers"})
    json[name] = 0;
  json["total_milestones"] = nullptr;
  json["total_story_points"] = nullptr;
  json["totals_updated_datetime"] = "2025-07-03T08:40:54.577Z";
  if (detail) add_detail(view, project, json);
  return json;
}

JsonDocument taiga_user_json(const TaigaView& view, const SiteUser& user) {
  JsonDocument json;
  const std::int64_t id = view.words.user_id(user.id);
  json["accepted_terms"] = true;
  json["big_photo"] = nullptr;
  json["bio"] = "";
  json["color"] = "#40826D";
  json["date_joined"] = "2020-07-02T11:56:19.209Z";
  json["email"] = user.email;
  json["full_name"] = user.name;
  json["full_name_display"] = user.name;
  json["gravatar_id"] = fmt::format("{:032x}", id);
  json["id"] = id;
  json["is_active"] = true;
  json["lang"] = "";
  for (const char* name : {"max_memberships_private_projects", "max_memberships_public_projects",
                           "max_private_projects", "max_public_projects", "photo"})
    json[name] = nullptr;
  json["read_new_terms"] = false;
  json["roles"] = {"Back"};
  json["theme"] = "";
  json["timezone"] = "";
  json["total_private_projects"] = view.words.site().projects.size();
  json["total_public_projects"] = 0;
  json["username"] = user.login;
  json["uuid"] = fmt::format("{:032x}", id + 1'000'000);
  return json;
}

JsonDocument taiga_milestone_json(const TaigaView& view, const tracker::Sprint& sprint) {
  const SiteProject* const found = view.words.project_of(sprint);
  const SiteProject& project = found == nullptr ? view.words.site().projects.front() : *found;
  const std::int64_t id = view.words.milestone_id(sprint.id);
  const auto day = [](const std::optional<Instant>& at) {
    return taiga_time(at.value_or(Instant{})).substr(0, 10);
  };
  JsonDocument json;
  json["closed"] = sprint.state == tracker::SprintState::closed;
  json["closed_points"] = nullptr;
  json["created_date"] = taiga_time(sprint.start.value_or(Instant{}));
  json["disponibility"] = 0.0;
  json["estimated_finish"] = day(sprint.end);
  json["estimated_start"] = day(sprint.start);
  json["id"] = id;
  json["modified_date"] = taiga_time(sprint.completed.value_or(sprint.start.value_or(Instant{})));
  json["name"] = sprint.name;
  json["order"] = 10;
  json["owner"] = view.words.user_id(view.words.site().users.front().id);
  json["project"] = view.words.project_id(project);
  json["project_extra_info"] = {{"id", view.words.project_id(project)},
                                {"logo_small_url", nullptr},
                                {"name", project.name},
                                {"slug", TaigaWords::slug(project)}};
  json["slug"] = fmt::format("sprint-{}", id);
  json["total_points"] = nullptr;
  json["user_stories"] = JsonDocument::array();
  return json;
}

JsonDocument taiga_statuses_json(const TaigaView& view, const SiteProject& project, TaigaKind kind) {
  JsonDocument list = JsonDocument::array();
  for (const tracker::Status& status : view.words.site().statuses) {
    JsonDocument json;
    json["color"] = "#999999";
    json["id"] = view.words.status_id(project, kind, status.id);
    if (kind == TaigaKind::story) json["is_archived"] = false;
    json["is_closed"] = status.category == tracker::StatusCategory::done;
    json["name"] = status.name;
    json["order"] = list.size() + 1;
    json["project"] = view.words.project_id(project);
    json["slug"] = slug_of(status.name);
    if (kind == TaigaKind::story) json["wip_limit"] = nullptr;
    list.push_back(std::move(json));
  }
  return list;
}

JsonDocument taiga_points_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  for (const TaigaWords::Point& point : view.words.points(project))
    list.push_back({{"id", point.id},
                    {"name", point.name},
                    {"order", list.size() + 1},
                    {"project", view.words.project_id(project)},
                    {"value", or_null(point.value)}});
  return list;
}

JsonDocument taiga_roles_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  for (const TaigaWords::Role& role : view.words.roles(project)) {
    list.push_back({{"computable", role.computable},
                    {"id", role.id},
                    {"members_count", 1},
                    {"name", role.name},
                    {"order", 10},
                    {"permissions", kPermissions},
                    {"project", view.words.project_id(project)},
                    {"slug", slug_of(role.name)}});
  }
  return list;
}

JsonDocument taiga_priorities_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  for (const Named& each : view.words.site().priorities)
    list.push_back({{"color", "#669933"},
                    {"id", view.words.priority_id(project, each.name)},
                    {"name", each.name},
                    {"order", list.size() + 1},
                    {"project", view.words.project_id(project)}});
  return list;
}

JsonDocument taiga_severities_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  list.push_back({{"color", "#0000FF"},
                  {"id", view.words.severity_id(project)},
                  {"name", "Normal"},
                  {"order", 3},
                  {"project", view.words.project_id(project)}});
  return list;
}

JsonDocument taiga_issue_types_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  list.push_back({{"color", "#89BAB4"},
                  {"id", view.words.issue_type_id(project)},
                  {"name", "Bug"},
                  {"order", 1},
                  {"project", view.words.project_id(project)}});
  return list;
}

JsonDocument taiga_memberships_json(const TaigaView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  const auto role = view.words.roles(project)[1];
  for (const SiteUser& user : view.words.site().users) {
    list.push_back({{"color", ""},
                    {"created_at", "2020-07-02T11:56:20.746Z"},
                    {"full_name", user.name},
                    {"gravatar_id", fmt::format("{:032x}", view.words.user_id(user.id))},
                    {"id", view.words.user_id(user.id) + 100},
                    {"invitation_extra_text", nullptr},
                    {"invited_by", nullptr},
                    {"is_admin", true},
                    {"is_owner", false},
                    {"is_user_active", true},
                    {"photo", nullptr},
                    {"project", view.words.project_id(project)},
                    {"project_name", project.name},
                    {"project_slug", TaigaWords::slug(project)},
                    {"role", role.id},
                    {"role_name", role.name},
                    {"user", view.words.user_id(user.id)},
                    {"user_order", 6}});
  }
  return list;
}

}  // namespace stint::test
