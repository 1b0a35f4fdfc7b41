#include "tracker/azure/reader.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "lib/curl/url.h"
#include "lib/nlohmann/json_document.h"
#include "tracker/azure/comments.h"
#include "tracker/azure/updates.h"
#include "tracker/azure/values.h"
#include "tracker/changes.h"
#include "tracker/item_reading.h"
#include "tracker/json_values.h"
#include "tracker/people.h"
#include "tracker/side_by_side.h"

namespace stint::tracker::azure {
namespace {

std::optional<std::int64_t> number_of(std::string_view id) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc{} || end != id.data() + id.size()) return std::nullopt;
  return number;
}

JsonDocument numbers_of(std::span<const std::string> ids) {
  JsonDocument list = JsonDocument::array();
  for (const std::string& id : ids) {
    if (const auto number = number_of(id)) list.push_back(*number);
  }
  return list;
}

// Worth another attempt later, so that what is known meanwhile must not be thrown away.
bool is_passing(const RestFault& fault) {
  return fault.status == 0 || fault.status == 203 || fault.status == 401 || fault.status == 408 ||
         fault.status == 429 || fault.status >= 500;
}

}  // namespace

// What becomes of one id.
struct Reader::One : ItemReading {
  std::shared_ptr<JsonAnswer> answer;  // that `item` lives in
  json::Value item;

  void miss(std::string_view what, Error error) {
    unreadable.push_back({fmt::format("{} {}", what, id), id, std::move(error)});
  }
  void postpone(std::string_view what, Error error) {
    postponed = true;
    miss(what, std::move(error));
  }
};

Result<std::vector<std::string>> Reader::query(const WorkItemQuery& query, std::size_t top) {
  auto answer = api_.ask(fmt::format("/_apis/wit/wiql?timePrecision=true&$top={}", top),
                         to_line(JsonDocument{{"query", wiql_of(query)}}));
  if (!answer) return fail(std::move(answer).error().error);
  std::vector<std::string> ids;
  const json::Items items = answer->root["workItems"].items();
  for (const json::Value item : items) ids.push_back(id_text_of(item["id"]));
  return ids;
}

Result<std::vector<Entry>> Reader::revisions(std::span<const std::string> ids) {
  std::vector<Entry> entries;
  for (std::size_t first = 0; first < ids.size(); first += kBatch) {
    const JsonDocument body{{"ids", numbers_of(ids.subspan(first, std::min(kBatch, ids.size() - first)))},
                            {"fields", {"System.Id", "System.Rev"}},
                            {"errorPolicy", "omit"}};
    auto answer = api_.ask("/_apis/wit/workitemsbatch", to_line(body));
    if (!answer) return fail(std::move(answer).error().error);
    const json::Items items = answer->root["value"].items();
    for (const json::Value item : items) {
      if (!item.is_object()) continue;
      entries.push_back({id_text_of(item["id"]), id_text_of(item["rev"])});
    }
  }
  return entries;
}

Result<Listing> Reader::list(const Scope& scope, const std::string& cursor) {
  const std::size_t top = scope.since ? kChangedPage : kQueryLimit;
  WorkItemQuery asked;
  asked.projects = scope.projects;
  asked.above = cursor;
  asked.changed_since = scope.since;
  STINT_ASSIGN(ids, query(asked, top));
  Listing listing;
  if (scope.since) {
    // A request for 200 of them saves three for each that is known already.
    STINT_ASSIGN(marked, revisions(ids));
    std::map<std::string, std::string> marks;
    for (Entry& entry : marked) marks.emplace(std::move(entry.id), std::move(entry.mark));
    for (const std::string& id : ids) listing.entries.push_back({id, marks[id]});
  } else {
    for (const std::string& id : ids) listing.entries.push_back({id, {}});
  }
  if (ids.size() >= top) listing.next = ids.back();
  return listing;
}

Outcome Reader::fetch(std::span<One> batch) {
  std::vector<std::string> ids;
  for (const One& one : batch) ids.push_back(one.id);
  const JsonDocument body{{"ids", numbers_of(ids)}, {"$expand", "all"}, {"errorPolicy", "omit"}};
  auto answer = api_.ask("/_apis/wit/workitemsbatch", to_line(body));
  if (!answer) return fail(std::move(answer).error().error);
  const auto kept = std::make_shared<JsonAnswer>(std::move(*answer));
  std::map<std::string, json::Value> found;
  const json::Items items = kept->root["value"].items();
  for (const json::Value item : items) {
    if (item.is_object()) found.emplace(id_text_of(item["id"]), item);
  }
  for (One& one : batch) {
    const auto item = found.find(one.id);
    if (item == found.end()) continue;
    one.answer = kept;
    one.item = item->second;
  }
  return {};
}

// What a batch left out may be gone, or be what this account may not see: both say 404.
void Reader::look_again(One& one) {
  if (!number_of(one.id)) {
    one.gone = true;
    return;
  }
  auto answer = api_.get(fmt::format("/_apis/wit/workitems/{}?$expand=all", one.id));
  if (answer) {
    one.answer = std::make_shared<JsonAnswer>(std::move(*answer));
    one.item = one.answer->root;
  } else if (answer.error().status == 404) {
    one.gone = true;
  } else {
    one.postpone("work item", std::move(answer).error().error);
  }
}

