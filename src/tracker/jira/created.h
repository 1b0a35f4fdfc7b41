// Looking for an issue that may have been created.
#pragma once

#include <vector>

#include "base/result.h"
#include "tracker/jira/site.h"
#include "tracker/writing.h"

namespace stint::tracker::jira {

// By the marker as a label; without one, what this account has created in the project since then with exactly
// that summary (blanks at its ends aside, which Jira drops).
[[nodiscard]] Result<std::vector<Receipt>> find_created(Site& site, const CreateIssue& create, Instant since);

}  // namespace stint::tracker::jira
