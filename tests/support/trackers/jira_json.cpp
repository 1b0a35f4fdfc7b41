#include "support/trackers/jira_json.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::test {
namespace {

using demo::JsonWriter;

std::string_view category_key(tracker::StatusCategory category) {
  if (category == tracker::StatusCategory::done) return "done";
  return category == tracker::StatusCategory::todo ? "new" : "indeterminate";
}

}  // namespace

std::vector<HistoryEntry> entries_of(const tracker::Issue& issue) {
  std::vector<HistoryEntry> entries;
  for (const tracker::Change& change : issue.changes) {
    if (entries.empty() || entries.back().first->history_id != change.history_id)
      entries.push_back({&change, 0});
    ++entries.back().count;
  }
  return entries;
}

std::string JiraJson::link(std::string_view below) const {
  return fmt::format("{}/rest/api/{}/{}", base_, cloud_ ? 3 : 2, below);
}

std::string JiraJson::agile_link(std::string_view below) const {
  return fmt::format("{}/rest/agile/1.0/{}", base_, below);
}

std::string JiraJson::local_text(Instant instant) {
  if (instant < offset_from_ || instant >= offset_.until) {
    offset_ = zone_.offset(instant);
    offset_from_ = instant;
  }
  const Instant local = instant + offset_.ahead;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::int64_t ms = (local - day).count();
  const std::int64_t ahead = std::abs(offset_.ahead.count()) / 60'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), ms / 3'600'000,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000, offset_.ahead.count() < 0 ? '-' : '+',
                     ahead / 60, ahead % 60);
}

void JiraJson::time(JsonWriter& json, std::string_view name, const std::optional<Instant>& instant) {
  if (instant) {
    json.field(name, local_text(*instant));
  } else {
    json.field_null(name);
  }
}

void JiraJson::user(JsonWriter& json, std::string_view id, bool with_zone) {
  const SiteUser* const user = site_.user(id);
  if (user == nullptr) {
    json.null();
    return;
  }
  json.begin_object();
  if (cloud_) {
    json.field("self", link("user?accountId=" + user->id)).field("accountId", user->id);
    json.field("accountType", user->bot ? "app" : "atlassian");
  } else {
    json.field("self", link("user?username=" + user->login))
        .field("name", user->login)
        .field("key", user->id);
  }
  json.field("emailAddress", user->email).field("displayName", user->name).field("active", true);
  if (with_zone) json.field("timeZone", zone_.name());
  json.end_object();
}

void JiraJson::named(JsonWriter& json, std::string_view what, const Named& named) {
  json.begin_object().field("self", link(fmt::format("{}/{}", what, named.id))).field("id", named.id);
  json.field("name", named.name).end_object();
}
void JiraJson::priority(JsonWriter& json, const Named& priority) {
  named(json, "priority", priority);
}
void JiraJson::resolution(JsonWriter& json, const Named& resolution) {
  named(json, "resolution", resolution);
}
void JiraJson::component(JsonWriter& json, const Named& component) {
  named(json, "component", component);
}

void JiraJson::status(JsonWriter& json, const tracker::Status& status) {
  const std::string_view key = category_key(status.category);
  const int number = key == "new" ? 2 : key == "done" ? 3 : 4;
  json.begin_object().field("self", link("status/" + status.id)).field("description", "");
  json.field("name", status.name).field("id", status.id).key("statusCategory").begin_object();
  json.field("self", link(fmt::format("statuscategory/{}", number))).field("id", number).field("key", key);
  json.field("colorName", key == "new" ? "blue-gray" : key == "done" ? "green" : "yellow");
  json.field("name", key == "new"    ? "To Do"
                     : key == "done" ? "Done"
                                     : "In Progress")
      .end_object()
      .end_object();
}

void JiraJson::type(JsonWriter& json, const SiteType& type) {
  json.begin_object()
      .field("self", link("issuetype/" + type.id))
      .field("id", type.id)
      .field("name", type.name);
  json.field("subtask", type.subtask);
  if (cloud_) json.field("hierarchyLevel", type.epic ? 1 : type.subtask ? -1 : 0);
  json.end_object();
}

void JiraJson::version(JsonWriter& json, const tracker::Version& version) {
  json.begin_object().field("self", link("version/" + version.id)).field("id", version.id);
  json.field("name", version.name).field("archived", false).field("released", version.released);
  if (version.release_date) json.field("releaseDate", format_iso(*version.release_date).substr(0, 10));
  json.end_object();
}

void JiraJson::project(JsonWriter& json, const SiteProject& project) {
  json.begin_object().field("self", link("project/" + project.id)).field("id", project.id);
  json.field("key", project.key).field("name", project.name).field("projectTypeKey", "software");
  if (cloud_) json.field("simplified", false);
  json.end_object();
}

