#include "tracker/jira/cloud.h"

#include <fmt/format.h>
#include <utility>

#include "tracker/jira/batch.h"
#include "tracker/jira/page_token.h"
#include "tracker/jira/query.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

// The most that search gives where no more than ids are asked for; with fields it gives fewer by itself.
constexpr int kPageSize = 5000;
constexpr int kEmptyPages = 50;

Error told_nothing(std::string what) {
  return {ErrorCode::failure, std::move(what), "", "begin the list again; nothing is lost by it"};
}

// What is wrong with the end of a page; empty when nothing is.
std::string fault_of(json::Value page, const PageToken& at, std::string_view token) {
  if (token.empty()) {
    return page["isLast"].as_bool().value_or(true) ? ""
                                                   : "a page of issues is not the last, but has no token";
  }
  return at.is_repeated_by(token) ? "the same page of issues comes again and again" : "";
}

std::vector<Entry> read_entries(json::Value issues) {
  std::vector<Entry> entries;
  entries.reserve(issues.size());
  for (const json::Value issue : issues.items()) {
    Entry entry;
    entry.id = id_text_of(issue["id"]);
    if (const auto updated = read_instant(issue["fields"]["updated"])) entry.mark = mark_of(*updated);
    if (!entry.id.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Result<Listing> list_cloud(Site& site, const Scope& scope, const std::string& cursor) {
  STINT_ASSIGN(at, PageToken::parse(cursor));
  JsonDocument body;
  body["jql"] = scope_query(scope);
  body["maxResults"] = kPageSize;
  body["fields"] = JsonDocument::array({scope.since ? "updated" : "id"});
  if (!at.token().empty()) body["nextPageToken"] = at.token();
  for (int attempt = 1;; ++attempt) {
    auto answer = site.ask(site.api("/search/jql"), body);
    if (!answer) {
      RestFault& fault = answer.error();
      if (fault.status == 400 && !at.token().empty()) {
        fault.error.code = ErrorCode::conflict;
        fault.error.hint = "the list's next page is not known any more: begin it again";
      }
      return fail(std::move(fault.error));
    }
    if (!answer->root["issues"].is_array()) return fail(without_list("issues").error);
    const std::string token{answer->root["nextPageToken"].text()};
    const std::string wrong = fault_of(answer->root, at, token);
    // It may be a slip: the same question once more.
    if (!wrong.empty() && attempt == 1) continue;
    Listing listing;
    listing.entries = read_entries(answer->root["issues"]);
    if (!wrong.empty() && !token.empty()) return fail(told_nothing(wrong));
    if (!wrong.empty()) listing.unreadable.push_back({"the rest of the list", "", told_nothing(wrong)});
    if (token.empty()) return listing;
    const PageToken next = at.followed_by(token, listing.entries.empty());
    if (next.empty_pages() > kEmptyPages) {
      return fail(told_nothing(fmt::format("{} pages of issues in a row are empty", kEmptyPages)));
    }
    listing.next = next.text();
    return listing;
  }
}

Result<Reading> read_cloud(Site& site, std::span<const std::string> ids, const FieldNames& fields) {
  const AskForIssues ask = [&](std::span<const std::string> part) -> Asked {
    if (site.absent.bulk_issues) return std::unexpected(RestFault{{}, 404, false, {}, {}, {}});
    JsonDocument body;
    body["issueIdsOrKeys"] = JsonDocument::array();
    for (const std::string& id : part) body["issueIdsOrKeys"].push_back(id);
    body["fields"] = issue_fields();
    body["expand"] = JsonDocument::array({"changelog"});
    auto answer = site.ask(site.api("/issue/bulkfetch"), body);
    if (!answer && is_absent(answer.error())) site.absent.bulk_issues = true;
    return answer;
  };
  return read_issues(site, ids, fields, ask);
}

Result<std::vector<QueryCheck>> check_queries(Site& site, std::span<const std::string> queries) {
  JsonDocument body;
  body["queries"] = JsonDocument::array();
  for (const std::string& query : queries) body["queries"].push_back(query);
  auto answer = site.ask(site.api("/jql/parse?validation=strict"), body);
  if (!answer) return fail(std::move(answer).error().error);
  std::vector<QueryCheck> checks;
  for (const json::Value item : answer->root["queries"].items()) {
    QueryCheck& check = checks.emplace_back();
    check.query = item["query"].text();
    for (const json::Value error : item["errors"].items()) check.errors.emplace_back(error.text());
    for (const json::Value warning : item["warnings"].items()) check.warnings.emplace_back(warning.text());
  }
  return checks;
}

}  // namespace stint::tracker::jira
