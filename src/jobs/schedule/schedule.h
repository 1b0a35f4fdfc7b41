// Which kind of job is begun when. Kept in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/schedule/cron.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sqlite/database.h"
#include "lib/tz/time_zone.h"

namespace stint::jobs {

struct Schedule {
  std::string name;  // unique
  std::string kind;  // of job
  CronExpression when;
  bool on = true;
  // Times until then have been looked at: each leads to one job at most, and those that were missed to one
  // together.
  Instant considered_until{};
};

// {"name", "kind", "expression", "on"}: "on" may be left out. ErrorCode::usage says what is wrong where.
[[nodiscard]] Result<Schedule> schedule_from_json(std::string_view json);
// Besides these "words" ("every weekday at 08:00"), "zone", and "next": when it is due next, or null.
[[nodiscard]] JsonDocument to_json(const Schedule& schedule, const TimeZone& zone, Instant now);

[[nodiscard]] Result<std::vector<Schedule>> all_schedules(sqlite::Database& database);
[[nodiscard]] Outcome put_schedule(sqlite::Database& database, const Schedule& schedule);
// False: there was none of that name.
[[nodiscard]] Result<bool> remove_schedule(sqlite::Database& database, std::string_view name);

}  // namespace stint::jobs
