#include "tracker/jira/definitions.h"

#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {

SprintState sprint_state(std::string_view state) {
  if (state == "closed" || state == "CLOSED") return SprintState::closed;
  if (state == "active" || state == "ACTIVE") return SprintState::active;
  if (state == "future" || state == "FUTURE") return SprintState::future;
  return SprintState::unknown;
}

bool is_sprint(json::Value value) {
  return value.is_object() && value["name"].is_string() && !id_text_of(value["id"]).empty() &&
         sprint_state(value["state"].text()) != SprintState::unknown;
}

Sprint read_sprint(json::Value value) {
  Sprint sprint;
  sprint.id = id_text_of(value["id"]);
  sprint.name = value["name"].text();
  sprint.board_id = id_text_of(value["originBoardId"]);
  if (sprint.board_id.empty()) sprint.board_id = id_text_of(value["boardId"]);
  if (sprint.board_id.empty()) sprint.board_id = id_text_of(value["rapidViewId"]);
  sprint.state = sprint_state(value["state"].text());
  sprint.start = read_instant(value["startDate"]);
  sprint.end = read_instant(value["endDate"]);
  sprint.activated = read_instant(value["activatedDate"]);
  sprint.completed = read_instant(value["completeDate"]);
  sprint.goal = value["goal"].text();
  return sprint;
}

bool is_board(json::Value value) {
  if (!value.is_object() || !value["name"].is_string() || id_text_of(value["id"]).empty()) return false;
  if (value["columnConfig"].is_object()) return true;
  const std::string_view type = value["type"].text();
  return (type == "scrum" || type == "kanban" || type == "simple") && value["location"].exists();
}

Board read_board(json::Value value) {
  Board board;
  board.id = id_text_of(value["id"]);
  board.name = value["name"].text();
  board.type = value["type"].text();
  const json::Value location = value["location"];
  board.project_key = location["projectKey"].text(location["key"].text());
  const json::Value estimation = value["estimation"];
  const std::string_view estimation_type = estimation["type"].text();
  if (estimation_type == "field") {
    board.estimation_field = estimation["field"]["fieldId"].text();
  } else if (!estimation_type.empty()) {
    board.estimation_field = "issueCount";
  }
  for (const json::Value item : value["columnConfig"]["columns"].items()) {
    BoardColumn& column = board.columns.emplace_back();
    column.name = item["name"].text();
    for (const json::Value status : item["statuses"].items()) {
      column.status_ids.push_back(id_text_of(status["id"]));
    }
  }
  return board;
}

bool is_status(json::Value value) {
  return value.is_object() && value["statusCategory"].exists() && value["name"].is_string() &&
         !id_text_of(value["id"]).empty();
}

bool is_field(json::Value value) {
  return value.is_object() && value["id"].is_string() && value["name"].is_string() &&
         (value["schema"].is_object() || value["custom"].exists() || value["navigable"].exists());
}

Field read_field(json::Value value) {
  Field field;
  field.id = value["id"].text();
  field.name = value["name"].text();
  field.type = value["schema"]["type"].text();
  return field;
}

}  // namespace stint::tracker::jira
