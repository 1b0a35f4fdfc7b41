// How Jira Cloud is listed and read: REST version 3.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/site.h"
#include "tracker/reading.h"

namespace stint::tracker::jira {

// A page of issue ids, with marks if the scope asks for changes only. A cursor that Jira no longer knows is
// ErrorCode::conflict: begin again.
[[nodiscard]] Result<Listing> list_cloud(Site& site, const Scope& scope, const std::string& cursor);

// Up to 100 issues, from Jira's database rather than its search index.
[[nodiscard]] Result<Reading> read_cloud(Site& site, std::span<const std::string> ids,
                                         const FieldNames& fields);

// What is wrong with a query, in Jira's words.
struct QueryCheck {
  std::string query;
  std::vector<std::string> errors;  // empty: it is right
  std::vector<std::string> warnings;
};
// By Jira's own parser, strictly: unknown fields and values are errors too.
[[nodiscard]] Result<std::vector<QueryCheck>> check_queries(Site& site, std::span<const std::string> queries);

}  // namespace stint::tracker::jira
