#include "exchange/writes/schema.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "lib/sqlite/migrations.h"

namespace stint::writes {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kApplicationId = 0x53746e57;  // "StnW"

// A plan is confirmed once: its token's hash is unique, and `state` leaves "planned" (0) only in the
// transaction that claims it. Neither update nor deletion of what was logged is possible through SQL.
constexpr const char* kCreate = R"sql(
CREATE TABLE plan (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash   TEXT NOT NULL UNIQUE,
  user         TEXT NOT NULL,
  connection   TEXT NOT NULL,
  write        TEXT NOT NULL,
  target_id    TEXT NOT NULL,
  target_key   TEXT NOT NULL,
  version      TEXT NOT NULL,
  requests     TEXT NOT NULL,
  diff         TEXT NOT NULL,
  warnings     TEXT NOT NULL,
  undo         TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  undoes       INTEGER NOT NULL,
  undone_by    INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  claimed_at   INTEGER,
  sent         INTEGER NOT NULL,
  done         INTEGER NOT NULL,
  receipt      TEXT NOT NULL,
  conflict     TEXT NOT NULL,
  error        TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  user       TEXT NOT NULL,
  connection TEXT NOT NULL,
  action     TEXT NOT NULL,
  plan       INTEGER NOT NULL,
  target     TEXT NOT NULL,
  detail     TEXT NOT NULL,
  previous   TEXT NOT NULL,
  hash       TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
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
  STINT_TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"));
  return sqlite::migrate(database, kMigrations);
}

}  // namespace

fs::path database_file(const fs::path& data_folder) {
  return data_folder / "writes.db";
}

Result<sqlite::Database> open_database(const fs::path& data_folder) {
  std::error_code code;
  if (fs::create_directories(data_folder, code)) fs::permissions(data_folder, fs::perms::owner_all, code);
  if (code) return folder_error(data_folder, code);
  const fs::path file = database_file(data_folder);
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
  return database;
}

}  // namespace stint::writes
