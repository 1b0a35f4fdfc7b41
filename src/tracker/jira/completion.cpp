#include "tracker/jira/completion.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <span>
#include <unordered_set>
#include <utility>

#include "lib/curl/url.h"
#include "tracker/changes.h"
#include "tracker/jira/comments.h"
#include "tracker/jira/missing_changes.h"
#include "tracker/jira/values.h"
#include "tracker/people.h"

namespace stint::tracker::jira {
namespace {

constexpr int kPasses = 3;
constexpr int kCommentsPerPage = 100;

Error incomplete(std::int64_t came, std::int64_t total) {
  return {ErrorCode::failure, fmt::format("{} of {} came", came, total), "", "it is read again next time"};
}

struct CommentPages {
  std::vector<Comment> comments;
  std::vector<Person> people;
  std::int64_t total = 0;
  bool quiet = true;  // none came or went while they were read
};

Result<CommentPages> read_comment_pages(Site& site, const std::string& issue) {
  CommentPages pages;
  std::unordered_set<std::string> seen;
  for (std::int64_t start = 0;;) {
    auto answer = site.get(site.api(fmt::format("/issue/{}/comment?startAt={}&maxResults={}&orderBy=created",
                                                curl::url_encoded(issue), start, kCommentsPerPage)));
    if (!answer) return fail(std::move(answer).error().error);
    if (!answer->root["comments"].is_array()) return fail(without_list("comments").error);
    std::vector<Comment> page;
    STINT_TRY(read_comments(answer->root["comments"], page, pages.people));
    const std::int64_t total = answer->root["total"].as_int().value_or(0);
    pages.quiet = pages.quiet && (start == 0 || total == pages.total);
    pages.total = total;
    const auto count = static_cast<std::int64_t>(page.size());
    for (Comment& comment : page) {
      if (seen.insert(comment.id).second) pages.comments.push_back(std::move(comment));
    }
    start += count;
    if (count == 0 || start >= total) return pages;
  }
}

Outcome complete_comments(Site& site, Draft& draft) {
  Issue& issue = draft.record.issue;
  std::int64_t came = 0;
  std::int64_t total = draft.comments;
  for (int pass = 0; pass < kPasses; ++pass) {
    STINT_ASSIGN(pages, read_comment_pages(site, issue.id));
    came = static_cast<std::int64_t>(pages.comments.size());
    total = pages.total;
    if (!pages.quiet || came < total) continue;
    issue.comments = std::move(pages.comments);
    for (const Person& person : pages.people) add_person(draft.record.people, person);
    return {};
  }
  return fail(incomplete(came, total));
}

void add_changes(Draft& draft, Changelog&& more) {
  Issue& issue = draft.record.issue;
  std::unordered_set<std::string> known;
  for (const Change& change : issue.changes) known.insert(change.history_id);
  for (Change& change : more.changes) {
    if (!known.contains(change.history_id)) issue.changes.push_back(std::move(change));
  }
  for (const Person& author : more.authors) add_person(draft.record.people, author);
  sort_changes(issue.changes);
}

bool is_short(const Draft& draft) {
  const Issue& issue = draft.record.issue;
  return !issue.has_history || count_histories(issue.changes) < issue.history_total;
}

// From the pages of one issue's own changelog. Entries are only ever added, behind all others, so that a pass
// over the pages misses none that was there at its beginning.
Outcome complete_changes(Site& site, Draft& draft) {
  Issue& issue = draft.record.issue;
  for (int pass = 0; pass < kPasses; ++pass) {
    STINT_ASSIGN(log, read_changelog_pages(site, issue.id));
    issue.has_history = true;
    issue.history_total = std::max(issue.history_total, log.total);
    add_changes(draft, std::move(log));
    if (!is_short(draft)) return {};
  }
  return fail(incomplete(count_histories(issue.changes), issue.history_total));
}

void complete_in_bulk(Site& site, std::span<Draft*> drafts) {
  std::vector<std::string> ids;
  for (const Draft* draft : drafts) ids.push_back(draft->record.issue.id);
  BulkChangelogs logs = read_bulk_changelogs(site, ids);
  for (Draft* draft : drafts) {
    const auto log = logs.by_issue.find(draft->record.issue.id);
    if (log == logs.by_issue.end()) continue;
    // Without a total of the issue's own there is nothing to hold the answer against; then the pages decide.
    add_changes(*draft, std::move(log->second));
  }
}

}  // namespace

const JsonDocument& issue_fields() {
  static const JsonDocument fields{"*all", "-attachment", "-worklog", "-thumbnail", "-watches", "-votes"};
  return fields;
}

std::string issue_query() {
  std::string query = "expand=changelog&fields=";
  for (const JsonDocument& field : issue_fields()) {
    if (!query.ends_with('=')) query += ',';
    query += field.get<std::string>();
  }
  return query;
}

std::string mark_of(Instant updated) {
  return format_iso(updated);
}

Result<Draft> read_draft(json::Value value, const FieldNames& fields) {
  STINT_ASSIGN(read, read_issue(value, fields));
  Draft draft;
  draft.record.issue = std::move(read.issue);
  draft.record.sprints = std::move(read.sprints);
  draft.record.people = std::move(read.people);
  draft.record.mark = mark_of(draft.record.issue.updated);
  draft.comments = value["fields"]["comment"]["total"].as_int().value_or(0);
  return draft;
}

std::expected<Draft, RestFault> get_draft(Site& site, std::string_view issue, const FieldNames& fields,
                                          Texts texts) {
  auto answer = site.get(site.api(fmt::format("/issue/{}?{}", curl::url_encoded(issue), issue_query())));
  if (!answer) return std::unexpected(std::move(answer).error());
  auto draft = read_draft(answer->root, fields);
  if (draft && texts == Texts::for_editing) {
    Issue& read = draft->record.issue;
    read.description = read_text_for_editing(answer->root["fields"]["description"]);
    read.environment = read_text_for_editing(answer->root["fields"]["environment"]);
  }
  if (draft) return std::move(*draft);
  return std::unexpected(RestFault{std::move(draft).error(), 200, false, {}, {}, {}});
}

void complete(Site& site, std::vector<Draft>& drafts, std::vector<Unreadable>& unreadable) {
  const auto report = [&](Draft& draft, std::string_view what, Error error) {
    const Issue& issue = draft.record.issue;
    unreadable.push_back({fmt::format("the {} of {}", what, issue.key), issue.id, std::move(error)});
    draft.record.mark.clear();
  };
  std::vector<Draft*> short_ones;
  for (Draft& draft : drafts) {
    if (is_short(draft)) short_ones.push_back(&draft);
  }
  if (site.cloud() && !short_ones.empty()) complete_in_bulk(site, short_ones);
  for (Draft* draft : short_ones) {
    if (!is_short(*draft)) continue;
    if (auto completed = complete_changes(site, *draft); !completed)
      report(*draft, "changelog", std::move(completed).error());
  }
  for (Draft& draft : drafts) {
    if (static_cast<std::int64_t>(draft.record.issue.comments.size()) >= draft.comments) continue;
    if (auto completed = complete_comments(site, draft); !completed)
      report(draft, "comments", std::move(completed).error());
  }
}

}  // namespace stint::tracker::jira
