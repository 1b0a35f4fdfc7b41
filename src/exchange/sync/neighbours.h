// Issues that name another one by its key: trackers do not say that these have changed when the other one
// moves to another project or is deleted.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lib/sqlite/database.h"
#include "store/definitions.h"

namespace stint::exchange {

class Neighbours {
 public:
  [[nodiscard]] static Result<Neighbours> create(sqlite::Database& database);

  // Ids of those that name the stored issue, if its key is not `key` (empty: it is going); none when it is
  // not stored. By its own links, which both ends have, and as the parent.
  [[nodiscard]] Result<std::vector<std::string>> of(store::SiteId site, std::string_view id,
                                                    std::string_view key);

 private:
  Neighbours(sqlite::Statement find, sqlite::Statement linked, sqlite::Statement children)
      : find_(std::move(find)), linked_(std::move(linked)), children_(std::move(children)) {}

  sqlite::Statement find_;
  sqlite::Statement linked_;
  sqlite::Statement children_;
};

}  // namespace stint::exchange
