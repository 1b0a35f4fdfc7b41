#include "tracker/azure/wiql.h"

#include <fmt/format.h>

namespace stint::tracker::azure {
namespace {

// "'2026-11-20T09:15:30.250Z'"
std::string wiql_instant(Instant at) {
  const std::string text = format_iso(at);
  return wiql_text(text.substr(0, text.rfind('+')) + "Z");
}

}  // namespace

std::string wiql_text(std::string_view text) {
  std::string out{"'"};
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  out += '\'';
  return out;
}

std::string wiql_of(const WorkItemQuery& query) {
  std::string where;
  const auto also = [&](const std::string& condition) {
    where += where.empty() ? " WHERE " : " AND ";
    where += condition;
  };
  if (!query.projects.empty()) {
    std::string names;
    for (const std::string& project : query.projects) {
      if (!names.empty()) names += ", ";
      names += wiql_text(project);
    }
    also(fmt::format("[System.TeamProject] IN ({})", names));
  }
  if (!query.above.empty()) also(fmt::format("[System.Id] > {}", query.above));
  if (query.changed_since)
    also(fmt::format("[System.ChangedDate] >= {}", wiql_instant(*query.changed_since)));
  if (query.created_since)
    also(fmt::format("[System.CreatedDate] >= {}", wiql_instant(*query.created_since)));
  if (query.created_by_me) also("[System.CreatedBy] = @Me");
  if (!query.tag.empty()) also(fmt::format("[System.Tags] CONTAINS {}", wiql_text(query.tag)));
  if (!query.title.empty()) also(fmt::format("[System.Title] = {}", wiql_text(query.title)));
  return fmt::format("SELECT [System.Id] FROM WorkItems{} ORDER BY [System.Id]", where);
}

}  // namespace stint::tracker::azure
