#include "jobs/schedule/schedule.h"

#include "jobs/json_input.h"
#include "jobs/schedule/next_time.h"
#include "jobs/schedule/words.h"
#include "lib/nlohmann/json_instant.h"

namespace stint::jobs {
namespace {

constexpr const char* kAll =
    "SELECT name, kind, expression, is_on, considered_until FROM schedule ORDER BY name";
constexpr const char* kPut = R"sql(
INSERT INTO schedule (name, kind, expression, is_on, considered_until) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (name) DO UPDATE SET kind = ?2, expression = ?3, is_on = ?4, considered_until = ?5)sql";
constexpr const char* kRemove = "DELETE FROM schedule WHERE name = ?1 RETURNING name";

}  // namespace

Result<Schedule> schedule_from_json(std::string_view json) {
  JsonInput input;
  STINT_TRY(input.open(json, "schedule", {"name", "kind", "expression", "on"}));
  STINT_ASSIGN(name, input.name("name"));
  STINT_ASSIGN(kind, input.name("kind"));
  STINT_ASSIGN(expression, input.text("expression"));
  STINT_ASSIGN(on, input.boolean("on", true));
  auto when = CronExpression::parse(expression);
  if (!when) {
    Error error = std::move(when).error();
    error.where = "expression";
    return fail(std::move(error));
  }
  return Schedule{std::move(name), std::move(kind), std::move(*when), on, {}};
}

JsonDocument to_json(const Schedule& schedule, const TimeZone& zone, Instant now) {
  const auto next = schedule.on ? next_after(schedule.when, zone, now) : std::nullopt;
  return {{"name", schedule.name},
          {"kind", schedule.kind},
          {"expression", schedule.when.text()},
          {"words", in_words(schedule.when)},
          {"zone", zone.name()},
          {"on", schedule.on},
          {"next", instant_or_null(next)}};
}

Result<std::vector<Schedule>> all_schedules(sqlite::Database& database) {
  STINT_ASSIGN(rows, database.prepare(kAll));
  std::vector<Schedule> schedules;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return schedules;
    STINT_ASSIGN(when, CronExpression::parse(rows.text(2)));
    schedules.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::move(when),
                         rows.integer(3) != 0, from_epoch_ms(rows.integer(4))});
  }
}

Outcome put_schedule(sqlite::Database& database, const Schedule& schedule) {
  STINT_ASSIGN(put, database.prepare(kPut));
  put.bind(1, std::string_view{schedule.name});
  put.bind(2, std::string_view{schedule.kind});
  put.bind(3, std::string_view{schedule.when.text()});
  put.bind(4, std::int64_t{schedule.on ? 1 : 0});
  put.bind(5, to_epoch_ms(schedule.considered_until));
  return put.run();
}

Result<bool> remove_schedule(sqlite::Database& database, std::string_view name) {
  STINT_ASSIGN(remove, database.prepare(kRemove));
  remove.bind(1, name);
  STINT_ASSIGN(found, remove.step());
  return found;
}

}  // namespace stint::jobs
