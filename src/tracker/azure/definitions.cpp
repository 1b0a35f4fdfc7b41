#include "tracker/azure/definitions.h"

#include <algorithm>
#include <utility>

#include "tracker/azure/values.h"
#include "tracker/json_values.h"
#include "tracker/people.h"

namespace stint::tracker::azure {
namespace {

SprintState state_of(std::string_view time_frame) {
  if (time_frame == "past") return SprintState::closed;
  if (time_frame == "current") return SprintState::active;
  if (time_frame == "future") return SprintState::future;
  return SprintState::unknown;
}

void add_node(json::Value node, const std::string& above, std::vector<Iteration>& iterations) {
  Iteration iteration;
  iteration.id = id_text_of(node["id"]);
  iteration.identifier = node["identifier"].text();
  iteration.name = node["name"].text();
  iteration.path = above.empty() ? iteration.name : above + "\\" + iteration.name;
  iteration.start = instant_of(node["attributes"]["startDate"]);
  if (const auto finish = instant_of(node["attributes"]["finishDate"]))
    iteration.finish = end_of_day(*finish);
  const std::string path = iteration.path;
  iterations.push_back(std::move(iteration));
  const json::Items children = node["children"].items();
  for (const json::Value child : children) add_node(child, path, iterations);
}

}  // namespace

std::vector<Named> read_named(json::Value answer) {
  std::vector<Named> list;
  const json::Items items = answer["value"].items();
  for (const json::Value item : items)
    list.push_back({id_text_of(item["id"]), std::string{item["name"].text()}});
  return list;
}

std::vector<Person> read_members(json::Value answer) {
  std::vector<Person> people;
  const json::Items items = answer["value"].items();
  for (const json::Value item : items) add_person(people, read_person(item["identity"]));
  return people;
}

std::vector<Field> read_fields(json::Value answer) {
  std::vector<Field> fields;
  const json::Items items = answer["value"].items();
  for (const json::Value item : items) {
    const std::string_view type = item["type"].text();
    const bool number = type == "double" || type == "integer";
    fields.push_back({std::string{item["referenceName"].text()}, std::string{item["name"].text()},
                      std::string{number ? "number" : type}});
  }
  return fields;
}

std::vector<Iteration> read_iterations(json::Value root) {
  std::vector<Iteration> iterations;
  if (root.is_object()) add_node(root, {}, iterations);
  return iterations;
}

std::vector<TeamIteration> read_team_iterations(json::Value answer) {
  std::vector<TeamIteration> list;
  const json::Items items = answer[answer["value"].exists() ? "value" : "values"].items();
  for (const json::Value item : items) {
    const json::Value attributes = item["attributes"];
    std::optional<Instant> finish = instant_of(attributes["finishDate"]);
    if (finish) finish = end_of_day(*finish);
    list.push_back({std::string{item["id"].text()}, std::string{item["path"].text()},
                    state_of(attributes["timeFrame"].text()), finish});
  }
  return list;
}

std::vector<DaysOff> read_days_off(json::Value list) {
  std::vector<DaysOff> days_off;
  const json::Items items = list.items();
  for (const json::Value item : items) {
    const auto first = instant_of(item["start"]);
    const auto last = instant_of(item["end"]);
    if (!first || !last) continue;
    days_off.push_back(
        {std::chrono::floor<std::chrono::days>(*first), std::chrono::floor<std::chrono::days>(*last)});
  }
  return days_off;
}

std::vector<MemberCapacity> read_capacities(json::Value answer, std::vector<Person>& people) {
  std::vector<MemberCapacity> members;
  const json::Items items = answer[answer["teamMembers"].exists() ? "teamMembers" : "value"].items();
  for (const json::Value item : items) {
    Person person = read_person(item["teamMember"]);
    if (person.id.empty()) continue;
    MemberCapacity& member = members.emplace_back();
    member.person = person.id;
    const json::Items activities = item["activities"].items();
    for (const json::Value activity : activities)
      member.hours_per_day += activity["capacityPerDay"].as_double().value_or(0);
    member.days_off = read_days_off(item["daysOff"]);
    add_person(people, person);
  }
  return members;
}

std::vector<BoardColumn> read_columns(json::Value answer) {
  std::vector<BoardColumn> columns;
  const json::Items items = answer["value"].items();
  for (const json::Value item : items) {
    BoardColumn& column = columns.emplace_back();
    column.name = item["name"].text();
    const json::Members mappings = item["stateMappings"].members();
    for (const auto& [type, state] : mappings) {
      std::string name{state.text()};
      if (std::ranges::find(column.status_ids, name) == column.status_ids.end())
        column.status_ids.push_back(std::move(name));
    }
  }
  return columns;
}

Backlog read_backlog(json::Value answer) {
  Backlog backlog;
  backlog.requirement_board = answer["requirementBacklog"]["name"].text();
  backlog.effort_field = answer["backlogFields"]["typeFields"]["Effort"].text();
  return backlog;
}

std::vector<Sprint> sprints_of(const std::vector<Iteration>& iterations,
                               const std::vector<TeamSprints>& teams) {
  std::vector<Sprint> sprints;
  for (const Iteration& iteration : iterations) {
    if (is_root(iteration.path)) continue;
    Sprint sprint;
    sprint.id = iteration.id;
    sprint.name = iteration.name;
    sprint.start = iteration.start;
    sprint.end = iteration.finish;
    int shared = 0;
    for (const TeamSprints& team : teams) {
      const auto found = std::ranges::find(team.iterations, iteration.identifier, &TeamIteration::identifier);
      if (found == team.iterations.end()) continue;
      sprint.state = found->state;
      sprint.board_id = shared++ == 0 ? team.team_id : std::string{};
    }
    sprints.push_back(std::move(sprint));
  }
  return sprints;
}

}  // namespace stint::tracker::azure
