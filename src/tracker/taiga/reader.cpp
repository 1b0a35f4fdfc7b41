#include "tracker/taiga/reader.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "lib/curl/url.h"
#include "outbound/retry_after.h"
#include "tracker/changes.h"
#include "tracker/item_reading.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/people.h"
#include "tracker/side_by_side.h"
#include "tracker/taiga/item.h"
#include "tracker/taiga/values.h"

namespace stint::tracker::taiga {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Worth another attempt later, so that what is known meanwhile must not be thrown away.
bool is_passing(const RestFault& fault) {
  return fault.status == 0 || fault.status == 401 || fault.status == 408 || fault.status == 429 ||
         fault.status >= 500;
}

std::string utc(Instant at) {
  const std::string text = format_iso(at);
  return text.substr(0, text.rfind('+')) + "Z";
}

}  // namespace

std::optional<Instant> server_time(const curl::Headers& headers) {
  const auto date = curl::find_header(headers, "Date");
  return date ? outbound::parse_http_date(*date, Instant{}) : std::nullopt;
}

Result<Account> Reader::account() {
  auto answer = api_.get("/users/me");
  if (!answer) return fail(std::move(answer).error().error);
  const Person me = read_person(answer->root);
  Account account;
  account.id = me.id;
  account.name = me.name;
  account.time_zone = answer->root["timezone"].text();
  account.version = "Taiga, API 1";
  account.server_time = server_time(answer->headers);
  return account;
}

Result<Tables> Reader::keep(json::Value project) {
  STINT_ASSIGN(tables, read_project(project));
  auto kept = std::make_shared<const ProjectTables>(std::move(tables));
  const std::scoped_lock lock{mutex_};
  tables_[kept->id] = kept;
  return kept;
}

Result<Tables> Reader::project(std::int64_t id) {
  {
    const std::scoped_lock lock{mutex_};
    if (const auto known = tables_.find(id); known != tables_.end()) return known->second;
  }
  auto answer = api_.get(fmt::format("/projects/{}", id));
  if (!answer) return fail(std::move(answer).error().error);
  return keep(answer->root);
}

Result<Tables> Reader::project_by_slug(const std::string& slug) {
  auto answer = api_.get(fmt::format("/projects/by_slug?slug={}", curl::url_encoded(slug)));
  if (!answer) {
    Error error = std::move(answer).error().error;
    if (error.code == ErrorCode::not_found) {
      error.message = fmt::format("there is no project \"{}\", or not for this account", slug);
      error.hint = "projects are named by their slugs, as in the address of their pages";
    }
    return fail(std::move(error));
  }
  return keep(answer->root);
}

Result<std::vector<Tables>> Reader::projects(const Scope& scope) {
  std::vector<Tables> all;
  for (const std::string& slug : scope.projects) {
    STINT_ASSIGN(one, project_by_slug(slug));
    all.push_back(std::move(one));
  }
  if (scope.projects.empty()) {
    STINT_ASSIGN(me, account());
    std::vector<std::int64_t> ids;
    auto listed = each(fmt::format("/projects?member={}", me.id), [&](json::Value item, const JsonAnswer&) {
      ids.push_back(item["id"].as_int().value_or(0));
    });
    if (!listed) return fail(std::move(listed).error().error);
    for (const std::int64_t id : ids) {
      auto answer = api_.get(fmt::format("/projects/{}", id));
      if (!answer) return fail(std::move(answer).error().error);
      STINT_ASSIGN(one, keep(answer->root));
      all.push_back(std::move(one));
    }
  }
  std::ranges::sort(all, {}, [](const Tables& project) { return project->id; });
  const std::scoped_lock lock{mutex_};
  scope_ = scope.projects;
  in_scope_ = all;
  return all;
}

Result<std::vector<Tables>> Reader::known_projects(const Scope& scope) {
  {
    const std::scoped_lock lock{mutex_};
    if (!in_scope_.empty() && scope_ == scope.projects) return in_scope_;
  }
  return projects(scope);
}

