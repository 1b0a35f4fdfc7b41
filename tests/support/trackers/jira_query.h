// The part of JQL that clients of the fake send.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/tz/time_zone.h"
#include "support/trackers/site.h"

namespace stint::test {

// An issue as the search index has it.
struct IndexedIssue {
  const SiteIssue& issue;
  Instant updated{};
};

struct JqlOrder {
  enum class By : std::uint8_t { id, key, created, updated };
  By by = By::id;
  bool descending = false;
};

struct JqlQuery {
  std::function<bool(const IndexedIssue&)> matches;
  std::vector<JqlOrder> order;
  bool bounded = false;  // it has a condition
};

struct JqlContext {
  Site& site;
  TimeZone zone;  // of the account: dates are read in it
  Instant now{};
  bool known_ids_only = true;  // ids and keys that are not there are errors
};

// clauses: project, issuetype, status, id, issue, issuekey, key, labels, reporter, creator, assignee,
// created, updated, summary operators: = != in "not in" ~ < <= > >= is; AND OR NOT, brackets; ORDER BY id,
// key, created, updated. Dates: "2026-11-20", "2026-11-20 09:15" (or with /), "-90m", "-3d", milliseconds
// since 1970 without quotes; functions: currentUser(), now(). Everything else is an error in Jira's words.
[[nodiscard]] std::expected<JqlQuery, std::string> parse_jql(std::string_view text,
                                                             const JqlContext& context);

}  // namespace stint::test
