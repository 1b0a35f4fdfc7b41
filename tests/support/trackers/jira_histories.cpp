// Histories and comments: inside issues, in pages, in bulk.
#include <algorithm>
#include <fmt/format.h>

#include "support/trackers/jira_fake.h"
#include "support/trackers/jira_lists.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

constexpr std::size_t kInlineEntries = 40;
constexpr std::size_t kEntriesPerPage = 100;
constexpr std::size_t kCommentsPerPage = 100;
constexpr std::size_t kBulkChangelogIssues = 1000;
constexpr std::size_t kBulkChangelogEntries = 10'000;

}  // namespace

std::string FakeJira::inline_changelog(const SiteIssue& issue) {
  const std::vector<HistoryEntry> entries = entries_of(issue.issue);
  const std::size_t shown = options_.cloud ? std::min(kInlineEntries, entries.size()) : entries.size();
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("startAt", 0).field("maxResults", shown).field("total", entries.size());
  json.key("histories").begin_array();
  // Cloud tells the newest ones from the newest on, Data Center all from the oldest on.
  for (std::size_t i = 0; i < shown; ++i)
    json_.history(json, options_.cloud ? entries[entries.size() - 1 - i] : entries[i]);
  json.end_array().end_object();
  return out;
}

Answer FakeJira::changelog_page(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  const std::vector<HistoryEntry> entries = entries_of(issue->issue);
  const JiraPage page{static_cast<std::size_t>(std::max<std::int64_t>(0, call.target.number("startAt", 0))),
                      capped(call.target.number("maxResults", 100), kEntriesPerPage), entries.size()};
  std::string out;
  JsonWriter json(out);
  begin_page(json, page, "values");
  for (std::size_t i = page.first; i < std::min(entries.size(), page.first + page.count); ++i)
    json_.history(json, entries[i]);
  json.end_array().field("self", json_.link(fmt::format("issue/{}/changelog", issue->issue.id))).end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::bulk_changelog(Call& call) {
  if (!options_.bulk_changelog) return jira_error(404, "");
  struct Row {
    HistoryEntry entry;
    const SiteIssue* issue;
  };
  const std::vector<std::string> asked = texts_of(call.body["issueIdsOrKeys"]);
  if (asked.empty() || asked.size() > kBulkChangelogIssues)
    return jira_error(400, "The number of issues must be between 1 and 1000.");
  std::vector<Row> rows;
  for (const std::string& id : asked) {
    const SiteIssue* const issue = site_.find(id);
    if (issue == nullptr) continue;
    for (const HistoryEntry& entry : entries_of(issue->issue)) rows.push_back({entry, issue});
  }
  const auto order = [](const Row& row) {
    return std::pair{row.entry.first->at, number_of(row.issue->issue.id)};
  };
  std::ranges::stable_sort(rows, {}, order);
  const std::string token = std::string{call.body["nextPageToken"].text()};
  const std::size_t first =
      token.empty() ? 0 : static_cast<std::size_t>(number_of(std::string_view{token}.substr(1)));
  if (!token.empty() && !token.starts_with('h')) return jira_error(400, "The nextPageToken is invalid.");
  const std::size_t count = capped(call.body["maxResults"].as_int().value_or(1000), kBulkChangelogEntries);
  const std::size_t end = std::min(rows.size(), first + count);
  // An issue's entries stand together within a page.
  std::vector<std::pair<const SiteIssue*, std::vector<HistoryEntry>>> groups;
  for (std::size_t i = std::min(first, rows.size()); i < end; ++i) {
    auto group = std::ranges::find(groups, rows[i].issue, [](const auto& each) { return each.first; });
    if (group == groups.end()) group = groups.insert(groups.end(), {rows[i].issue, {}});
    group->second.push_back(rows[i].entry);
  }
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("issueChangeLogs").begin_array();
  for (const auto& [issue, entries] : groups) {
    json.begin_object().field("issueId", issue->issue.id).key("changeHistories").begin_array();
    for (const HistoryEntry& entry : entries) json_.history(json, entry, options_.epoch_dates);
    json.end_array().end_object();
  }
  json.end_array();
  if (end < rows.size()) json.field("nextPageToken", fmt::format("h{}", end));
  json.end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::comment_page(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  const std::string order = call.target.parameter("orderBy").value_or("created");
  if (order != "created" && order != "+created") return jira_error(400, "orderBy is not supported here");
  const JiraPage page{static_cast<std::size_t>(std::max<std::int64_t>(0, call.target.number("startAt", 0))),
                      capped(call.target.number("maxResults", 50), kCommentsPerPage),
                      issue->issue.comments.size()};
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("startAt", page.first).field("maxResults", page.count).field("total", page.total);
  json.key("comments");
  json_.comments(json, *issue, page.first, page.count);
  json.end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::get_comment(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  const auto found = std::ranges::find(issue->issue.comments, call.ids[1], &tracker::Comment::id);
  if (found == issue->issue.comments.end())
    return jira_error(404, "Can not find a comment for the id: " + call.ids[1] + ".");
  std::string out;
  JsonWriter json(out);
  json_.comment(json, *issue, *found);
  return jira_answer(std::move(out));
}

}  // namespace stint::test
