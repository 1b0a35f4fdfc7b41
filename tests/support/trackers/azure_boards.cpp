// Teams and what is theirs.
#include "support/trackers/azure_boards.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::test {
namespace {

std::string_view frame_of(tracker::SprintState state) {
  switch (state) {
    case tracker::SprintState::closed:
      return "past";
    case tracker::SprintState::active:
      return "current";
    case tracker::SprintState::future:
    case tracker::SprintState::unknown:
      break;
  }
  return "future";
}

// Days only, as teams give them.
JsonDocument day_of(const std::optional<Instant>& at) {
  return at ? JsonDocument(azure_time(std::chrono::floor<std::chrono::days>(*at))) : JsonDocument(nullptr);
}

// The default team is that of the project's first board.
const tracker::Board* board_of(const AzureView& view, const AzurePlace& place) {
  if (place.team != nullptr) return place.team;
  const auto teams = view.words.teams(place.project);
  return teams.empty() ? nullptr : teams.front();
}

std::string team_url(const AzureView& view, const AzurePlace& place) {
  const tracker::Board* const board = board_of(view, place);
  return fmt::format("{}/{}/{}", view.base_url, view.words.project_id(place.project),
                     board == nullptr ? "" : view.words.team_id(*board));
}

bool is_of(const tracker::Sprint& sprint, const tracker::Board* board) {
  return board != nullptr && sprint.board_id == board->id;
}

JsonDocument type_reference(const AzureView& view, const AzurePlace& place, const SiteType& type) {
  const std::string name = view.words.type(type.name);
  return {{"name", name},
          {"url", fmt::format("{}/{}/_apis/wit/workItemTypes/{}", view.base_url,
                              view.words.project_id(place.project), name)}};
}

JsonDocument level_json(const AzureView& view, const AzurePlace& place, const std::string& id,
                        const char* name, int rank, const char* kind,
                        const std::function<bool(const SiteType&)>& has) {
  JsonDocument json;
  json["id"] = id;
  json["name"] = name;
  json["rank"] = rank;
  json["workItemCountLimit"] = 1000;
  json["addPanelFields"] = JsonDocument::array();
  json["addPanelFields"].push_back({{"referenceName", "System.Title"},
                                    {"name", "Title"},
                                    {"url", view.base_url + "/_apis/wit/fields/System.Title"}});
  json["columnFields"] = JsonDocument::array();
  json["workItemTypes"] = JsonDocument::array();
  for (const SiteType& type : view.words.site().types)
    if (has(type)) json["workItemTypes"].push_back(type_reference(view, place, type));
  if (!json["workItemTypes"].empty()) json["defaultWorkItemType"] = json["workItemTypes"][0];
  json["color"] = "009CCC";
  json["isHidden"] = false;
  json["type"] = kind;
  return json;
}

}  // namespace

JsonDocument team_iteration_json(const AzureView& view, const AzurePlace& place,
                                 const tracker::Sprint& sprint) {
  JsonDocument json;
  json["id"] = view.words.iteration_guid(sprint.id);
  json["name"] = AzureWords::node_name(sprint.name);
  json["path"] = view.words.iteration_path(sprint.id, place.project.name);
  json["attributes"] = {{"startDate", day_of(sprint.start)},
                        {"finishDate", day_of(sprint.end)},
                        {"timeFrame", frame_of(sprint.state)}};
  json["url"] = fmt::format("{}/_apis/work/teamsettings/iterations/{}", team_url(view, place),
                            view.words.iteration_guid(sprint.id));
  return json;
}

JsonDocument team_iterations_json(const AzureView& view, const AzurePlace& place,
                                  const std::optional<std::string>& timeframe) {
  JsonDocument list = JsonDocument::array();
  for (const tracker::Sprint& sprint : view.words.site().sprints) {
    if (!is_of(sprint, board_of(view, place))) continue;
    if (timeframe && *timeframe != frame_of(sprint.state)) continue;
    list.push_back(team_iteration_json(view, place, sprint));
  }
  return azure_list(std::move(list));
}

