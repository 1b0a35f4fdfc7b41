// What a Jira site defines around issues, asked for over its interface.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/jira/site.h"
#include "tracker/reading.h"

namespace stint::tracker::jira {

// Fields, statuses and projects are asked for once, boards page by page, and of each board its configuration
// and all its sprints. An error when fields or statuses do not come; what else is missing is told in
// Catalogue::unreadable.
[[nodiscard]] Result<Catalogue> read_catalogue(Site& site, const Scope& scope);

// The boards that show issues of the project, with their type, but without columns; of all projects when
// `project` is empty.
[[nodiscard]] std::expected<std::vector<Board>, RestFault> list_boards(Site& site, std::string_view project);

// `states` as Jira calls them, separated by commas; empty: all. A board without sprints has none.
[[nodiscard]] std::expected<std::vector<Sprint>, RestFault> list_sprints(Site& site, const Board& board,
                                                                         std::string_view states);

}  // namespace stint::tracker::jira
