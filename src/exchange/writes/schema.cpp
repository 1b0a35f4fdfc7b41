#include "exchange/writes/schema.h"

#include <array>

#include "lib/sqlite/private_database.h"

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

}  // namespace

fs::path database_file(const fs::path& data_folder) {
  return data_folder / "writes.db";
}

Result<sqlite::Database> open_database(const fs::path& data_folder) {
  return sqlite::open_private(database_file(data_folder), kMigrations);
}

}  // namespace stint::writes
