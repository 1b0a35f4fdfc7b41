// An issue's fields, one by one.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "support/trackers/jira_json.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

template <class List, class Name>
const typename List::value_type* named_like(const List& list, const Name& name) {
  const auto found = std::ranges::find_if(list, [&](const auto& row) { return row.name == name; });
  return found == list.end() ? nullptr : &*found;
}

std::string sprint_date(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : "<null>";
}

}  // namespace

std::string JiraJson::fields(const SiteIssue& issue, const std::function<bool(std::string_view)>& wanted) {
  constexpr std::array<std::string_view, 21> kSystem{
      "summary",  "issuetype", "project", "status",      "resolution",  "resolutiondate", "priority",
      "assignee", "reporter",  "creator", "labels",      "components",  "fixVersions",    "versions",
      "created",  "updated",   "duedate", "description", "environment", "issuelinks",     "parent"};
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const std::string_view id : kSystem)
    if (wanted(id)) field(json, issue, id);
  for (const std::string_view id :
       {std::string_view{site_.points_field}, kEpicLinkField, kRankField,
        std::string_view{site_.sprint_field}, std::string_view{site_.flag_field}}) {
    if (wanted(id)) custom_field(json, issue, id);
  }
  if (wanted("comment")) {
    const std::size_t total = issue.issue.comments.size();
    const std::size_t shown = cloud_ ? std::min(total, kCloudComments) : total;
    json.key("comment").begin_object().key("comments");
    comments(json, issue, 0, shown);
    json.field("self", link(fmt::format("issue/{}/comment", issue.issue.id)));
    json.field("maxResults", shown).field("total", total).field("startAt", 0).end_object();
  }
  json.end_object();
  return out;
}

void JiraJson::field(JsonWriter& json, const SiteIssue& each, std::string_view id) {
  const tracker::Issue& issue = each.issue;
  if (id == "summary") {
    json.field(id, issue.summary);
  } else if (id == "issuetype") {
    json.key(id);
    type(json, *site_.type(issue.type));
  } else if (id == "project") {
    json.key(id);
    project(json, *site_.project(issue.project_key));
  } else if (id == "status") {
    json.key(id);
    status(json, issue.status);
  } else if (id == "created") {
    time(json, id, issue.created);
  } else if (id == "updated") {
    time(json, id, issue.updated);
  } else if (id == "resolutiondate") {
    time(json, id, issue.resolved);
  } else if (id == "duedate") {
    issue.due ? json.field(id, format_iso(*issue.due).substr(0, 10)) : json.field_null(id);
  } else if (id == "description") {
    json.field_raw(id, documents_.json_of(issue.description));
  } else if (id == "environment") {
    json.field_raw(id, documents_.json_of(issue.environment));
  } else if (id == "parent") {
    parent(json, each);
  } else if (id == "assignee" || id == "reporter" || id == "creator") {
    people_field(json, each, id);
  } else {
    list_field(json, each, id);
  }
}

void JiraJson::people_field(JsonWriter& json, const SiteIssue& each, std::string_view id) {
  const std::string& person = id == "assignee"   ? each.issue.assignee.id
                              : id == "reporter" ? each.issue.reporter.id
                                                 : each.creator;
  json.key(id);
  user(json, person);
}

void JiraJson::list_field(JsonWriter& json, const SiteIssue& each, std::string_view id) {
  const tracker::Issue& issue = each.issue;
  json.key(id);
  if (id == "resolution" || id == "priority") {
    const bool of_priority = id == "priority";
    const Named* const found = named_like(of_priority ? site_.priorities : site_.resolutions,
                                          of_priority ? issue.priority : issue.resolution);
    found != nullptr ? named(json, id, *found) : void(json.null());
    return;
  }
  json.begin_array();
  if (id == "labels") {
    for (const std::string& label : issue.labels) json.string(label);
  } else if (id == "components") {
    for (const std::string& name : issue.components) {
      const Named* const found = named_like(site_.project(issue.project_key)->components, name);
      component(json, found != nullptr ? *found : Named{"0", name});
    }
  } else if (id == "fixVersions") {
    for (const tracker::Version& each_version : issue.fix_versions) version(json, each_version);
  } else if (id == "versions") {
    for (const tracker::Version& each_version : issue.affected_versions) version(json, each_version);
  } else if (id == "issuelinks") {
    for (std::size_t i = 0; i < issue.links.size(); ++i) {
      const tracker::Link& each_link = issue.links[i];
      json.begin_object().field("id", each.link_ids[i]).field("self", link("issueLink/" + each.link_ids[i]));
      json.key("type");
      link_type(json, *named_like(site_.link_types, each_link.type));
      json.key(each_link.outward ? "outwardIssue" : "inwardIssue");
      link_end(json, each_link);
      json.end_object();
    }
  }
  json.end_array();
}

