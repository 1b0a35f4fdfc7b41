// Who we are on a Jira site, what it is, and what we may do there.
#pragma once

#include <vector>

#include "base/result.h"
#include "tracker/connector.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

// ErrorCode::authentication where the credentials are not accepted; a hint where the site is of the other
// edition.
[[nodiscard]] Result<Account> read_account(Site& site);

// For each project, or, without any, for the site as a whole: in at least one project.
[[nodiscard]] Result<std::vector<PermissionCheck>> check_permissions(Site& site, const Scope& scope);

}  // namespace stint::tracker::jira
