// The history of an item, as history/KIND/ID gives it: entries with what changed, a comment, or both.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"
#include "tracker/taiga/kinds.h"
#include "tracker/taiga/project.h"

namespace stint::tracker::taiga {

struct History {
  std::vector<Change> changes;
  std::vector<Comment> comments;  // without deleted ones
  std::vector<Person> people;
};

// Reads the entries of a list, appending. An entry holds ids in `diff`, and what they were called in
// `values`. Entries of creation and deletion are no changes. Errors: an entry without a readable date.
[[nodiscard]] Outcome read_history(Kind kind, json::Value entries, const ProjectTables& project,
                                   History& history);
[[nodiscard]] Outcome read_entry(Kind kind, json::Value entry, const ProjectTables& project,
                                 History& history);

}  // namespace stint::tracker::taiga
