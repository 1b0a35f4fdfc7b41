// Sprints that issues can be put into.
#pragma once

#include <string_view>

#include "base/result.h"
#include "tracker/jira/site.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// An open sprint by its id, or by its name on one of the project's boards. ErrorCode::usage names those that
// there are, when there is none, or more than one of that name.
[[nodiscard]] Result<Sprint> find_sprint(Site& site, std::string_view project, std::string_view sprint);

}  // namespace stint::tracker::jira
