#include "tracker/jira/query.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::tracker::jira {
namespace {

constexpr std::string_view kOrder = " ORDER BY created ASC, key ASC";

}  // namespace

std::string jql_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\r') {
      quoted += "\\r";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

std::string scope_query(const Scope& scope) {
  // Cloud refuses queries without any condition.
  std::string query = "project is not EMPTY";
  if (!scope.projects.empty()) {
    query = "project in (";
    for (const std::string& project : scope.projects) {
      if (!query.ends_with('(')) query += ", ";
      query += jql_text(project);
    }
    query += ')';
  }
  if (scope.since) query += fmt::format(" AND updated >= {}", to_epoch_ms(*scope.since));
  return query.append(kOrder);
}

std::string ids_query(std::span<const std::string> ids) {
  std::string query = "id in (";
  for (const std::string& id : ids) {
    if (id.empty() || !std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; })) continue;
    if (!query.ends_with('(')) query += ", ";
    query += id;
  }
  return query.append(")").append(kOrder);
}

std::string label_query(std::string_view project, std::string_view label) {
  return fmt::format("project = {} AND labels = {}{}", jql_text(project), jql_text(label), kOrder);
}

std::string own_query(std::string_view project, Instant since) {
  return fmt::format("project = {} AND reporter = currentUser() AND created >= {}{}", jql_text(project),
                     to_epoch_ms(since), kOrder);
}

}  // namespace stint::tracker::jira
