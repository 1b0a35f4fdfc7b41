#include "tracker/jira/missing_changes.h"

#include <fmt/format.h>
#include <set>

#include "lib/curl/url.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

constexpr int kEntriesPerPage = 100;         // the most that Cloud gives
constexpr int kEntriesPerBulkPage = 10'000;  // likewise

}  // namespace

Result<Changelog> read_changelog_pages(Site& site, const std::string& issue) {
  Changelog log;
  for (std::int64_t start = 0;;) {
    auto answer = site.get(site.api(fmt::format("/issue/{}/changelog?startAt={}&maxResults={}",
                                                curl::url_encoded(issue), start, kEntriesPerPage)));
    if (!answer) return fail(std::move(answer).error().error);
    // Older pages call their entries as issues do.
    json::Value entries = answer->root["values"];
    if (!entries.is_array()) entries = answer->root["histories"];
    if (!entries.is_array()) return fail(without_list("changes").error);
    STINT_TRY(read_histories(entries, log));
    const auto count = static_cast<std::int64_t>(entries.size());
    start += count;
    log.total = answer->root["total"].as_int().value_or(start);
    if (count == 0 || start >= log.total) return log;
  }
}

BulkChangelogs read_bulk_changelogs(Site& site, std::span<const std::string> ids) {
  BulkChangelogs logs;
  if (site.absent.bulk_changelogs) return logs;
  JsonDocument body;
  body["issueIdsOrKeys"] = JsonDocument::array();
  for (const std::string& id : ids) body["issueIdsOrKeys"].push_back(id);
  body["maxResults"] = kEntriesPerBulkPage;
  std::set<std::string> tokens;
  for (;;) {
    auto answer = site.ask(site.api("/changelog/bulkfetch"), body);
    if (!answer) {
      if (is_absent(answer.error())) site.absent.bulk_changelogs = true;
      return logs;
    }
    for (const json::Value issue : answer->root["issueChangeLogs"].items()) {
      // An entry that cannot be read is missed in the count.
      (void)read_histories(issue["changeHistories"], logs.by_issue[id_text_of(issue["issueId"])]);
    }
    std::string token{answer->root["nextPageToken"].text()};
    if (token.empty() || !tokens.insert(token).second) return logs;
    body["nextPageToken"] = std::move(token);
  }
}

}  // namespace stint::tracker::jira