tracker::SprintCapacity capacity_of(const AzureView& view, const tracker::Board& board,
                                    const tracker::Sprint& sprint) {
  using std::chrono::days;
  tracker::SprintCapacity capacity;
  capacity.sprint_id = std::to_string(view.words.iteration_number(sprint.id));
  capacity.board_id = view.words.team_id(board);
  const auto first = sprint.start ? std::chrono::floor<days>(*sprint.start) : std::chrono::sys_days{};
  const std::size_t sprint_letters = sprint.name.size() + sprint.id.size();
  // Every other sprint has a day on which nobody works.
  if (sprint.start && sprint_letters % 2 == 0)
    capacity.days_off.push_back({first + days{2}, first + days{2}});
  for (const SiteUser& user : view.words.site().users) {
    if (user.bot) continue;
    tracker::MemberCapacity& member = capacity.members.emplace_back();
    member.person = view.words.user_guid(user.id);
    member.hours_per_day = static_cast<double>(user.name.size() % 4) * 1.5 + 2;
    if (sprint.start && user.name.size() % 3 == 0)
      member.days_off.push_back({first + days{1}, first + days{1 + static_cast<int>(sprint_letters % 3)}});
  }
  return capacity;
}

namespace {

JsonDocument days_json(const std::vector<tracker::DaysOff>& list) {
  JsonDocument json = JsonDocument::array();
  for (const tracker::DaysOff& off : list)
    json.push_back({{"start", azure_time(off.first)}, {"end", azure_time(off.last)}});
  return json;
}

}  // namespace

JsonDocument capacities_json(const AzureView& view, const AzurePlace& place, const tracker::Sprint& sprint) {
  JsonDocument json;
  json["teamMembers"] = JsonDocument::array();
  const tracker::Board* const board = board_of(view, place);
  double total = 0;
  std::int64_t days_off = 0;
  if (board != nullptr) {
    const tracker::SprintCapacity capacity = capacity_of(view, *board, sprint);
    for (const tracker::MemberCapacity& each : capacity.members) {
      JsonDocument member;
      for (const SiteUser& user : view.words.site().users) {
        if (view.words.user_guid(user.id) == each.person)
          member["teamMember"] = view.words.identity(user.id, view.base_url);
      }
      // In two activities.
      member["activities"] = JsonDocument::array();
      member["activities"].push_back({{"capacityPerDay", 2.0}, {"name", "Design"}});
      member["activities"].push_back({{"capacityPerDay", each.hours_per_day - 2}, {"name", "Development"}});
      member["daysOff"] = days_json(each.days_off);
      member["url"] = fmt::format("{}/_apis/work/teamsettings/iterations/{}/capacities/{}",
                                  team_url(view, place), view.words.iteration_guid(sprint.id), each.person);
      json["teamMembers"].push_back(std::move(member));
      total += each.hours_per_day;
      for (const tracker::DaysOff& off : each.days_off) days_off += (off.last - off.first).count() + 1;
    }
  }
  json["totalCapacityPerDay"] = total;
  json["totalDaysOff"] = days_off;
  return json;
}

JsonDocument team_days_off_json(const AzureView& view, const AzurePlace& place,
                                const tracker::Sprint& sprint) {
  const tracker::Board* const board = board_of(view, place);
  JsonDocument json;
  json["daysOff"] =
      board == nullptr ? JsonDocument::array() : days_json(capacity_of(view, *board, sprint).days_off);
  json["url"] = fmt::format("{}/_apis/work/teamsettings/iterations/{}/teamdaysoff", team_url(view, place),
                            view.words.iteration_guid(sprint.id));
  json["_links"]["self"]["href"] = json["url"];
  return json;
}

JsonDocument team_settings_json(const AzureView& view, const AzurePlace& place) {
  JsonDocument json;
  json["backlogIteration"] = {
      {"id", AzureWords::guid(5, 1)}, {"name", place.project.name}, {"path", place.project.name}};
  json["bugsBehavior"] = "asRequirements";
  json["workingDays"] = {"monday", "tuesday", "wednesday", "thursday", "friday"};
  json["backlogVisibilities"] = {{"Microsoft.EpicCategory", true}, {"Microsoft.RequirementCategory", true}};
  json["defaultIterationMacro"] = "@currentIteration";
  json["url"] = team_url(view, place) + "/_apis/work/teamsettings";
  json["_links"]["self"]["href"] = json["url"];
  return json;
}

JsonDocument team_fields_json(const AzureView& view, const AzurePlace& place) {
  JsonDocument json;
  json["field"] = {{"referenceName", "System.AreaPath"},
                   {"url", view.base_url + "/_apis/wit/fields/System.AreaPath"}};
  json["defaultValue"] = place.project.name;
  json["values"] = JsonDocument::array();
  json["values"].push_back({{"value", place.project.name}, {"includeChildren", true}});
  json["url"] = team_url(view, place) + "/_apis/work/teamsettings/teamfieldvalues";
  return json;
}

