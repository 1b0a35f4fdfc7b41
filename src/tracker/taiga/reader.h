// Which projects and items there are, and what they hold.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/reading.h"
#include "tracker/taiga/api.h"
#include "tracker/taiga/history.h"
#include "tracker/taiga/kinds.h"
#include "tracker/taiga/project.h"

namespace stint::tracker::taiga {

inline constexpr std::size_t kPage = 1'000;  // the most a page holds; servers may give less
inline constexpr std::size_t kRequestsAtOnce = 4;

// When the server says it is.
[[nodiscard]] std::optional<Instant> server_time(const curl::Headers& headers);

using Tables = std::shared_ptr<const ProjectTables>;

// Safe from several threads.
class Reader {
 public:
  explicit Reader(Api& api) : api_(api) {}

  // Everything anew.
  [[nodiscard]] Result<Catalogue> discover(const Scope& scope);
  // See Connector. The cursor is "PROJECT/KIND/PAGE/COUNT".
  [[nodiscard]] Result<Listing> list(const Scope& scope, const std::string& cursor);
  [[nodiscard]] Result<Reading> read(std::span<const std::string> ids);

  // The user that is signed in.
  [[nodiscard]] Result<Account> account();
  // The projects of the scope, else those the account is a member of; in the order of their ids.
  [[nodiscard]] Result<std::vector<Tables>> projects(const Scope& scope);
  [[nodiscard]] Result<Tables> project(std::int64_t id);
  [[nodiscard]] Result<Tables> project_by_slug(const std::string& slug);
  // All pages; what a list holds, as `take` sees each of its items.
  template <class Take>
  [[nodiscard]] std::expected<void, RestFault> each(const std::string& path, Take take);
  // "us:12" of "project#12"; ids stay what they are. ErrorCode::not_found.
  [[nodiscard]] Result<std::string> resolve(std::string_view issue);

 private:
  struct One;
  struct Place;
  void read_one(One& one);
  [[nodiscard]] std::expected<void, RestFault> read_history_of(One& one, const ItemId& id,
                                                               const ProjectTables& project);
  [[nodiscard]] Result<Tables> keep(json::Value project);
  // Those that were found last, where it was for the same scope.
  [[nodiscard]] Result<std::vector<Tables>> known_projects(const Scope& scope);

  Api& api_;
  std::mutex mutex_;
  std::map<std::int64_t, Tables> tables_;
  std::vector<std::string> scope_;
  std::vector<Tables> in_scope_;
};

template <class Take>
std::expected<void, RestFault> Reader::each(const std::string& path, Take take) {
  const char join = path.find('?') == std::string::npos ? '?' : '&';
  for (int page = 1;; ++page) {
    auto answer =
        api_.get(path + join + "page=" + std::to_string(page) + "&page_size=" + std::to_string(kPage));
    if (!answer) return std::unexpected(std::move(answer).error());
    const json::Items items = answer->root.items();
    for (const json::Value item : items) take(item, *answer);
    if (!curl::find_header(answer->headers, "x-pagination-next")) return {};
  }
}

}  // namespace stint::tracker::taiga
