#include "jobs/alerts/alert_table.h"

#include <set>

namespace stint::jobs {
namespace {

constexpr const char* kNotedLately =
    "SELECT count(*) FROM alert WHERE rule = ?1 AND insight_id = ?2 AND noted_at > ?3 AND severity >= ?4";
constexpr const char* kNote = R"sql(
INSERT INTO alert (rule, insight_id, content_hash, severity, noted_at, due_at, delivery, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)
ON CONFLICT (rule, insight_id, content_hash, severity) DO NOTHING RETURNING id)sql";
constexpr const char* kDue =
    "SELECT id, rule, content FROM alert WHERE delivery IS NULL AND due_at <= ?1 ORDER BY rule, id";
constexpr const char* kNextDue = "SELECT min(due_at) FROM alert WHERE delivery IS NULL";
constexpr const char* kDeliver = "UPDATE alert SET delivery = ?2 WHERE id = ?1 AND delivery IS NULL";
constexpr const char* kForget = "DELETE FROM alert WHERE id = ?1 AND delivery IS NULL";
constexpr const char* kWaiting = "SELECT id, insight_id FROM alert WHERE delivery IS NULL";

}  // namespace

Result<bool> note_alert(sqlite::Database& database, std::string_view rule, const AlertItem& item, Instant now,
                        Instant due, Instant lately) {
  const auto severity = static_cast<std::int64_t>(item.severity);
  STINT_ASSIGN(noted, database.prepare(kNotedLately));
  noted.bind(1, rule);
  noted.bind(2, std::string_view{item.insight_id});
  noted.bind(3, to_epoch_ms(lately));
  noted.bind(4, severity);
  STINT_TRY(noted.step());
  if (noted.integer(0) > 0) return false;
  noted.reset();
  const std::string content = to_line(to_json(item));
  STINT_ASSIGN(note, database.prepare(kNote));
  note.bind(1, rule);
  note.bind(2, std::string_view{item.insight_id});
  note.bind(3, std::string_view{item.content_hash});
  note.bind(4, severity);
  note.bind(5, to_epoch_ms(now));
  note.bind(6, to_epoch_ms(due));
  note.bind(7, std::string_view{content});
  return note.step();
}

Result<std::vector<WaitingAlert>> due_alerts(sqlite::Database& database, Instant now) {
  STINT_ASSIGN(rows, database.prepare(kDue));
  rows.bind(1, to_epoch_ms(now));
  std::vector<WaitingAlert> alerts;
  json::Parser parser;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return alerts;
    STINT_ASSIGN(content, parser.parse(rows.text(2)));
    alerts.push_back({rows.integer(0), std::string(rows.text(1)), item_of_json(content)});
  }
}

Result<std::optional<Instant>> next_due(sqlite::Database& database) {
  STINT_ASSIGN(row, database.prepare(kNextDue));
  STINT_TRY(row.step());
  const auto ms = row.optional_integer(0);
  if (!ms) return std::optional<Instant>{};
  return std::optional{from_epoch_ms(*ms)};
}

Outcome put_into_delivery(sqlite::Database& database, std::int64_t alert, std::int64_t delivery) {
  STINT_ASSIGN(put, database.prepare(kDeliver));
  put.bind(1, alert);
  put.bind(2, delivery);
  return put.run();
}

Outcome forget_alert(sqlite::Database& database, std::int64_t alert) {
  STINT_ASSIGN(forget, database.prepare(kForget));
  forget.bind(1, alert);
  return forget.run();
}

Outcome forget_settled(sqlite::Database& database, const std::vector<AlertItem>& standing) {
  std::set<std::string_view> stand;
  for (const AlertItem& item : standing) stand.insert(item.insight_id);
  std::vector<std::int64_t> settled;
  {
    STINT_ASSIGN(rows, database.prepare(kWaiting));
    for (;;) {
      STINT_ASSIGN(more, rows.step());
      if (!more) break;
      if (!stand.contains(rows.text(1))) settled.push_back(rows.integer(0));
    }
  }
  for (const std::int64_t alert : settled) STINT_TRY(forget_alert(database, alert));
  return {};
}

}  // namespace stint::jobs