JsonDocument backlog_json(const AzureView& view, const AzurePlace& place) {
  const AzureWords& words = view.words;
  JsonDocument json;
  json["taskBacklog"] = level_json(view, place, "Microsoft.TaskCategory", "Tasks", 1, "task",
                                   [](const SiteType& type) { return type.subtask; });
  json["requirementBacklog"] =
      level_json(view, place, "Microsoft.RequirementCategory", "Stories", 2, "requirement",
                 [](const SiteType& type) { return type.name == "Story" || type.name == "Bug"; });
  json["portfolioBacklogs"] = JsonDocument::array();
  json["portfolioBacklogs"].push_back(level_json(view, place, "Microsoft.EpicCategory", "Epics", 4,
                                                 "portfolio",
                                                 [](const SiteType& type) { return type.epic; }));
  json["workItemTypeMappedStates"] = JsonDocument::array();
  for (const SiteType& type : words.site().types) {
    JsonDocument states = JsonDocument::object();
    for (const tracker::Status& status : words.site().statuses)
      states[status.name] = AzureWords::state_category(status.category);
    json["workItemTypeMappedStates"].push_back(
        {{"workItemTypeName", words.type(type.name)}, {"states", std::move(states)}});
  }
  json["backlogFields"]["typeFields"] = {{"Order", "Microsoft.VSTS.Common.StackRank"},
                                         {"Effort", words.estimate()},
                                         {"RemainingWork", "Microsoft.VSTS.Scheduling.RemainingWork"},
                                         {"Activity", "Microsoft.VSTS.Common.Activity"},
                                         {"Team", "System.AreaPath"},
                                         {"TimeUnitsFormat", "Format h"}};
  json["bugsBehavior"] = "asRequirements";
  json["hiddenBacklogs"] = JsonDocument::array();
  json["url"] = team_url(view, place) + "/_apis/work/backlogconfiguration";
  json["isBugsBehaviorConfigured"] = true;
  return json;
}

std::string board_id(const AzureView& view, const AzurePlace& place) {
  const tracker::Board* const board = board_of(view, place);
  return AzureWords::guid(
      6, board == nullptr ? 0 : static_cast<std::size_t>(board - view.words.site().boards.data()) + 1);
}

JsonDocument boards_json(const AzureView& view, const AzurePlace& place) {
  JsonDocument list = JsonDocument::array();
  if (board_of(view, place) != nullptr) {
    const std::string id = board_id(view, place);
    list.push_back({{"id", id},
                    {"url", fmt::format("{}/_apis/work/boards/{}", team_url(view, place), id)},
                    {"name", "Stories"}});
  }
  return azure_list(std::move(list));
}

// A column of the service holds one state of each type, so that each state of ours gets a column of its own.
JsonDocument columns_json(const AzureView& view, const AzurePlace& place) {
  JsonDocument list = JsonDocument::array();
  const tracker::Board* const board = board_of(view, place);
  if (board == nullptr) return list;
  std::vector<std::pair<std::string, const tracker::Status*>> columns;
  for (const tracker::BoardColumn& column : board->columns) {
    for (const std::string& id : column.status_ids) {
      const tracker::Status* const status = view.words.site().status(id);
      if (status != nullptr)
        columns.emplace_back(column.status_ids.size() == 1 ? column.name : column.name + " " + status->name,
                             status);
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& [name, status] = columns[i];
    JsonDocument json;
    json["id"] = AzureWords::guid(7, i + 1);
    json["name"] = name;
    json["itemLimit"] = i == 0 || i + 1 == columns.size() ? 0 : 5;
    for (const SiteType& type : view.words.site().types)
      if (type.name == "Story" || type.name == "Bug")
        json["stateMappings"][view.words.type(type.name)] = status->name;
    if (i > 0 && i + 1 < columns.size()) json["isSplit"] = false;
    json["columnType"] = i == 0 ? "incoming" : i + 1 == columns.size() ? "outgoing" : "inProgress";
    list.push_back(std::move(json));
  }
  return list;
}

JsonDocument board_json(const AzureView& view, const AzurePlace& place) {
  JsonDocument json = boards_json(view, place)["value"][0];
  json["revision"] = 1;
  json["columns"] = columns_json(view, place);
  json["rows"] = JsonDocument::array();
  json["rows"].push_back({{"id", "00000000-0000-0000-0000-000000000000"}, {"name", nullptr}});
  json["isValid"] = true;
  json["canEdit"] = true;
  json["fields"]["columnField"] = {{"referenceName", "WEF_1_Kanban.Column"},
                                   {"url", view.base_url + "/_apis/wit/fields/WEF_1_Kanban.Column"}};
  json["_links"]["self"]["href"] = json["url"];
  return json;
}

}  // namespace stint::test
