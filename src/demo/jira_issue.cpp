#include "demo/jira_issue.h"

#include <algorithm>
#include <fmt/format.h>

#include "demo/adf.h"
#include "demo/cast.h"
#include "demo/domains.h"
#include "demo/jira_history.h"
#include "demo/jira_site.h"
#include "demo/json_writer.h"
#include "demo/labels.h"
#include "demo/random.h"
#include "demo/words.h"

namespace stint::demo {

namespace {

// Of a hundred descriptions, how many are plain wiki text instead of a document.
constexpr std::uint64_t kWikiShare = 12;

void write_time(JsonWriter& json, std::string_view name, Instant instant) {
  std::string time;
  append_jira_time(time, instant);
  json.field(name, time);
}

std::vector<std::string> labels_of(const Issue& issue) {
  std::vector<std::string> labels;
  if (std::string label = found_label(issue); !label.empty()) labels.push_back(std::move(label));
  for (const Event& event : issue.events) {
    if (event.field == Field::label) labels.emplace_back(kLabels[at(event.to)]);
  }
  return labels;
}

// Ids of the sprints that the issue is listed in: those it left by being carried over stay.
std::vector<std::int32_t> sprints_of(const Issue& issue) {
  std::vector<std::int32_t> list;
  if (issue.first_sprint != kNone) list.push_back(issue.first_sprint);
  for (const Event& event : issue.events) {
    if (event.field == Field::sprint_in) list.push_back(event.to);
    if (event.field == Field::sprint_out) std::erase(list, event.from);
  }
  return list;
}

void write_brief(JsonWriter& json, const Board& board, std::int32_t index) {
  const Issue& issue = board.issues[at(index)];
  const std::string id = fmt::format("{}", board.first_issue_id + index);
  json.begin_object().field("id", id).field("key", issue_key(board, index));
  json.field("self", fmt::format("{}/rest/api/3/issue/{}", kSite, id)).key("fields").begin_object();
  json.field("summary", summary_of(board, issue)).field_raw("status", status_json(issue.status));
  json.field_raw("priority", priority_json(issue.priority))
      .field_raw("issuetype", type_json(issue.type))
      .end_object()
      .end_object();
}

void write_comments(JsonWriter& json, const Board& board, const Issue& issue, std::string_view id,
                    std::int64_t index) {
  json.key("comment").begin_object().key("comments").begin_array();
  for (std::size_t i = 0; i < issue.comments.size(); ++i) {
    const Comment& comment = issue.comments[i];
    const std::string comment_id = fmt::format("{}", index * 50 + static_cast<std::int64_t>(i));
    json.begin_object()
        .field("self", fmt::format("{}/rest/api/3/issue/{}/comment/{}", kSite, id, comment_id))
        .field("id", comment_id);
    json.field_raw("author", board.people[at(comment.actor)].json).key("body");
    write_adf_text(json, comment_text(board, issue, comment, i));
    write_time(json, "created", comment.at);
    write_time(json, "updated", comment.at);
    json.field("jsdPublic", true).end_object();
  }
  const auto count = static_cast<std::int64_t>(issue.comments.size());
  json.end_array().field("maxResults", count).field("total", count).field("startAt", 0).end_object();
}

void write_links(JsonWriter& json, const Board& board, const Issue& issue) {
  json.key("issuelinks").begin_array();
  for (const Link& link : issue.links) {
    const std::string id = fmt::format("{}", board.id * 1'000'000'000 + link.number);
    json.begin_object().field("id", id).field("self", fmt::format("{}/rest/api/3/issueLink/{}", kSite, id));
    json.field_raw("type", link_type_json(link.type)).key(link.outward ? "outwardIssue" : "inwardIssue");
    write_brief(json, board, link.other);
    json.end_object();
  }
  json.end_array();
}

Instant last_done(const Issue& issue) {
  Instant done{};
  for (const Event& event : issue.events) {
    const bool arrives = event.field == Field::status && is_done(static_cast<StatusId>(event.to)) &&
                         !is_done(static_cast<StatusId>(event.from));
    if (arrives) done = event.at;
  }
  return done;
}

}  // namespace

std::string issue_key(const Board& board, std::int32_t index) {
  return fmt::format("{}-{}", board.key, index + 1);
}

IssueWriter::IssueWriter(const Board& board, std::int64_t& next_history_id)
    : board_(board), next_history_id_(next_history_id) {
  JsonWriter project(project_json_);
  project.begin_object().field("self", fmt::format("{}/rest/api/3/project/{}", kSite, board.project_id));
  project.field("id", fmt::format("{}", board.project_id))
      .field("key", board.key)
      .field("name", board.project_name);
  project.field("projectTypeKey", "software").field("simplified", false).end_object();
  for (std::size_t i = 0; i < board.domain->components.size(); ++i) {
    const std::string id = fmt::format("{}", board.project_id * 10 + static_cast<std::int64_t>(i));
    JsonWriter json(component_json_.emplace_back());
    json.begin_object().field("self", fmt::format("{}/rest/api/3/component/{}", kSite, id)).field("id", id);
    json.field("name", board.domain->components[i]).end_object();
  }
  for (const Version& version : board.versions) {
    const std::string id = fmt::format("{}", version.id);
    JsonWriter json(version_json_.emplace_back());
    json.begin_object()
        .field("self", fmt::format("{}/rest/api/3/version/{}", kSite, id))
        .field("id", id)
        .field("name", version.name);
    json.field("archived", false).field("released", version.released);
    std::string date;
    append_jira_time(date, version.release);
    json.field("releaseDate", date.substr(0, 10)).end_object();
  }
  for (const Sprint& sprint : board.sprints) {
    JsonWriter json(sprint_json_.emplace_back());
    json.begin_object().field("id", sprint.id).field("name", sprint_name(board, sprint));
    json.field("state", sprint.state == SprintState::closed   ? "closed"
                        : sprint.state == SprintState::active ? "active"
                                                              : "future");
    json.field("boardId", board.id).field("goal", sprint_goal(board, sprint));
    const auto date = [&](std::string_view name, Instant instant) {
      std::string time;
      append_sprint_time(time, instant);
      json.field(name, time);
    };
    if (sprint.state != SprintState::future) {
      date("startDate", sprint.start);
      date("endDate", sprint.planned_end);
      if (sprint.state == SprintState::closed) date("completeDate", sprint.complete);
    }
    json.end_object();
  }
}

std::int64_t IssueWriter::write(std::string& out, std::int32_t index) {
  const Issue& issue = board_.issues[at(index)];
  Instant updated = issue.created;
  for (const Event& event : issue.events) updated = std::max(updated, event.at);
  for (const Comment& comment : issue.comments) updated = std::max(updated, comment.at);
  const std::string id = fmt::format("{}", board_.first_issue_id + index);
  JsonWriter json(out);
  json.begin_object().field("expand", "operations,editmeta,changelog,renderedFields").field("id", id);
  json.field("self", fmt::format("{}/rest/api/3/issue/{}", kSite, id))
      .field("key", issue_key(board_, index))
      .key("changelog");
  const std::int64_t changes = write_changelog(out, issue);
  out.append(",\"fields\":");
  write_fields(out, index, updated);
  out.push_back('}');
  return changes;
}

std::int64_t IssueWriter::write_changelog(std::string& out, const Issue& issue) {
  // Changes of one moment by one person are one entry. They are made from the oldest on and told from the
  // newest on.
  History history(board_, issue);
  std::vector<std::string> entries;
  for (auto event = issue.events.begin(); event != issue.events.end();) {
    JsonWriter json(entries.emplace_back());
    const Event& first = *event;
    json.begin_object()
        .field("id", fmt::format("{}", next_history_id_++))
        .field_raw("author", board_.people[at(first.actor)].json);
    write_time(json, "created", first.at);
    json.key("items").begin_array();
    for (; event != issue.events.end() && event->at == first.at && event->actor == first.actor; ++event)
      history.write(json, *event);
    json.end_array().end_object();
  }
  const auto total = static_cast<std::int64_t>(entries.size());
  JsonWriter json(out);
  json.begin_object()
      .field("startAt", 0)
      .field("maxResults", total)
      .field("total", total)
      .key("histories")
      .begin_array();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) json.raw(*entry);
  json.end_array().end_object();
  return total;
}

void IssueWriter::write_fields(std::string& out, std::int32_t index, Instant updated) {
  const Issue& issue = board_.issues[at(index)];
  const std::string id = fmt::format("{}", board_.first_issue_id + index);
  JsonWriter json(out);
  json.begin_object()
      .field("summary", summary_of(board_, issue))
      .field_raw("issuetype", type_json(issue.type));
  json.field_raw("project", project_json_).field_raw("status", status_json(issue.status));
  if (issue.resolution == Resolution::none) {
    json.field_null("resolution").field_null("resolutiondate");
  } else {
    json.field_raw("resolution", resolution_json(issue.resolution));
    write_time(json, "resolutiondate", last_done(issue));
  }
  json.field_raw("priority", priority_json(issue.priority));
  if (issue.assignee == kNobody) {
    json.field_null("assignee");
  } else {
    json.field_raw("assignee", board_.people[at(issue.assignee)].json);
  }
  json.field_raw("reporter", board_.people[at(issue.reporter)].json)
      .field_raw("creator", board_.people[at(issue.reporter)].json);
  json.key("labels").begin_array();
  for (const std::string& label : labels_of(issue)) json.string(label);
  json.end_array().key("components").begin_array();
  if (issue.type != IssueType::epic) json.raw(component_json_[at(issue.component)]);
  json.end_array().key("fixVersions").begin_array();
  for (const Event& event : issue.events) {
    if (event.field == Field::fix_version) json.raw(version_json_[at(event.to)]);
  }
  json.end_array().key("versions").begin_array();
  if (issue.affects != kNone) json.raw(version_json_[at(issue.affects)]);
  json.end_array();
  write_time(json, "created", issue.created);
  write_time(json, "updated", updated);
  json.key("description");
  if (issue.text_seed % 100 < kWikiShare) {
    json.string(wiki_description(board_, issue, issue.criteria));
  } else {
    write_adf_description(json, board_, issue, issue.criteria);
  }
  const std::string environment = environment_of(issue);
  if (environment.empty()) {
    json.field_null("environment");
  } else if (issue.text_seed % 2 == 0) {
    json.field("environment", environment);
  } else {
    json.key("environment");
    write_adf_text(json, environment);
  }
  if (issue.parent != kNone) {
    json.key("parent");
    write_brief(json, board_, issue.parent);
  }
  json.key("subtasks").begin_array();
  for (const std::int32_t subtask : issue.subtasks) write_brief(json, board_, subtask);
  json.end_array();
  write_links(json, board_, issue);
  if (issue.points == kNoEstimate) {
    json.field_null(kPointsField);
  } else {
    json.field_raw(kPointsField, fmt::format("{}.0", issue.points));
  }
  json.field(kRankField, fmt::format("0|i{:05x}:", (mix(issue.text_seed) & 0xfffffU)));
  json.key(kSprintField);
  const std::vector<std::int32_t> sprints =
      sprints_of(issue.type == IssueType::subtask ? board_.issues[at(issue.parent)] : issue);
  if (sprints.empty()) {
    json.null();
  } else {
    json.begin_array();
    for (const std::int32_t sprint : sprints) json.raw(sprint_json_[at(sprint)]);
    json.end_array();
  }
  if (issue.flagged) {
    json.key(kFlagField)
        .begin_array()
        .begin_object()
        .field("self", fmt::format("{}/rest/api/3/customFieldOption/10019", kSite));
    json.field("value", "Impediment").field("id", "10019").end_object().end_array();
  } else {
    json.field_null(kFlagField);
  }
  write_comments(json, board_, issue, id, board_.first_issue_id + index);
  json.end_object();
}

}  // namespace stint::demo
