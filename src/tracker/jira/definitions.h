// What Jira defines around issues: sprints, boards, statuses, fields.
#pragma once

#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// A Cloud sprint object: of the sprint field or of the agile API.
[[nodiscard]] bool is_sprint(json::Value value);
[[nodiscard]] Sprint read_sprint(json::Value value);

// A board's configuration, or its shorter form in a board list (then without columns and estimation).
[[nodiscard]] bool is_board(json::Value value);
[[nodiscard]] Board read_board(json::Value value);

[[nodiscard]] bool is_status(json::Value value);

[[nodiscard]] bool is_field(json::Value value);
[[nodiscard]] Field read_field(json::Value value);

[[nodiscard]] SprintState sprint_state(std::string_view state);

}  // namespace stint::tracker::jira
