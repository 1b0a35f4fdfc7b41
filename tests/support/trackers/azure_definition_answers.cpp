// Answers about what is around work items.
#include <algorithm>

#include "support/trackers/azure_call.h"

namespace stint::test {
namespace {

// Of a list the part that $skip and $top ask for.
JsonDocument page_of(const JsonDocument& list, std::int64_t skip, std::int64_t top) {
  JsonDocument page = JsonDocument::array();
  for (std::int64_t i = std::max<std::int64_t>(skip, 0);
       i < static_cast<std::int64_t>(list.size()) && i - skip < top; ++i)
    page.push_back(list[static_cast<std::size_t>(i)]);
  return page;
}

}  // namespace

Answer AzureHandler::projects(const Call& call) {
  JsonDocument list = JsonDocument::array();
  for (const SiteProject& project : site_.projects) list.push_back(project_json(call.view, project, false));
  return azure_answer(azure_list(page_of(list, call.number("$skip", 0), call.number("$top", 100))));
}

Answer AzureHandler::one_project(const Call& call) {
  const SiteProject* const project = words_.project(call.argument);
  if (project == nullptr)
    return azure_error(404, "ProjectDoesNotExistWithNameException",
                       fmt::format("TF200016: The following project does not exist: {}.", call.argument));
  return azure_answer(
      project_json(call.view, *project, call.query("includecapabilities").value_or("") == "true"));
}

Answer AzureHandler::teams(const Call& call) {
  const SiteProject* const project = words_.project(call.argument);
  if (project == nullptr)
    return azure_error(404, "ProjectDoesNotExistWithNameException",
                       fmt::format("TF200016: The following project does not exist: {}.", call.argument));
  JsonDocument list = JsonDocument::array();
  for (const tracker::Board* board : words_.teams(*project))
    list.push_back(team_json(call.view, *project, *board));
  return azure_answer(azure_list(page_of(list, call.number("$skip", 0), call.number("$top", 100))));
}

Answer AzureHandler::members(const Call& call) {
  const SiteProject* const project = words_.project(call.argument);
  if (project == nullptr || words_.team(*project, call.second) == nullptr)
    return azure_error(404, "TeamNotFoundException",
                       fmt::format("The team with id '{}' does not exist.", call.second));
  return azure_answer(
      azure_list(page_of(members_json(call.view), call.number("$skip", 0), call.number("$top", 100))));
}

Answer AzureHandler::definitions(const Call& call) {
  const std::string& what = call.below.back();
  if (same_word(what, "connectiondata")) return azure_answer(connection_json(call.view));
  if (same_word(what, "fields")) return azure_answer(azure_fields_json(call.view));
  if (same_word(what, "tags")) return azure_answer(tags_json(call.view));
  if (same_word(what, "workitemrelationtypes")) return azure_answer(relation_types_json(call.view));
  if (same_word(what, "workitemtypecategories"))
    return azure_answer(categories_json(call.view, *call.project));
  JsonDocument list = JsonDocument::array();
  for (const SiteType& type : site_.types) list.push_back(type_json(call.view, *call.project, type));
  return azure_answer(azure_list(std::move(list)));
}

Answer AzureHandler::states(const Call& call) {
  const SiteType* const type = words_.site_type(call.argument);
  if (type == nullptr)
    return azure_error(
        404, "WorkItemTypeNotFoundException",
        fmt::format("VS402323: Work item type {} does not exist in project {} or you do not have permission "
                    "to access it.",
                    call.argument, call.project->name));
  if (same_word(call.below.back(), "states")) return azure_answer(azure_list(states_json(call.view)));
  return azure_answer(type_json(call.view, *call.project, *type));
}

Answer AzureHandler::nodes(const Call& call) {
  const std::int64_t depth = call.number("$depth", 0);
  if (call.argument.empty()) {
    JsonDocument list = JsonDocument::array();
    list.push_back(areas_json(call.view, *call.project, depth));
    list.push_back(iterations_json(call.view, *call.project, depth));
    return azure_answer(azure_list(std::move(list)));
  }
  if (same_word(call.argument, "iterations"))
    return azure_answer(iterations_json(call.view, *call.project, depth));
  if (same_word(call.argument, "areas")) return azure_answer(areas_json(call.view, *call.project, depth));
  return azure_error(404, "ClassificationNodeNotFoundException",
                     "VS402485: The structure group does not exist.");
}

Answer AzureHandler::team(const Call& call) {
  const std::string& what = call.below.back();
  const AzurePlace place = call.place();
  if (same_word(what, "teamfieldvalues")) return azure_answer(team_fields_json(call.view, place));
  if (same_word(what, "iterations"))
    return azure_answer(team_iterations_json(call.view, place, call.query("$timeframe")));
  if (same_word(what, "backlogconfiguration")) return azure_answer(backlog_json(call.view, place));
  if (same_word(what, "boards")) return azure_answer(boards_json(call.view, place));
  return azure_answer(team_settings_json(call.view, place));
}

Answer AzureHandler::iteration(const Call& call) {
  const tracker::Sprint* const sprint = words_.sprint_of_guid(call.argument);
  if (sprint == nullptr)
    return azure_error(404, "CurrentIterationDoesNotExistException",
                       fmt::format("VS403304: Iteration {} does not exist.", call.argument));
  if (same_word(call.below.back(), "capacities"))
    return azure_answer(capacities_json(call.view, call.place(), *sprint));
  if (same_word(call.below.back(), "teamdaysoff"))
    return azure_answer(team_days_off_json(call.view, call.place(), *sprint));
  return azure_answer(team_iteration_json(call.view, call.place(), *sprint));
}

Answer AzureHandler::board(const Call& call) {
  if (!same_word(call.argument, "Stories") && !same_word(call.argument, board_id(call.view, call.place())))
    return azure_error(404, "BoardDoesNotExistException",
                       fmt::format("VS403259: The board {} does not exist.", call.argument));
  if (same_word(call.below.back(), "columns"))
    return azure_answer(azure_list(columns_json(call.view, call.place())));
  return azure_answer(board_json(call.view, call.place()));
}

}  // namespace stint::test
