// Queries in JQL, Jira's query language. Points in time stand in them as epoch milliseconds without quotes:
// unlike written dates, which Jira reads in the account's time zone and to the minute, these are exact, on
// Cloud and on every server since Jira 4.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "tracker/reading.h"

namespace stint::tracker::jira {

// A text in double quotes, whatever it holds.
[[nodiscard]] std::string jql_text(std::string_view text);

// All issues of the scope, by the one date that never changes, so that nothing changes places while pages are
// read.
[[nodiscard]] std::string scope_query(const Scope& scope);

// Issues by id; digits only, everything else is left out.
[[nodiscard]] std::string ids_query(std::span<const std::string> ids);

[[nodiscard]] std::string label_query(std::string_view project, std::string_view label);

// What the account itself has made in a project at or after `since`.
[[nodiscard]] std::string own_query(std::string_view project, Instant since);

}  // namespace stint::tracker::jira
