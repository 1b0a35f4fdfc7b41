// Queries in WIQL, the work item query language. They give ids only, and at most 20,000 of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace stint::tracker::azure {

// In single quotes, which are doubled inside it.
[[nodiscard]] std::string wiql_text(std::string_view text);

struct WorkItemQuery {
  std::vector<std::string> projects;     // names; empty: all
  std::string above;                     // id that those asked for are greater than; empty: all
  std::optional<Instant> changed_since;  // with milliseconds: timePrecision=true goes with it
  std::optional<Instant> created_since;
  std::string tag;
  std::string title;
  bool created_by_me = false;
};
// In the order of ids.
[[nodiscard]] std::string wiql_of(const WorkItemQuery& query);

}  // namespace stint::tracker::azure