bool Reader::read_history(One& one, const WorkItem& item) {
  const Issue& issue = item.record.issue;
  auto types = discovery_.types(issue.project_key);
  auto names = discovery_.field_names();
  if (!types || !names) {
    one.postpone("the history of work item", types ? names.error() : types.error());
    return false;
  }
  HistoryContext context{**types, **names, issue.type, item.markdown, field::kDescription};
  const json::Value fields = one.item["fields"];
  if (fields[field::kDescription].text().empty() && !fields[field::kReproSteps].text().empty())
    context.description_field = field::kReproSteps;
  HistoryReader history{context};
  for (std::size_t skip = 0;; skip += kHistoryPage) {
    auto page = api_.get(fmt::format("/{}/_apis/wit/workItems/{}/updates?$top={}&$skip={}",
                                     curl::url_encoded(issue.project_key), one.id, kHistoryPage, skip));
    if (!page) {
      RestFault fault = std::move(page).error();
      if (fault.status == 404) {
        one.gone = true;
        return false;
      }
      if (is_passing(fault)) {
        one.postpone("the history of work item", std::move(fault.error));
        return false;
      }
      one.miss("the history of work item", std::move(fault.error));
      break;
    }
    if (Outcome read = history.read(page->root["value"]); !read) {
      one.miss("the history of work item", std::move(read).error());
      break;
    }
    if (page->root["value"].size() < kHistoryPage) {
      if (history.revision() < item.revision)
        one.postpone("the history of work item",
                     {ErrorCode::failure,
                      fmt::format("it ends at revision {} of {}", history.revision(), item.revision), "",
                      "the next sync reads it again"});
      break;
    }
  }
  if (one.postponed) return false;
  IssueRecord& record = *one.record;
  record.issue.changes = std::move(history.changes());
  sort_changes(record.issue.changes);
  record.issue.has_history = true;
  for (const Person& person : history.people()) add_person(record.people, person);
  return true;
}

bool Reader::read_comments(One& one, const WorkItem& item) {
  if (item.comments == 0) return true;
  IssueRecord& record = *one.record;
  std::string token;
  for (;;) {
    const std::string place =
        token.empty() ? std::string{} : "&continuationToken=" + curl::url_encoded(token);
    auto page =
        api_.get(fmt::format("/{}/_apis/wit/workItems/{}/comments?$top={}&order=asc{}",
                             curl::url_encoded(record.issue.project_key), one.id, kHistoryPage, place),
                 Preview::comments);
    if (!page) {
      RestFault fault = std::move(page).error();
      if (is_passing(fault)) {
        one.postpone("the comments of work item", std::move(fault.error));
        return false;
      }
      one.miss("the comments of work item", std::move(fault.error));
      return true;
    }
    auto read = azure::read_comments(page->root);
    if (!read) {
      one.miss("the comments of work item", std::move(read).error());
      return true;
    }
    for (Comment& comment : read->comments) {
      // A page may come again: no comment is there twice.
      if (std::ranges::find(record.issue.comments, comment.id, &Comment::id) == record.issue.comments.end())
        record.issue.comments.push_back(std::move(comment));
    }
    for (const Person& person : read->people) add_person(record.people, person);
    if (read->next.empty()) break;
    // There is more, and this does not lead to it.
    if (read->next == token) {
      one.postpone("the comments of work item", {ErrorCode::failure, "a page of them leads to itself", "",
                                                 "the next sync reads it again"});
      return false;
    }
    token = std::move(read->next);
  }
  std::ranges::stable_sort(record.issue.comments, {}, &Comment::at);
  return true;
}

void Reader::read_one(One& one) {
  if (!one.item.exists() && !one.gone) look_again(one);
  if (one.gone || one.postponed) return;
  auto types = discovery_.types(std::string{project_of(one.item)});
  if (!types) return one.postpone("work item", std::move(types).error());
  auto item = read_work_item(one.item, **types);
  if (!item) return one.postpone("work item", std::move(item).error());
  one.record = item->record;
  if (read_history(one, *item)) static_cast<void>(read_comments(one, *item));
}

Result<Reading> Reader::read(std::span<const std::string> ids) {
  auto all = items_to_read<One>(ids);
  for (std::size_t first = 0; first < all.size(); first += kBatch)
    STINT_TRY(fetch(std::span{all}.subspan(first, std::min(kBatch, all.size() - first))));
  // Once, before several threads would each find that they are not to be had.
  std::set<std::string> projects;
  for (const One& one : all) {
    if (one.item.exists()) projects.emplace(project_of(one.item));
  }
  for (const std::string& project : projects) STINT_TRY(discovery_.types(project));
  if (!projects.empty()) STINT_TRY(discovery_.field_names());
  side_by_side(all.size(), kRequestsAtOnce, [&](std::size_t i) { read_one(all[i]); });
  return reading_of(std::move(all));
}

}  // namespace stint::tracker::azure
