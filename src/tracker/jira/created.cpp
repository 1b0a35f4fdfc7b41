#include "tracker/jira/created.h"

#include <chrono>
#include <set>
#include <utility>

#include "base/text.h"
#include "tracker/jira/query.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

constexpr int kPageSize = 100;
constexpr int kPages = 50;
// The tracker's clock may be behind the one that `since` was read from.
constexpr Milliseconds kClockSlack = std::chrono::minutes{5};

// Calls `take` for every issue of the query.
template <class Take>
Outcome search(Site& site, const std::string& query, Take take) {
  JsonDocument body;
  body["jql"] = query;
  body["maxResults"] = kPageSize;
  body["fields"] = JsonDocument::array({"summary", "created", "updated"});
  std::set<std::string> tokens;
  std::int64_t start = 0;
  for (int page = 0; page < kPages; ++page) {
    if (!site.cloud()) body["startAt"] = start;
    auto answer = site.ask(site.api(site.cloud() ? "/search/jql" : "/search"), body);
    if (!answer) return fail(std::move(answer).error().error);
    const json::Value issues = answer->root["issues"];
    for (const json::Value issue : issues.items()) take(issue);
    if (site.cloud()) {
      std::string token{answer->root["nextPageToken"].text()};
      if (token.empty() || !tokens.insert(token).second) return {};
      body["nextPageToken"] = std::move(token);
    } else {
      start += static_cast<std::int64_t>(issues.size());
      if (issues.size() == 0 || start >= answer->root["total"].as_int().value_or(0)) return {};
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Receipt>> find_created(Site& site, const CreateIssue& create, Instant since) {
  const bool marked = !create.marker.empty();
  const std::string query =
      marked ? label_query(create.project, create.marker) : own_query(create.project, since - kClockSlack);
  std::vector<Receipt> found;
  std::set<std::string> seen;
  STINT_TRY(search(site, query, [&](json::Value issue) {
    Receipt receipt{id_text_of(issue["id"]), std::string{issue["key"].text()}, {}, {}};
    const bool same = marked || trimmed(issue["fields"]["summary"].text()) == trimmed(create.summary);
    if (same && !receipt.issue_id.empty() && seen.insert(receipt.issue_id).second)
      found.push_back(std::move(receipt));
  }));
  return found;
}

}  // namespace stint::tracker::jira
