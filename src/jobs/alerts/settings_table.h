// Rules, summaries and channels in the database, by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/alerts/rule.h"
#include "jobs/alerts/summary.h"
#include "jobs/channels/channel.h"
#include "lib/sqlite/database.h"

namespace stint::jobs {

[[nodiscard]] Result<std::vector<AlertRule>> all_rules(sqlite::Database& database);
[[nodiscard]] Outcome put_rule(sqlite::Database& database, const AlertRule& rule);
// False: there was none of that name.
[[nodiscard]] Result<bool> remove_rule(sqlite::Database& database, std::string_view name);

[[nodiscard]] Result<std::vector<SummaryRule>> all_summaries(sqlite::Database& database);
[[nodiscard]] Outcome put_summary(sqlite::Database& database, const SummaryRule& rule);
[[nodiscard]] Result<bool> remove_summary(sqlite::Database& database, std::string_view name);

[[nodiscard]] Result<std::vector<Channel>> all_channels(sqlite::Database& database);
[[nodiscard]] Result<std::optional<Channel>> find_channel(sqlite::Database& database, std::string_view name);
[[nodiscard]] Outcome put_channel(sqlite::Database& database, const Channel& channel);
[[nodiscard]] Result<bool> remove_channel(sqlite::Database& database, std::string_view name);

}  // namespace stint::jobs
