// One work item, as workitems and workitemsbatch give it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/azure/types.h"
#include "tracker/reading.h"

namespace stint::tracker::azure {

struct WorkItem {
  IssueRecord record;  // without history and comments; the mark is the revision
  std::int64_t revision = 0;
  std::optional<std::int64_t> comments;  // how many there are; nothing: it does not say
  bool markdown = false;                 // its description is kept as Markdown
};

// The project of a work item, which its types are looked up by; empty where the fields are not there.
[[nodiscard]] std::string_view project_of(json::Value item);

// The id of an iteration: its number, else its path. Empty for a project's root, which is no sprint.
[[nodiscard]] std::string iteration_id(json::Value id, std::string_view path);

// Errors (ErrorCode::usage) name what is missing: id, fields, or the date of creation.
[[nodiscard]] Result<WorkItem> read_work_item(json::Value item, const WorkItemTypes& types);

}  // namespace stint::tracker::azure
