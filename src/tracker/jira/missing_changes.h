// Changelogs apart from their issues.
#pragma once

#include <map>
#include <span>
#include <string>

#include "base/result.h"
#include "tracker/jira/changelog.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

// One issue's changelog, page by page. `total` as its last page has it.
[[nodiscard]] Result<Changelog> read_changelog_pages(Site& site, const std::string& issue);

struct BulkChangelogs {
  std::map<std::string, Changelog> by_issue;  // id → what came of it, without a total
};

// The changelogs of up to 1,000 issues (Cloud). What does not come is not there: nobody but the issue itself
// says how long its changelog is.
[[nodiscard]] BulkChangelogs read_bulk_changelogs(Site& site, std::span<const std::string> ids);

}  // namespace stint::tracker::jira