Result<Catalogue> Reader::discover(const Scope& scope) {
  STINT_ASSIGN(all, projects(scope));
  Catalogue catalogue;
  catalogue.fields.push_back({std::string{kPointsField}, std::string{kPointsName}, "number"});
  for (const Tables& project : all) {
    describe(*project, catalogue);
    auto listed = each(fmt::format("/milestones?project={}", project->id),
                       [&](json::Value item, const JsonAnswer& answer) {
                         catalogue.sprints.push_back(read_milestone(item, server_time(answer.headers)));
                       });
    if (!listed)
      catalogue.unreadable.push_back(
          {fmt::format("the sprints of {}", project->slug), "", std::move(listed).error().error});
  }
  return catalogue;
}

// Where a list goes on.
struct Reader::Place {
  std::int64_t project = 0;  // its id; 0: the first one
  std::size_t kind = 0;
  std::int64_t page = 1;
  std::int64_t count = 0;  // of all items of that kind, when the page before was read

  static std::optional<Place> parse(const std::string& cursor) {
    if (cursor.empty()) return Place{};
    const std::vector<std::string> parts = split_list(cursor, '/');
    if (parts.size() != 4) return std::nullopt;
    const auto project = number_of(parts[0]);
    const auto kind = number_of(parts[1]);
    const auto page = number_of(parts[2]);
    const auto count = number_of(parts[3]);
    if (!project || !kind || !page || !count || *kind < 0 || *page < 1) return std::nullopt;
    if (static_cast<std::size_t>(*kind) >= kinds().size()) return std::nullopt;
    return Place{*project, static_cast<std::size_t>(*kind), *page, *count};
  }
  [[nodiscard]] std::string text() const { return fmt::format("{}/{}/{}/{}", project, kind, page, count); }
};

Result<Listing> Reader::list(const Scope& scope, const std::string& cursor) {
  auto place = Place::parse(cursor);
  if (!place) return fail(ErrorCode::usage, "the place to go on from is not one of Taiga's");
  STINT_ASSIGN(all, known_projects(scope));
  Listing listing;
  const auto at = std::ranges::find_if(all, [&](const Tables& one) { return one->id >= place->project; });
  if (at == all.end()) return listing;
  if ((*at)->id != place->project) *place = {(*at)->id, 0, 1, 0};
  const KindInfo& kind = kinds()[place->kind];
  std::string path =
      fmt::format("/{}?project={}&page={}&page_size={}", kind.folder, place->project, place->page, kPage);
  // New items come at the end then. A list without an order comes whole.
  curl::Headers headers;
  if (kind.ordered) {
    path += "&order_by=created_date";
  } else {
    headers.push_back({"x-disable-pagination", "True"});
  }
  if (scope.since) path += "&modified_date__gte=" + curl::url_encoded(utc(*scope.since));
  auto answer = api_.get(path, std::move(headers));
  // Without the permission to see a kind, there is none of it; its pages end where fewer items are left.
  const bool past_end = !answer && answer.error().status == 404 && place->page > 1;
  const bool unseen = !answer && answer.error().status == 403;
  if (!answer && !past_end && !unseen) return fail(std::move(answer).error().error);
  std::int64_t count = 0;
  bool more = false;
  if (answer) {
    const json::Items items = answer->root.items();
    for (const json::Value item : items)
      listing.entries.push_back({item_id(kind.kind, item["id"]), mark_of(item)});
    if (const auto said = curl::find_header(answer->headers, "x-pagination-count"))
      count = number_of(*said).value_or(0);
    more = curl::find_header(answer->headers, "x-pagination-next").has_value();
  }
  if (unseen)
    listing.unreadable.push_back(
        {fmt::format("{} of {}", kind.folder, (*at)->slug), "", answer.error().error});
  // What went away moved others to pages that are behind us.
  const bool shrunk = past_end || (place->page > 1 && count < place->count);
  if (shrunk) {
    listing.next = Place{place->project, place->kind, 1, 0}.text();
  } else if (more) {
    listing.next = Place{place->project, place->kind, place->page + 1, count}.text();
  } else if (place->kind + 1 < kinds().size()) {
    listing.next = Place{place->project, place->kind + 1, 1, 0}.text();
  } else if (at + 1 != all.end()) {
    listing.next = Place{(*(at + 1))->id, 0, 1, 0}.text();
  }
  return listing;
}

