#include "tracker/taiga/project.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/csv/status_words.h"
#include "tracker/json_values.h"
#include "tracker/people.h"
#include "tracker/taiga/values.h"

namespace stint::tracker::taiga {
namespace {

std::vector<json::Value> in_order(json::Value list) {
  std::vector<json::Value> items;
  const json::Items all = list.items();
  for (const json::Value item : all) items.push_back(item);
  std::ranges::stable_sort(items, {}, [](json::Value item) { return item["order"].as_int().value_or(0); });
  return items;
}

std::vector<Named> read_named(json::Value list) {
  std::vector<Named> named;
  for (const json::Value item : in_order(list))
    named.push_back({item["id"].as_int().value_or(0), std::string{item["name"].text()}});
  return named;
}

StatusCategory category_of(std::string_view name, bool closed, bool first_open) {
  if (closed) return StatusCategory::done;
  const StatusCategory guess = guess_category(name);
  if (guess == StatusCategory::todo || guess == StatusCategory::in_progress) return guess;
  return first_open ? StatusCategory::todo : StatusCategory::in_progress;
}

}  // namespace

const Status* ProjectTables::status(std::string_view wanted) const {
  for (const auto& [kind, list] : statuses) {
    const auto found = std::ranges::find(list, wanted, &Status::id);
    if (found != list.end()) return &*found;
  }
  return nullptr;
}

const Attribute* ProjectTables::attribute(Kind kind, std::int64_t wanted) const {
  const auto list = attributes.find(kind);
  if (list == attributes.end()) return nullptr;
  const auto found = std::ranges::find(list->second, wanted, &Attribute::id);
  return found == list->second.end() ? nullptr : &*found;
}

std::vector<Status> read_statuses(Kind kind, json::Value list) {
  std::vector<Status> statuses;
  bool open_seen = false;
  for (const json::Value item : in_order(list)) {
    const bool closed = item["is_closed"].as_bool().value_or(false);
    const std::string_view name = item["name"].text();
    statuses.push_back({item_id(kind, item["id"]), std::string{name}, category_of(name, closed, !open_seen)});
    open_seen = open_seen || !closed;
  }
  return statuses;
}

Status read_status(Kind kind, json::Value item, const ProjectTables& project) {
  const std::string id = item_id(kind, item["status"]);
  if (const Status* known = project.status(id)) return *known;
  const json::Value extra = item["status_extra_info"];
  const std::string_view name = extra["name"].text();
  return {id, std::string{name}, category_of(name, extra["is_closed"].as_bool().value_or(false), false)};
}

Result<ProjectTables> read_project(json::Value project) {
  ProjectTables read;
  const auto id = project["id"].as_int();
  read.slug = project["slug"].text();
  if (!id || read.slug.empty()) return fail(ErrorCode::usage, "a project without id or slug");
  read.id = *id;
  read.name = project["name"].text();
  read.scrum = project["is_backlog_activated"].as_bool().value_or(true);
  for (const KindInfo& kind : kinds()) {
    read.statuses[kind.kind] = read_statuses(kind.kind, project[kind.statuses]);
    for (const json::Value item : in_order(project[kind.attributes])) {
      read.attributes[kind.kind].push_back(read_attribute(item));
    }
  }
  for (const json::Value item : in_order(project["points"])) {
    const std::int64_t point = item["id"].as_int().value_or(0);
    read.points[point] = item["value"].as_double();
    read.point_names.push_back({point, std::string{item["name"].text()}});
  }
  for (const json::Value item : in_order(project["roles"])) {
    if (item["computable"].as_bool().value_or(false))
      read.roles.push_back({item["id"].as_int().value_or(0), std::string{item["name"].text()}});
  }
  read.types = read_named(project["issue_types"]);
  read.priorities = read_named(project["priorities"]);
  read.severities = read_named(project["severities"]);
  read.milestones = read_named(project["milestones"]);
  const json::Items members = project["members"].items();
  for (const json::Value member : members)
    read.members.push_back({read_person(member), std::string{member["username"].text()}});
  const json::Items permissions = project["my_permissions"].items();
  for (const json::Value permission : permissions) read.permissions.emplace_back(permission.text());
  read.admin = project["i_am_admin"].as_bool().value_or(false);
  return read;
}

Attribute read_attribute(json::Value attribute) {
  return {attribute["id"].as_int().value_or(0), std::string{attribute["name"].text()},
          std::string{attribute["type"].text()}};
}

Sprint read_milestone(json::Value milestone, std::optional<Instant> now) {
  Sprint sprint;
  sprint.id = id_text_of(milestone["id"]);
  sprint.name = milestone["name"].text();
  sprint.board_id = id_text_of(milestone["project"]);
  sprint.start = instant_of(milestone["estimated_start"]);
  if (const auto finish = instant_of(milestone["estimated_finish"])) sprint.end = end_of_day(*finish);
  if (milestone["closed"].as_bool().value_or(false)) {
    sprint.state = SprintState::closed;
  } else {
    const bool later = now && sprint.start && *sprint.start > *now;
    sprint.state = later ? SprintState::future : SprintState::active;
  }
  return sprint;
}

std::string attribute_field(Kind kind, std::int64_t id) {
  return fmt::format("{}_attribute:{}", kind_info(kind).prefix, id);
}

void describe(const ProjectTables& project, Catalogue& catalogue) {
  catalogue.projects.push_back({project.slug, project.name});
  Board board;
  board.id = std::to_string(project.id);
  board.name = project.name;
  board.type = project.scrum ? "scrum" : "kanban";
  board.project_key = project.slug;
  board.estimation_field = kPointsField;
  // The columns are the stories' statuses; statuses of other kinds that are called the same are in them too.
  for (const Status& column : project.statuses.at(Kind::story)) {
    BoardColumn& made = board.columns.emplace_back();
    made.name = column.name;
    for (const auto& [kind, list] : project.statuses) {
      for (const Status& status : list) {
        if (equal_ignoring_case(status.name, column.name)) made.status_ids.push_back(status.id);
      }
    }
  }
  catalogue.boards.push_back(std::move(board));
  for (const auto& [kind, list] : project.statuses)
    catalogue.statuses.insert(catalogue.statuses.end(), list.begin(), list.end());
  for (const auto& [kind, list] : project.attributes) {
    for (const Attribute& attribute : list)
      catalogue.fields.push_back({attribute_field(kind, attribute.id), attribute.name, attribute.type});
  }
  for (const Member& member : project.members) add_person(catalogue.people, member.person);
}

std::string name_of(const std::vector<Named>& list, json::Value id) {
  const auto number = id.as_int();
  if (!number) return {};
  const auto found = std::ranges::find(list, *number, &Named::id);
  return found == list.end() ? std::string{} : found->name;
}

}  // namespace stint::tracker::taiga
