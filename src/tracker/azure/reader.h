// Which work items there are, and what they hold.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tracker/azure/api.h"
#include "tracker/azure/discovery.h"
#include "tracker/azure/wiql.h"
#include "tracker/azure/work_item.h"
#include "tracker/reading.h"

namespace stint::tracker::azure {

// The API's own limits.
inline constexpr std::size_t kBatch = 200;          // work items of one request
inline constexpr std::size_t kQueryLimit = 19'999;  // ids of one query
inline constexpr std::size_t kChangedPage = 1'000;  // ids of one query whose revisions are asked for as well
inline constexpr std::size_t kHistoryPage = 200;    // updates, comments
inline constexpr std::size_t kRequestsAtOnce = 4;

// Safe from several threads.
class Reader {
 public:
  Reader(Api& api, Discovery& discovery) : api_(api), discovery_(discovery) {}

  // See Connector. The cursor is the last id of the page before; ids do not shift.
  [[nodiscard]] Result<Listing> list(const Scope& scope, const std::string& cursor);
  [[nodiscard]] Result<Reading> read(std::span<const std::string> ids);
  // Ids that match, `top` at most.
  [[nodiscard]] Result<std::vector<std::string>> query(const WorkItemQuery& query, std::size_t top);
  // Of ids, in no order; those that are gone are left out.
  [[nodiscard]] Result<std::vector<Entry>> revisions(std::span<const std::string> ids);

 private:
  struct One;
  void read_one(One& one);
  [[nodiscard]] bool read_history(One& one, const WorkItem& item);
  [[nodiscard]] bool read_comments(One& one, const WorkItem& item);
  [[nodiscard]] Outcome fetch(std::span<One> batch);
  void look_again(One& one);

  Api& api_;
  Discovery& discovery_;
};

}  // namespace stint::tracker::azure
