// What an issue says beside its history: read when somebody opens it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::store {

struct IssueText {
  std::string priority;
  std::string description;
  std::string acceptance_criteria;
  // JSON arrays, as docs/store.md describes them.
  std::string labels;
  std::string components;
  std::string fix_versions;
  std::string links;
  std::string url;  // of the site; empty where it is not known
  std::int64_t comments = 0;
};

// Nothing where there is no such issue. Of several sites with that key, any.
[[nodiscard]] Result<std::optional<IssueText>> read_issue_text(sqlite::Database& database,
                                                               std::string_view key);

}  // namespace stint::store
