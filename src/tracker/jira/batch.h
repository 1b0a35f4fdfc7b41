// Issues by id, several at once.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "tracker/jira/completion.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

// The answer's "issues" are what came of the ids.
using AskForIssues = std::function<Asked(std::span<const std::string> ids)>;

// Whole issues. Where `ask` says that there is no such resource, and for ids it says nothing of, one by one.
[[nodiscard]] Result<Reading> read_issues(Site& site, std::span<const std::string> ids,
                                          const FieldNames& fields, const AskForIssues& ask);

}  // namespace stint::tracker::jira