void JiraJson::link_type(JsonWriter& json, const SiteLinkType& type) {
  json.begin_object().field("id", type.id).field("name", type.name).field("inward", type.inward);
  json.field("outward", type.outward).field("self", link("issueLinkType/" + type.id)).end_object();
}

void JiraJson::comment(JsonWriter& json, const SiteIssue& issue, const tracker::Comment& comment) {
  json.begin_object().field("self", link(fmt::format("issue/{}/comment/{}", issue.issue.id, comment.id)));
  json.field("id", comment.id).key("author");
  user(json, comment.author);
  json.field_raw("body", documents_.json_of(comment.body)).key("updateAuthor");
  user(json, comment.author);
  time(json, "created", comment.at);
  time(json, "updated", comment.at);
  if (cloud_) json.field("jsdPublic", true);
  json.end_object();
}

void JiraJson::comments(JsonWriter& json, const SiteIssue& issue, std::size_t first, std::size_t count) {
  const std::vector<tracker::Comment>& all = issue.issue.comments;
  json.begin_array();
  for (std::size_t i = first; i < std::min(all.size(), first + count); ++i) comment(json, issue, all[i]);
  json.end_array();
}

void JiraJson::change(JsonWriter& json, const tracker::Change& change) {
  const bool custom = change.field_id.starts_with("customfield_");
  json.begin_object().field("field", change.field).field("fieldtype", custom ? "custom" : "jira");
  if (cloud_ && !change.field_id.empty()) json.field("fieldId", change.field_id);
  const auto value = [&](std::string_view name, const std::string& text) {
    // Sprints have the empty text where others have null.
    if (text.empty() && change.field != "Sprint") {
      json.field_null(name);
    } else {
      json.field(name, text);
    }
  };
  value("from", change.from);
  value("fromString", change.from_text);
  value("to", change.to);
  value("toString", change.to_text);
  json.end_object();
}

void JiraJson::history(JsonWriter& json, const HistoryEntry& entry, bool epoch_dates) {
  json.begin_object().field("id", entry.first->history_id);
  if (!entry.first->author.empty()) {
    json.key("author");
    user(json, entry.first->author);
  }
  if (epoch_dates) {
    json.field("created", to_epoch_ms(entry.first->at));
  } else {
    time(json, "created", entry.first->at);
  }
  json.key("items").begin_array();
  for (std::size_t i = 0; i < entry.count; ++i) change(json, entry.first[i]);
  json.end_array().end_object();
}

void JiraJson::sprint(JsonWriter& json, const tracker::Sprint& sprint) {
  const auto date = [&](std::string_view name, const std::optional<Instant>& instant) {
    if (!instant) return;
    const auto day = std::chrono::floor<std::chrono::days>(*instant);
    const std::int64_t ms = (*instant - day).count();
    json.field(name, fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_iso(*instant).substr(0, 10),
                                 ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000));
  };
  json.begin_object().field_raw("id", sprint.id);
  json.field("self", fmt::format("{}/rest/agile/1.0/sprint/{}", base_, sprint.id));
  json.field("state", sprint.state == tracker::SprintState::closed   ? "closed"
                      : sprint.state == tracker::SprintState::active ? "active"
                                                                     : "future");
  json.field("name", sprint.name);
  date("startDate", sprint.start);
  date("endDate", sprint.end);
  date("completeDate", sprint.completed);
  date("activatedDate", sprint.activated);
  json.field_raw("originBoardId", sprint.board_id).field("goal", sprint.goal).end_object();
}

void JiraJson::schema(JsonWriter& json, const tracker::Field& field) {
  const std::string_view id = field.id;
  json.begin_object().field("type", field.type);
  if (field.type == "array") {
    json.field("items", id == "labels"             ? "string"
                        : id == "components"       ? "component"
                        : id == site_.flag_field   ? "option"
                        : id == site_.sprint_field ? "json"
                                                   : "version");
  }
  if (!id.starts_with("customfield_")) {
    json.field("system", id).end_object();
    return;
  }
  json.field("custom", id == site_.points_field   ? "com.atlassian.jira.plugin.system.customfieldtypes:float"
                       : id == site_.sprint_field ? "com.pyxis.greenhopper.jira:gh-sprint"
                       : id == site_.flag_field
                           ? "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"
                       : id == kEpicLinkField ? "com.pyxis.greenhopper.jira:gh-epic-link"
                                              : "com.pyxis.greenhopper.jira:gh-lexo-rank");
  json.field_raw("customId", id.substr(id.find('_') + 1)).end_object();
}

}  // namespace stint::test
