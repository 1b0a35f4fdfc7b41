#include "jobs/queue/job_table.h"

#include <algorithm>

namespace stint::jobs {
namespace {

constexpr const char* kInsert = R"sql(
INSERT INTO job (state, attempt, step, done, total, note, ready_at, started_at, finished_at, result, error_code,
                 error, hint, kind, requested_by, cause, requested_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17))sql";

constexpr const char* kUpdate = R"sql(
UPDATE job SET state = ?1, attempt = ?2, step = ?3, done = ?4, total = ?5, note = ?6, ready_at = ?7,
               started_at = ?8, finished_at = ?9, result = ?10, error_code = ?11, error = ?12, hint = ?13
WHERE id = ?14)sql";

// The columns of job_of(), with what chooses the rows.
constexpr std::string_view kSelect =
    "SELECT id, kind, requested_by, cause, state, attempt, step, done, total, note, requested_at, ready_at, "
    "started_at, finished_at, result, error_code, error, hint FROM job ";
constexpr std::string_view kFind = "WHERE id = ?1";
constexpr std::string_view kWaiting = "WHERE state = 'queued' AND kind = ?1";
constexpr std::string_view kReady = "WHERE state = 'queued' AND ready_at <= ?1 ORDER BY ready_at, id LIMIT 1";
constexpr std::string_view kUnfinished =
    "WHERE state = 'running' OR (state = 'interrupted' AND finished_at IS NULL) ORDER BY id";
constexpr std::string_view kList =
    "WHERE (?1 = '' OR kind = ?1) AND (?2 = '' OR state = ?2) AND (?3 = 0 OR id < ?3) ORDER BY id DESC LIMIT "
    "?4";

constexpr const char* kNextReady = "SELECT min(ready_at) FROM job WHERE state = 'queued'";

constexpr const char* kPrune = R"sql(
DELETE FROM job WHERE finished_at IS NOT NULL AND (finished_at < ?1 OR id IN (
  SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place
                  FROM job WHERE finished_at IS NOT NULL) WHERE place > ?2)))sql";

std::optional<std::int64_t> ms_of(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return to_epoch_ms(*instant);
}

std::optional<Instant> instant_of(const std::optional<std::int64_t>& ms) {
  if (!ms) return std::nullopt;
  return from_epoch_ms(*ms);
}

ErrorCode code_named(std::string_view name) {
  constexpr ErrorCode kCodes[] = {ErrorCode::failure,   ErrorCode::usage,    ErrorCode::authentication,
                                  ErrorCode::not_found, ErrorCode::conflict, ErrorCode::throttled,
                                  ErrorCode::declined,  ErrorCode::threshold};
  const auto* found =
      std::ranges::find_if(kCodes, [&](ErrorCode code) { return error_kind(code).name == name; });
  return found == std::end(kCodes) ? ErrorCode::failure : *found;
}

Job job_of(const sqlite::Statement& row) {
  Job job;
  job.id = row.integer(0);
  job.kind = row.text(1);
  job.requested_by = row.text(2);
  job.cause = cause_named(row.text(3)).value_or(Cause::hand);
  job.state = state_named(row.text(4)).value_or(JobState::failed);
  job.attempt = static_cast<int>(row.integer(5));
  job.progress = {std::string(row.text(6)), row.integer(7), row.integer(8), std::string(row.text(9))};
  job.requested_at = from_epoch_ms(row.integer(10));
  job.ready_at = from_epoch_ms(row.integer(11));
  job.started_at = instant_of(row.optional_integer(12));
  job.finished_at = instant_of(row.optional_integer(13));
  job.result = row.text(14);
  if (!row.text(15).empty())
    job.error = Error{code_named(row.text(15)), std::string(row.text(16)), {}, std::string(row.text(17))};
  return job;
}

void bind_changing(sqlite::Statement& statement, const Job& job) {
  statement.bind(1, state_name(job.state));
  statement.bind(2, std::int64_t{job.attempt});
  statement.bind(3, std::string_view{job.progress.step});
  statement.bind(4, job.progress.done);
  statement.bind(5, job.progress.total);
  statement.bind(6, std::string_view{job.progress.note});
  statement.bind(7, to_epoch_ms(job.ready_at));
  statement.bind(8, ms_of(job.started_at));
  statement.bind(9, ms_of(job.finished_at));
  statement.bind(10, std::string_view{job.result});
  statement.bind(11, job.error ? error_kind(job.error->code).name : std::string_view{});
  statement.bind(12, job.error ? std::string_view{job.error->message} : std::string_view{});
  statement.bind(13, job.error ? std::string_view{job.error->hint} : std::string_view{});
}

Result<sqlite::Statement> select_jobs(sqlite::Database& database, std::string_view rows) {
  return database.prepare(std::string{kSelect}.append(rows));
}

Result<std::vector<Job>> all_of(sqlite::Statement& rows) {
  std::vector<Job> jobs;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return jobs;
    jobs.push_back(job_of(rows));
  }
}

Result<std::optional<Job>> first_of(sqlite::Statement& rows) {
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<Job>{};
  return std::optional<Job>{job_of(rows)};
}

}  // namespace

Result<std::int64_t> insert_job(sqlite::Database& database, const Job& job) {
  STINT_ASSIGN(insert, database.prepare(kInsert));
  bind_changing(insert, job);
  insert.bind(14, std::string_view{job.kind});
  insert.bind(15, std::string_view{job.requested_by});
  insert.bind(16, cause_name(job.cause));
  insert.bind(17, to_epoch_ms(job.requested_at));
  STINT_TRY(insert.run());
  return database.last_insert_id();
}

Outcome update_job(sqlite::Database& database, const Job& job) {
  STINT_ASSIGN(update, database.prepare(kUpdate));
  bind_changing(update, job);
  update.bind(14, job.id);
  return update.run();
}

Result<std::optional<Job>> find_job(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(rows, select_jobs(database, kFind));
  rows.bind(1, id);
  return first_of(rows);
}

Result<std::optional<Job>> waiting_job(sqlite::Database& database, std::string_view kind) {
  STINT_ASSIGN(rows, select_jobs(database, kWaiting));
  rows.bind(1, kind);
  return first_of(rows);
}

Result<std::optional<Job>> ready_job(sqlite::Database& database, Instant now) {
  STINT_ASSIGN(rows, select_jobs(database, kReady));
  rows.bind(1, to_epoch_ms(now));
  return first_of(rows);
}

Result<std::optional<Instant>> next_ready(sqlite::Database& database) {
  STINT_ASSIGN(row, database.prepare(kNextReady));
  STINT_TRY(row.step());
  return instant_of(row.optional_integer(0));
}

Result<std::vector<Job>> unfinished_jobs(sqlite::Database& database) {
  STINT_ASSIGN(rows, select_jobs(database, kUnfinished));
  return all_of(rows);
}

Result<std::vector<Job>> list_jobs(sqlite::Database& database, const JobFilter& filter) {
  STINT_ASSIGN(rows, select_jobs(database, kList));
  rows.bind(1, std::string_view{filter.kind});
  rows.bind(2, filter.state ? state_name(*filter.state) : std::string_view{});
  rows.bind(3, filter.before);
  rows.bind(4, std::int64_t{std::clamp(filter.limit, 1, 500)});
  return all_of(rows);
}

Outcome prune_jobs(sqlite::Database& database, int keep, Instant oldest) {
  STINT_ASSIGN(prune, database.prepare(kPrune));
  prune.bind(1, to_epoch_ms(oldest));
  prune.bind(2, std::int64_t{keep});
  return prune.run();
}

}  // namespace stint::jobs
