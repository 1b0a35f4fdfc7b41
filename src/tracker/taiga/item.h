// One user story, task, issue or epic, as its own address gives it.
#pragma once

#include <string>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/reading.h"
#include "tracker/taiga/kinds.h"
#include "tracker/taiga/project.h"

namespace stint::tracker::taiga {

// What tells whether it has changed: its version and when it was modified.
[[nodiscard]] std::string mark_of(json::Value item);
// "project#12"; empty without a reference.
[[nodiscard]] std::string key_of(json::Value item, std::string_view slug);

// Without history and comments. Errors (ErrorCode::usage) name what is missing: id, or the date of creation.
[[nodiscard]] Result<IssueRecord> read_item(Kind kind, json::Value item, const ProjectTables& project);

// Custom attributes: numbers, and the one called "Acceptance criteria".
void read_attributes(Kind kind, json::Value values, const ProjectTables& project, Issue& issue);
// Whether the project has attributes of that kind that are read at all.
[[nodiscard]] bool has_attributes(Kind kind, const ProjectTables& project);

}  // namespace stint::tracker::taiga
