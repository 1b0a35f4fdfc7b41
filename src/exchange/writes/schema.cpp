#include "exchange/writes/schema.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

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

constexpr std::array kMigrations{kCreate};

std::unexpected<Error> folder_error(const fs::path& folder, const std::error_code& code) {
  return fail(ErrorCode::failure, "the data folder cannot be used: " + code.message(), folder.string(),
              "make it writable, or choose another with --data");
}

Outcome check_ours(sqlite::Database& database, std::int64_t version) {
  STINT_ASSIGN(application, database.query_integer("PRAGMA application_id"));
  STINT_ASSIGN(tables, database.query_integer("SELECT count(*) FROM sqlite_master"));
  if (application != kApplicationId && (application != 0 || version != 0 || tables != 0))
    return fail(ErrorCode::usage, "the file belongs to another program", {}, "move it away");
  if (version > static_cast<std::int64_t>(kMigrations.size())) {
    return fail(ErrorCode::conflict,
                fmt::format("the file is of version {}, this program knows versions up to {}", version,
                            kMigrations.size()),
                {}, "update stint");
  }
  return {};
}

Outcome migrate(sqlite::Database& database) {
  STINT_ASSIGN(version, database.query_integer("PRAGMA user_version"));
  STINT_TRY(check_ours(database, version));
  STINT_TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"));
  for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(database));
    // Another process may have done this step while we waited for the lock.
    STINT_ASSIGN(now, database.query_integer("PRAGMA user_version"));
    if (static_cast<std::size_t>(now) > next) continue;
    STINT_TRY(database.execute(kMigrations.at(next)));
    STINT_TRY(database.execute(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, next + 1)
            .c_str()));
    STINT_TRY(transaction.commit());
  }
  return {};
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
  if (Outcome migrated = migrate(database); !migrated) {
    Error error = std::move(migrated).error();
    if (error.where.empty()) error.where = file.string();
    return fail(std::move(error));
  }
  return database;
}

}  // namespace stint::writes
