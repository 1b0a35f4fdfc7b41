#include "tracker/jira/data_center.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "tracker/jira/batch.h"
#include "tracker/jira/page_place.h"
#include "tracker/jira/query.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

// The most that servers give unless they are set up otherwise; what they give is what counts.
constexpr int kPageSize = 1000;
constexpr int kLeastPageSize = 25;
// An answer longer than this makes the next pages shorter, so that memory stays bounded.
constexpr std::size_t kLongAnswer = std::size_t{12} << 20U;

Anchor anchor_of(json::Value issue) {
  return {id_text_of(issue["id"]), read_instant(issue["fields"]["created"]).value_or(Instant{})};
}

class Lister {
 public:
  Lister(Site& site, const Scope& scope, const FieldNames& fields, PagePlace place)
      : site_(site), fields_(fields), whole_(scope.whole), place_(std::move(place)) {
    body_["jql"] = scope_query(scope);
    body_["fields"] = whole_ ? issue_fields() : JsonDocument::array({"created", "updated"});
    if (whole_) body_["expand"] = JsonDocument::array({"changelog"});
  }

  Result<Listing> list() {
    // The last issue of the page before comes once more; where it does not, something before it has gone, and
    // the page begins further in front.
    std::int64_t start = std::max<std::int64_t>(0, place_.start - 1);
    for (std::int64_t step = 10;; step *= 10) {
      auto answer = ask(start);
      if (!answer) return fail(std::move(answer).error().error);
      if (!answer->root["issues"].is_array()) return fail(without_list("issues").error);
      if (start == 0 || joins(answer->root["issues"])) return take(*answer, start);
      start = std::max<std::int64_t>(0, start - step);
    }
  }

 private:
  Asked ask(std::int64_t start) {
    for (;;) {
      body_["startAt"] = start;
      body_["maxResults"] = place_.size;
      auto answer = site_.ask(site_.api("/search"), body_);
      if (answer || !was_too_much(answer.error()) || place_.size <= kLeastPageSize) return answer;
      place_.size = std::max(kLeastPageSize, place_.size / 2);
    }
  }

  // Whether nothing that stood behind the page before can stand in front of this one.
  [[nodiscard]] bool joins(json::Value issues) const {
    const json::Value first = issues.at(0);
    if (!first.exists()) return false;
    if (anchor_of(first).created < place_.last.created) return true;
    for (const json::Value issue : issues.items()) {
      if (id_text_of(issue["id"]) == place_.last.id) return true;
    }
    return false;
  }

  Result<Listing> take(const Answer& answer, std::int64_t start) {
    Listing listing;
    listing.total = answer.root["total"].as_int();
    std::vector<Draft> drafts;
    Anchor last;
    std::int64_t count = 0;
    for (const json::Value issue : answer.root["issues"].items()) {
      ++count;
      last = anchor_of(issue);
      if (count == 1 && last.id == place_.last.id) continue;
      add(issue, last.id, listing, drafts);
    }
    complete(site_, drafts, listing.unreadable);
    for (Draft& draft : drafts) {
      listing.entries.push_back({draft.record.issue.id, draft.record.mark});
      listing.issues.push_back(std::move(draft.record));
    }
    PagePlace next{start + count, place_.size, std::move(last)};
    if (answer.bytes > kLongAnswer) next.size = std::max(kLeastPageSize, next.size / 2);
    const bool more = listing.total ? next.start < *listing.total : next.start > place_.start;
    if (more && count > 0) listing.next = next.text();
    if (more && count == 0) {
      listing.unreadable.push_back(
          {"the rest of the list",
           "",
           {ErrorCode::failure,
            fmt::format("a page is empty after {} of {} issues", start, listing.total.value_or(0)), "",
            "begin the list again; nothing is lost by it"}});
    }
    return listing;
  }

  void add(json::Value issue, const std::string& id, Listing& listing, std::vector<Draft>& drafts) {
    if (!whole_) {
      const auto updated = read_instant(issue["fields"]["updated"]);
      listing.entries.push_back({id, updated ? mark_of(*updated) : ""});
      return;
    }
    auto draft = read_draft(issue, fields_);
    if (draft) return drafts.push_back(std::move(*draft));
    listing.entries.push_back({id, ""});
    listing.unreadable.push_back({"issue " + id, id, std::move(draft).error()});
  }

  Site& site_;
  const FieldNames& fields_;
  const bool whole_;
  PagePlace place_;
  JsonDocument body_;
};

}  // namespace

Result<Listing> list_data_center(Site& site, const Scope& scope, const std::string& cursor,
                                 const FieldNames& fields) {
  STINT_ASSIGN(place, PagePlace::parse(cursor, kPageSize));
  return Lister{site, scope, fields, std::move(place)}.list();
}

Result<Reading> read_data_center(Site& site, std::span<const std::string> ids, const FieldNames& fields) {
  const AskForIssues ask = [&](std::span<const std::string> part) {
    JsonDocument body;
    body["jql"] = ids_query(part);
    body["startAt"] = 0;
    body["maxResults"] = part.size();
    // Ids that are not there any more are left out rather than refused.
    body["validateQuery"] = false;
    body["fields"] = issue_fields();
    body["expand"] = JsonDocument::array({"changelog"});
    return site.ask(site.api("/search"), body);
  };
  return read_issues(site, ids, fields, ask);
}

}  // namespace stint::tracker::jira
