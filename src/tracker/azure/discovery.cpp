#include "tracker/azure/discovery.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "lib/curl/url.h"
#include "tracker/azure/values.h"
#include "tracker/json_values.h"
#include "tracker/people.h"
#include "tracker/side_by_side.h"

namespace stint::tracker::azure {
namespace {

constexpr std::size_t kPage = 200;  // of projects, teams, members
constexpr int kDepth = 20;          // of iterations
constexpr std::size_t kAtOnce = 4;  // requests, where each brings little

using curl::url_encoded;

void add_all(std::vector<Person>& people, const std::vector<Person>& more) {
  for (const Person& person : more) add_person(people, person);
}

}  // namespace

// All pages of a list with $top and $skip.
Result<std::vector<Named>> Discovery::named(std::string_view path) {
  std::vector<Named> all;
  for (;;) {
    auto answer = api_.get(fmt::format("{}?$top={}&$skip={}", path, kPage, all.size()));
    if (!answer) return fail(std::move(answer).error().error);
    std::vector<Named> page = read_named(answer->root);
    const bool last = page.size() < kPage;
    for (Named& one : page) all.push_back(std::move(one));
    if (last) return all;
  }
}

Result<std::vector<std::string>> Discovery::projects(const Scope& scope) {
  if (!scope.projects.empty()) return scope.projects;
  STINT_ASSIGN(all, named("/_apis/projects"));
  std::vector<std::string> names;
  for (Named& project : all) names.push_back(std::move(project.name));
  return names;
}

Result<WorkItemTypes> Discovery::read_types(const std::string& project) {
  const std::string base = fmt::format("/{}/_apis/wit", url_encoded(project));
  WorkItemTypes types;
  auto list = api_.get(base + "/workitemtypes");
  if (!list) return fail(std::move(list).error().error);
  types.read(list->root);
  std::vector<std::string> bare;
  for (const WorkItemType& type : types.all()) {
    if (type.states.empty()) bare.push_back(type.name);
  }
  for (const std::string& type : bare) {
    auto states = api_.get(fmt::format("{}/workitemtypes/{}/states", base, url_encoded(type)));
    if (!states) return fail(std::move(states).error().error);
    types.read_states(type, states->root);
  }
  // Without it names decide.
  if (auto categories = api_.get(base + "/workitemtypecategories")) types.read_categories(categories->root);
  return types;
}

Result<std::shared_ptr<const WorkItemTypes>> Discovery::types(const std::string& project) {
  const std::scoped_lock lock{mutex_};
  if (const auto known = types_.find(project); known != types_.end()) return known->second;
  STINT_ASSIGN(types, read_types(project));
  return types_[project] = std::make_shared<const WorkItemTypes>(std::move(types));
}

Result<std::vector<Field>> Discovery::fields() {
  auto answer = api_.get("/_apis/wit/fields");
  if (!answer) return fail(std::move(answer).error().error);
  return read_fields(answer->root);
}

Result<std::shared_ptr<const FieldNames>> Discovery::field_names() {
  const std::scoped_lock lock{mutex_};
  if (names_) return names_;
  STINT_ASSIGN(list, fields());
  FieldNames names;
  for (Field& field : list) names.emplace(std::move(field.id), std::move(field.name));
  names_ = std::make_shared<const FieldNames>(std::move(names));
  return names_;
}

Result<std::vector<Iteration>> Discovery::iterations(const std::string& project) {
  auto answer = api_.get(
      fmt::format("/{}/_apis/wit/classificationnodes/iterations?$depth={}", url_encoded(project), kDepth));
  if (!answer) return fail(std::move(answer).error().error);
  return read_iterations(answer->root);
}

Result<std::vector<Discovery::Member>> Discovery::members(const std::string& project) {
  STINT_ASSIGN(teams, named(fmt::format("/_apis/projects/{}/teams", url_encoded(project))));
  std::vector<Member> members;
  for (const Named& team : teams) {
    for (std::size_t skip = 0;; skip += kPage) {
      auto answer = api_.get(fmt::format("/_apis/projects/{}/teams/{}/members?$top={}&$skip={}",
                                         url_encoded(project), url_encoded(team.id), kPage, skip));
      if (!answer) return fail(std::move(answer).error().error);
      const json::Value list = answer->root["value"];
      const json::Items items = list.items();
      for (const json::Value item : items) {
        const json::Value identity = item["identity"];
        Person person = read_person(identity);
        const auto known = [&](const Member& member) { return member.person.id == person.id; };
        if (std::ranges::any_of(members, known)) continue;
        members.push_back({std::move(person), std::string{identity["uniqueName"].text()}});
      }
      if (list.size() < kPage) break;
    }
  }
  return members;
}

std::string Discovery::effort_field(const std::string& project) {
  const auto answer = api_.get(fmt::format("/{}/_apis/work/backlogconfiguration", url_encoded(project)));
  std::string field = answer ? read_backlog(answer->root).effort_field : "";
  return field.empty() ? std::string{field::kStoryPoints} : field;
}

void Discovery::add_team(const std::string& project, const Named& team, Catalogue& catalogue,
                         std::vector<TeamSprints>& sprints) {
  const std::string base = fmt::format("/{}/{}/_apis/work", url_encoded(project), url_encoded(team.id));
  const auto get = [&](std::string_view what, std::string_view path) {
    auto answer = api_.get(base + std::string{path});
    if (!answer)
      catalogue.unreadable.push_back(
          {fmt::format("{} of team {} ({})", what, team.name, project), "", answer.error().error});
    return answer;
  };
  Board board;
  board.id = team.id;
  board.name = team.name;
  board.project_key = project;
  if (const auto answer = get("sprints", "/teamsettings/iterations")) {
    sprints.push_back({team.id, read_team_iterations(answer->root), team.name});
    board.type = sprints.back().iterations.empty() ? "kanban" : "scrum";
  }
  Backlog backlog;
  if (const auto answer = get("backlogs", "/backlogconfiguration")) backlog = read_backlog(answer->root);
  board.estimation_field = backlog.effort_field;
  if (!backlog.requirement_board.empty()) {
    if (const auto answer =
            get("board", fmt::format("/boards/{}/columns", url_encoded(backlog.requirement_board))))
      board.columns = read_columns(answer->root);
  }
  catalogue.boards.push_back(std::move(board));
  auto members = api_.get(fmt::format("/_apis/projects/{}/teams/{}/members?$top={}", url_encoded(project),
                                      url_encoded(team.id), kPage));
  if (members) add_all(catalogue.people, read_members(members->root));
}

// What is asked of one team about one sprint, and what came of it.
struct Discovery::CapacityOfSprint {
  std::string iteration;  // its identifier
  SprintCapacity capacity;
  std::vector<Person> people{};
  bool read = false;
  std::optional<Error> fault{};
};

void Discovery::read_capacity(const std::string& project, CapacityOfSprint& one) {
  const std::string base = fmt::format("/{}/{}/_apis/work/teamsettings/iterations/{}", url_encoded(project),
                                       url_encoded(one.capacity.board_id), url_encoded(one.iteration));
  auto members = api_.get(base + "/capacities");
  if (!members) {
    one.fault = std::move(members).error().error;
    return;
  }
  one.capacity.members = read_capacities(members->root, one.people);
  auto days_off = api_.get(base + "/teamdaysoff");
  if (!days_off) {
    one.fault = std::move(days_off).error().error;
    return;
  }
  one.capacity.days_off = read_days_off(days_off->root["daysOff"]);
  one.read = true;
}

void Discovery::add_capacities(const std::string& project, const std::vector<Iteration>& iterations,
                               const std::vector<TeamSprints>& teams, const std::optional<Instant>& since,
                               Catalogue& catalogue) {
  for (const TeamSprints& team : teams) {
    std::vector<CapacityOfSprint> all;
    for (const TeamIteration& sprint : team.iterations) {
      if (since && sprint.finish && *sprint.finish < *since) continue;
      const auto node = std::ranges::find(iterations, sprint.identifier, &Iteration::identifier);
      if (node == iterations.end() || is_root(node->path)) continue;
      CapacityOfSprint& one = all.emplace_back();
      one.iteration = sprint.identifier;
      one.capacity.sprint_id = node->id;
      one.capacity.board_id = team.team_id;
    }
    if (all.empty()) continue;
    // What is not permitted for one sprint is not for the others.
    read_capacity(project, all.front());
    if (!all.front().fault)
      side_by_side(all.size() - 1, kAtOnce, [&](std::size_t i) { read_capacity(project, all[i + 1]); });
    std::optional<Error> fault;
    for (CapacityOfSprint& one : all) {
      if (one.fault && !fault) fault = std::move(one.fault);
      if (!one.read) continue;
      add_all(catalogue.people, one.people);
      catalogue.capacities.push_back(std::move(one.capacity));
    }
    if (!fault) continue;
    catalogue.capacities_whole = false;
    catalogue.unreadable.push_back(
        {fmt::format("capacities of team {} ({})", team.team_name, project), "", std::move(*fault)});
  }
}

void Discovery::add_project(const std::string& project, const std::optional<Instant>& since,
                            Catalogue& catalogue) {
  const auto unreadable = [&](std::string_view what, Error error) {
    catalogue.unreadable.push_back({fmt::format("{} of {}", what, project), "", std::move(error)});
  };
  catalogue.projects.push_back({project, project});
  if (auto types = read_types(project)) {
    const std::scoped_lock lock{mutex_};
    types_[project] = std::make_shared<const WorkItemTypes>(std::move(*types));
  } else {
    unreadable("work item types", std::move(types).error());
  }
  std::vector<TeamSprints> sprints;
  if (auto teams = named(fmt::format("/_apis/projects/{}/teams", url_encoded(project)))) {
    for (const Named& team : *teams) add_team(project, team, catalogue, sprints);
  } else {
    unreadable("teams", std::move(teams).error());
  }
  if (auto tree = iterations(project)) {
    for (Sprint& sprint : sprints_of(*tree, sprints)) catalogue.sprints.push_back(std::move(sprint));
    add_capacities(project, *tree, sprints, since, catalogue);
  } else {
    unreadable("iterations", std::move(tree).error());
  }
}

Result<Catalogue> Discovery::discover(const Scope& scope) {
  STINT_ASSIGN(names, projects(scope));
  Catalogue catalogue;
  STINT_ASSIGN(list, fields());
  catalogue.fields = std::move(list);
  for (const std::string& project : names) add_project(project, scope.since, catalogue);
  std::vector<const WorkItemTypes*> all;
  const std::scoped_lock lock{mutex_};
  FieldNames field_names;
  for (const Field& field : catalogue.fields) field_names.emplace(field.id, field.name);
  names_ = std::make_shared<const FieldNames>(std::move(field_names));
  for (const std::string& project : names) {
    if (const auto known = types_.find(project); known != types_.end()) all.push_back(known->second.get());
  }
  catalogue.statuses = statuses_of(all);
  return catalogue;
}

}  // namespace stint::tracker::azure
