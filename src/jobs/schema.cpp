#include "jobs/schema.h"

#include <array>
#include <fmt/format.h>
#include <utility>

#include "lib/sqlite/private_database.h"

namespace stint::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kApplicationId = 0x53746e4a;  // "StnJ"

// The indexes on "job" hold what the queue promises: one waiting job of a kind, one running job. The one on
// "alert" does for alerts: the same is noted once for a rule. A delivery's key, where it has one, likewise.
constexpr const char* kCreate = R"sql(
CREATE TABLE job (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  cause        TEXT NOT NULL,
  state        TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  step         TEXT NOT NULL,
  done         INTEGER NOT NULL,
  total        INTEGER NOT NULL,
  note         TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  ready_at     INTEGER NOT NULL,
  started_at   INTEGER,
  finished_at  INTEGER,
  result       TEXT NOT NULL,
  error_code   TEXT NOT NULL,
  error        TEXT NOT NULL,
  hint         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_waiting_job_of_a_kind ON job (kind) WHERE state = 'queued';
CREATE UNIQUE INDEX one_running_job ON job (state) WHERE state = 'running';
CREATE INDEX finished_jobs ON job (finished_at);

CREATE TABLE schedule (
  name             TEXT PRIMARY KEY,
  kind             TEXT NOT NULL,
  expression       TEXT NOT NULL,
  is_on            INTEGER NOT NULL,
  considered_until INTEGER NOT NULL
) STRICT;

CREATE TABLE channel (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE rule (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE delivery (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id  TEXT NOT NULL UNIQUE,
  purpose     TEXT NOT NULL,
  rule        TEXT NOT NULL,
  channel     TEXT NOT NULL,
  once_key    TEXT UNIQUE,
  state       TEXT NOT NULL,
  attempt     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  ready_at    INTEGER NOT NULL,
  claimed_at  INTEGER,
  finished_at INTEGER,
  status      INTEGER NOT NULL,
  error       TEXT NOT NULL,
  content     TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_by_state ON delivery (state, ready_at);

CREATE TABLE alert (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  rule         TEXT NOT NULL,
  insight_id   TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  severity     INTEGER NOT NULL,
  noted_at     INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  delivery     INTEGER REFERENCES delivery (id),
  content      TEXT NOT NULL,
  UNIQUE (rule, insight_id, content_hash, severity)
) STRICT;
CREATE INDEX alerts_by_delivery ON alert (delivery, due_at);
)sql";

constexpr const char* kSummaries = R"sql(
CREATE TABLE summary (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT;
)sql";

constexpr std::array kSteps{kCreate, kSummaries};
constexpr sqlite::Migrations kMigrations{kApplicationId, kSteps};

}  // namespace

Result<files::OpenFile> lock_for(const fs::path& data_folder, std::string_view purpose) {
  STINT_TRY(sqlite::make_private_folder(data_folder));
  STINT_ASSIGN(lock, files::open_locked(data_folder / fmt::format("{}.lock", purpose)));
  if (!lock) {
    return fail(
        ErrorCode::conflict, fmt::format("another process takes care of the {} of this data folder", purpose),
        data_folder.string(), "stop the other \"stint serve\" first, or choose another folder with --data");
  }
  return std::move(*lock);
}

Result<OwnedDatabase> open_database(const fs::path& data_folder, std::string_view purpose) {
  STINT_ASSIGN(lock, lock_for(data_folder, purpose));
  STINT_ASSIGN(database,
               sqlite::open_private(data_folder / "jobs.db", kMigrations, "PRAGMA foreign_keys = ON;"));
  return OwnedDatabase{std::move(database), std::move(lock)};
}

}  // namespace stint::jobs
