// What rules have noted, in the database: the memory that keeps anybody from being told twice, and what waits
// for its time. Expects to be within the caller's transaction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "jobs/alerts/item.h"
#include "lib/sqlite/database.h"

namespace stint::jobs {

// Notes it unless the rule has noted the same insight with the same content and severity before, or noted it
// since `lately` with as high a severity: figures that move all day are told once. Whether it did.
[[nodiscard]] Result<bool> note_alert(sqlite::Database& database, std::string_view rule,
                                      const AlertItem& item, Instant now, Instant due, Instant lately);

struct WaitingAlert {
  std::int64_t id = 0;
  std::string rule;
  AlertItem item;
};
// Those whose time has come and that are in no delivery yet, by rule.
[[nodiscard]] Result<std::vector<WaitingAlert>> due_alerts(sqlite::Database& database, Instant now);
[[nodiscard]] Result<std::optional<Instant>> next_due(sqlite::Database& database);
[[nodiscard]] Outcome put_into_delivery(sqlite::Database& database, std::int64_t alert,
                                        std::int64_t delivery);
[[nodiscard]] Outcome forget_alert(sqlite::Database& database, std::int64_t alert);
// Those that wait for their time although their insight does not stand any more; if it comes back it is new.
[[nodiscard]] Outcome forget_settled(sqlite::Database& database, const std::vector<AlertItem>& standing);

}  // namespace stint::jobs
