#include "language/engine/call_log.h"

#include <chrono>

namespace stint::language {
namespace {

std::int64_t day_of(Instant instant) {
  return std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count();
}

}  // namespace

Result<CallLog> CallLog::create(sqlite::Database& database) {
  STINT_ASSIGN(record, database.prepare(
                           "INSERT INTO call (at, day, user, purpose, model, outcome, cached, tokens_read, "
                           "tokens_written, milliseconds, cost, prompt) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  return CallLog(database, std::move(record));
}

Outcome CallLog::record(const CallRecord& call) {
  record_.bind(1, to_epoch_ms(call.at));
  record_.bind(2, day_of(call.at));
  record_.bind(3, call.user);
  record_.bind(4, call.purpose);
  record_.bind(5, call.model);
  record_.bind(6, call.outcome);
  record_.bind(7, std::int64_t{call.cached ? 1 : 0});
  record_.bind(8, static_cast<std::int64_t>(call.tokens_read));
  record_.bind(9, static_cast<std::int64_t>(call.tokens_written));
  record_.bind(10, std::int64_t{call.took.count()});
  record_.bind(11, call.cost);
  call.prompt.empty() ? record_.bind_null(12) : record_.bind(12, std::string_view(call.prompt));
  return record_.run();
}

Result<Spent> CallLog::spent(Instant day, std::string_view user) {
  // What was said before costs nothing again.
  STINT_ASSIGN(sum, database_->prepare("SELECT coalesce(sum(tokens_read + tokens_written), 0), "
                                       "coalesce(sum(cost), 0) FROM call "
                                       "WHERE day = ?1 AND NOT cached AND (?2 = '' OR user = ?2)"));
  sum.bind(1, day_of(day));
  sum.bind(2, user);
  STINT_ASSIGN(row, sum.step());
  return row ? Spent{sum.integer(0), sum.integer(1)} : Spent{};
}

Result<std::vector<CallTotal>> CallLog::totals(Instant since) {
  STINT_ASSIGN(
      sums,
      database_->prepare(
          "SELECT purpose, model, count(*), sum(cached), "
          "sum(outcome NOT IN ('complete', 'length')), sum(CASE WHEN cached THEN 0 ELSE tokens_read END), "
          "sum(CASE WHEN cached THEN 0 ELSE tokens_written END), sum(cost) FROM call "
          "WHERE at >= ?1 GROUP BY purpose, model ORDER BY purpose, model"));
  sums.bind(1, to_epoch_ms(since));
  std::vector<CallTotal> totals;
  for (;;) {
    STINT_ASSIGN(row, sums.step());
    if (!row) return totals;
    totals.push_back({.purpose = std::string(sums.text(0)),
                      .model = std::string(sums.text(1)),
                      .calls = sums.integer(2),
                      .cached = sums.integer(3),
                      .failed = sums.integer(4),
                      .tokens_read = sums.integer(5),
                      .tokens_written = sums.integer(6),
                      .cost = sums.integer(7)});
  }
}

Result<std::int64_t> CallLog::prune(Instant oldest) {
  // By the day, which there is an index for.
  STINT_ASSIGN(prune, database_->prepare("DELETE FROM call WHERE day <= ?1 AND at < ?2"));
  prune.bind(1, day_of(oldest));
  prune.bind(2, to_epoch_ms(oldest));
  STINT_TRY(prune.run());
  return database_->query_integer("SELECT changes()");
}

}  // namespace stint::language
