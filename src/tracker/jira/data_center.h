// How Jira Data Center and Server are listed and read: REST version 2.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/site.h"
#include "tracker/reading.h"

namespace stint::tracker::jira {

// A page of issues: whole if the scope wants them so, else their ids and marks.
[[nodiscard]] Result<Listing> list_data_center(Site& site, const Scope& scope, const std::string& cursor,
                                               const FieldNames& fields);

[[nodiscard]] Result<Reading> read_data_center(Site& site, std::span<const std::string> ids,
                                               const FieldNames& fields);

}  // namespace stint::tracker::jira
