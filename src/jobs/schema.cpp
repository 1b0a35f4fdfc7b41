#include "jobs/schema.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "lib/sqlite/migrations.h"

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

constexpr std::array kSteps{kCreate};
constexpr sqlite::Migrations kMigrations{kApplicationId, kSteps};

std::unexpected<Error> folder_error(const fs::path& folder, const std::error_code& code) {
  return fail(ErrorCode::failure, "the data folder cannot be used: " + code.message(), folder.string(),
              "make it writable, or choose another with --data");
}

Outcome bring_up_to_date(sqlite::Database& database) {
  // Nothing of another program's file is touched, its journal mode included.
  STINT_TRY(sqlite::check_migratable(database, kMigrations));
  STINT_TRY(
      database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"));
  return sqlite::migrate(database, kMigrations);
}

}  // namespace

Result<OwnedDatabase> open_database(const fs::path& data_folder, std::string_view purpose) {
  std::error_code code;
  if (fs::create_directories(data_folder, code)) fs::permissions(data_folder, fs::perms::owner_all, code);
  if (code) return folder_error(data_folder, code);
  STINT_ASSIGN(lock, files::open_locked(data_folder / fmt::format("{}.lock", purpose)));
  if (!lock) {
    return fail(
        ErrorCode::conflict, fmt::format("another process takes care of the {} of this data folder", purpose),
        data_folder.string(), "stop the other \"stint serve\" first, or choose another folder with --data");
  }
  const fs::path file = data_folder / "jobs.db";
  // Made before SQLite does, so that it is nobody else's to read for not even a moment; its log takes on the
  // mode.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return folder_error(data_folder, {errno, std::generic_category()});
  ::fchmod(descriptor, S_IRUSR | S_IWUSR);
  ::close(descriptor);
  STINT_ASSIGN(database, sqlite::Database::open(file, sqlite::OpenMode::read_write));
  if (Outcome migrated = bring_up_to_date(database); !migrated) {
    Error error = std::move(migrated).error();
    if (error.where.empty()) error.where = file.string();
    return fail(std::move(error));
  }
  return OwnedDatabase{std::move(database), std::move(*lock)};
}

}  // namespace stint::jobs