void JiraJson::link_end(JsonWriter& json, const tracker::Link& end) {
  json.begin_object().field("id", end.other_id).field("key", end.other_key);
  json.field("self", link("issue/" + end.other_id)).end_object();
}

void JiraJson::parent(JsonWriter& json, const SiteIssue& each) {
  const tracker::Issue& issue = each.issue;
  // A Data Center's epics are no parents.
  if (issue.parent_id.empty() || (!cloud_ && !issue.subtask)) return;
  json.key("parent").begin_object().field("id", issue.parent_id).field("key", issue.parent_key);
  json.field("self", link("issue/" + issue.parent_id)).end_object();
}

void JiraJson::custom_field(JsonWriter& json, const SiteIssue& each, std::string_view id) {
  const tracker::Issue& issue = each.issue;
  if (id == site_.points_field) {
    const auto found = std::ranges::find(issue.numbers, id, &tracker::NumberField::field_id);
    found == issue.numbers.end() ? json.field_null(id)
                                 : json.field_raw(id, fmt::format("{:.1f}", found->value));
  } else if (id == kRankField) {
    json.field(id, fmt::format("0|i{:0>8}:", issue.id));
  } else if (id == kEpicLinkField) {
    if (cloud_) return;
    issue.subtask || issue.parent_key.empty() ? json.field_null(id) : json.field(id, issue.parent_key);
  } else if (id == site_.flag_field) {
    if (!issue.flagged) {
      json.field_null(id);
      return;
    }
    json.key(id).begin_array().begin_object().field("self", link("customFieldOption/10019"));
    json.field("value", "Impediment").field("id", "10019").end_object().end_array();
  } else if (issue.sprint_ids.empty()) {
    json.field_null(id);
  } else {
    json.key(id).begin_array();
    for (const std::string& sprint_id : issue.sprint_ids) {
      const tracker::Sprint* const found = site_.sprint(sprint_id);
      if (found != nullptr) cloud_ ? sprint_object(json, *found) : sprint_string(json, *found);
    }
    json.end_array();
  }
}

// Inside an issue a sprint says less than in the agile API, and calls its board by another name.
void JiraJson::sprint_object(JsonWriter& json, const tracker::Sprint& sprint) {
  json.begin_object().field_raw("id", sprint.id).field("name", sprint.name);
  json.field("state", sprint.state == tracker::SprintState::closed   ? "closed"
                      : sprint.state == tracker::SprintState::active ? "active"
                                                                     : "future");
  json.field_raw("boardId", sprint.board_id).field("goal", sprint.goal);
  if (sprint.start) json.field("startDate", format_iso(*sprint.start));
  if (sprint.end) json.field("endDate", format_iso(*sprint.end));
  if (sprint.completed) json.field("completeDate", format_iso(*sprint.completed));
  json.end_object();
}

void JiraJson::sprint_string(JsonWriter& json, const tracker::Sprint& sprint) {
  const std::string_view state = sprint.state == tracker::SprintState::closed   ? "CLOSED"
                                 : sprint.state == tracker::SprintState::active ? "ACTIVE"
                                                                                : "FUTURE";
  json.string(fmt::format(
      "com.atlassian.greenhopper.service.sprint.Sprint@{:x}[id={},rapidViewId={},state={},name={},"
      "startDate={},endDate={},completeDate={},activatedDate={},sequence={},goal={},"
      "autoStartStop=false,synced=false]",
      0x5eed00 + sprint.id.size(), sprint.id, sprint.board_id, state, sprint.name, sprint_date(sprint.start),
      sprint_date(sprint.end), sprint_date(sprint.completed), sprint_date(sprint.activated), sprint.id,
      sprint.goal.empty() ? "<null>" : sprint.goal));
}

}  // namespace stint::test