// What becomes of one id.
struct Reader::One : ItemReading {
  void miss(std::string_view what, RestFault fault) {
    postponed = postponed || is_passing(fault);
    unreadable.push_back({fmt::format("{} {}", what, id), id, std::move(fault.error)});
  }
  void postpone(Error error) {
    postponed = true;
    unreadable.push_back({id, id, std::move(error)});
  }
};

std::expected<void, RestFault> Reader::read_history_of(One& one, const ItemId& id,
                                                       const ProjectTables& project) {
  History history;
  Outcome read;
  auto listed = each(fmt::format("/history/{}/{}", kind_info(id.kind).history, id.number),
                     [&](json::Value entry, const JsonAnswer&) {
                       if (read) read = read_entry(id.kind, entry, project, history);
                     });
  if (!listed) return listed;
  if (!read) return std::unexpected(RestFault{std::move(read).error(), 200, false, {}, {}});
  Issue& issue = one.record->issue;
  issue.changes = std::move(history.changes);
  sort_changes(issue.changes);
  issue.comments = std::move(history.comments);
  std::ranges::stable_sort(issue.comments, {}, &Comment::at);
  const auto repeated = std::ranges::unique(issue.comments, {}, &Comment::id);
  issue.comments.erase(repeated.begin(), repeated.end());
  issue.has_history = true;
  for (const Person& person : history.people) add_person(one.record->people, person);
  return {};
}

void Reader::read_one(One& one) {
  const auto id = parse_item_id(one.id);
  if (!id) {
    one.gone = true;
    return;
  }
  const KindInfo& kind = kind_info(id->kind);
  auto answer = api_.get(fmt::format("/{}/{}", kind.folder, id->number));
  if (!answer) {
    RestFault fault = std::move(answer).error();
    if (fault.status == 404) {
      one.gone = true;
    } else {
      one.postpone(std::move(fault.error));
    }
    return;
  }
  auto tables = project(answer->root["project"].as_int().value_or(0));
  if (!tables) return one.postpone(std::move(tables).error());
  auto record = read_item(id->kind, answer->root, **tables);
  if (!record) return one.postpone(std::move(record).error());
  one.record = std::move(*record);
  if (has_attributes(id->kind, **tables)) {
    auto values = api_.get(fmt::format("/{}/custom-attributes-values/{}", kind.folder, id->number));
    if (values) {
      read_attributes(id->kind, values->root, **tables, one.record->issue);
    } else {
      one.miss("the custom attributes of", std::move(values).error());
    }
  }
  if (auto history = read_history_of(one, *id, **tables); !history)
    one.miss("the history of", std::move(history).error());
}

Result<Reading> Reader::read(std::span<const std::string> ids) {
  auto all = items_to_read<One>(ids);
  side_by_side(all.size(), kRequestsAtOnce, [&](std::size_t i) { read_one(all[i]); });
  return reading_of(std::move(all));
}

Result<std::string> Reader::resolve(std::string_view issue) {
  if (parse_item_id(issue)) return std::string{issue};
  const std::size_t hash = issue.rfind('#');
  const auto ref = hash == std::string_view::npos ? std::nullopt : number_of(issue.substr(hash + 1));
  if (!ref || hash == 0)
    return fail(ErrorCode::usage, fmt::format("\"{}\" names nothing in Taiga", issue), "",
                "write project#12, or us:34");
  auto answer =
      api_.get(fmt::format("/resolver?project={}&ref={}", curl::url_encoded(issue.substr(0, hash)), *ref));
  if (!answer) return fail(std::move(answer).error().error);
  for (const KindInfo& kind : kinds()) {
    if (std::string id = item_id(kind.kind, answer->root[kind.prefix]); !id.empty()) return id;
  }
  return fail(ErrorCode::not_found, fmt::format("there is no {}", issue));
}

}  // namespace stint::tracker::taiga
