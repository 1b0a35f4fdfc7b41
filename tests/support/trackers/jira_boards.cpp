// Boards and sprints.
#include <algorithm>
#include <fmt/format.h>

#include "support/trackers/jira_fake.h"
#include "support/trackers/jira_lists.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

constexpr std::size_t kPage = 50;

}  // namespace

Answer FakeJira::boards(Call& call) {
  const auto project = call.target.parameter("projectKeyOrId");
  std::vector<tracker::Board> found;
  for (const tracker::Board& board : site_.boards) {
    const SiteProject* const home = site_.project(board.project_key);
    if (!project || board.project_key == *project || (home != nullptr && home->id == *project))
      found.push_back(board);
  }
  const JiraPage page = page_of(call.target, found.size(), capped(kPage, kPage));
  return jira_answer(page_text(page, "values", found,
                               [&](JsonWriter& json, const tracker::Board& row) { board_json(json, row); }));
}

void FakeJira::board_json(JsonWriter& json, const tracker::Board& board) {
  json.begin_object().field_raw("id", board.id).field("self", json_.agile_link("board/" + board.id));
  json.field("name", board.name).field("type", board.type).key("location").begin_object();
  const SiteProject* const home = site_.project(board.project_key);
  json.field_raw("projectId", home->id).field("displayName", fmt::format("{} ({})", home->name, home->key));
  json.field("projectName", home->name).field("projectKey", home->key).field("projectTypeKey", "software");
  json.field("name", fmt::format("{} ({})", home->name, home->key)).end_object().end_object();
}

const tracker::Board* FakeJira::find_board(const std::string& id) const {
  const auto found = std::ranges::find(site_.boards, id, &tracker::Board::id);
  return found == site_.boards.end() ? nullptr : &*found;
}

Answer FakeJira::board(Call& call) {
  const tracker::Board* const found = find_board(call.ids[0]);
  if (found == nullptr)
    return jira_error(404, "Board does not exist or you do not have permission to see it.");
  std::string out;
  JsonWriter json(out);
  board_json(json, *found);
  return jira_answer(std::move(out));
}

Answer FakeJira::board_configuration(Call& call) {
  const tracker::Board* const found = find_board(call.ids[0]);
  if (found == nullptr)
    return jira_error(404, "Board does not exist or you do not have permission to see it.");
  if (options_.hidden_boards.contains(found->id))
    return jira_error(403, "You do not have permission to view this board's filter.");
  std::string out;
  JsonWriter json(out);
  json.begin_object().field_raw("id", found->id).field("name", found->name).field("type", found->type);
  json.field("self", json_.agile_link("board/" + found->id + "/configuration"));
  json.key("location").begin_object().field("type", "project").field("key", found->project_key);
  json.field("id", site_.project(found->project_key)->id).end_object();
  json.key("filter").begin_object().field("id", "1").field("self", json_.link("filter/1")).end_object();
  json.key("columnConfig").begin_object().key("columns").begin_array();
  for (const tracker::BoardColumn& column : found->columns) {
    json.begin_object().field("name", column.name).key("statuses").begin_array();
    for (const std::string& id : column.status_ids)
      json.begin_object().field("id", id).field("self", json_.link("status/" + id)).end_object();
    json.end_array().end_object();
  }
  json.end_array().field("constraintType", "issueCount").end_object();
  if (!found->estimation_field.empty()) {
    json.key("estimation").begin_object().field("type", "field").key("field").begin_object();
    json.field("fieldId", found->estimation_field)
        .field("displayName", "Story Points")
        .end_object()
        .end_object();
  }
  json.key("ranking").begin_object().field("rankCustomFieldId", 10'019).end_object().end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::board_sprints(Call& call) {
  const tracker::Board* const found = find_board(call.ids[0]);
  if (found == nullptr)
    return jira_error(404, "Board does not exist or you do not have permission to see it.");
  if (options_.hidden_boards.contains(found->id))
    return jira_error(403, "You do not have permission to view this board.");
  if (found->type == "kanban") return jira_error(400, "The board does not support sprints");
  const std::string state = call.target.parameter("state").value_or("");
  const auto state_name = [](tracker::SprintState each) {
    return each == tracker::SprintState::closed   ? "closed"
           : each == tracker::SprintState::active ? "active"
                                                  : "future";
  };
  std::vector<tracker::Sprint> sprints;
  for (const tracker::Sprint& each : site_.sprints)
    if (each.board_id == found->id && (state.empty() || state.contains(state_name(each.state))))
      sprints.push_back(each);
  const JiraPage page = page_of(call.target, sprints.size(), capped(kPage, kPage));
  return jira_answer(page_text(page, "values", sprints, [&](JsonWriter& json, const tracker::Sprint& row) {
    json_.sprint(json, row);
  }));
}

Answer FakeJira::sprint(Call& call) {
  const tracker::Sprint* const found = site_.sprint(call.ids[0]);
  if (found == nullptr)
    return jira_error(404, "Sprint does not exist or you do not have permission to see it.");
  std::string out;
  JsonWriter json(out);
  json_.sprint(json, *found);
  return jira_answer(std::move(out));
}

}  // namespace stint::test
