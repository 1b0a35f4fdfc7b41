#include "access/schema.h"

#include <array>

#include "lib/sqlite/private_database.h"

namespace stint::access {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kApplicationId = 0x53746e41;  // "StnA"

// Numbers of users are never given twice. Ratings stay when their user goes; user 0 is whoever sat there
// before there were users. Of tokens and keys only hashes are here.
constexpr const char* kCreate = R"sql(
CREATE TABLE user (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  folded        TEXT NOT NULL UNIQUE,
  display_name  TEXT NOT NULL,
  email         TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled      INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  signed_in_at  INTEGER
) STRICT;
CREATE TABLE user_role (
  user    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  project TEXT NOT NULL,
  role    TEXT NOT NULL,
  PRIMARY KEY (user, project)
) STRICT, WITHOUT ROWID;
CREATE TABLE setup (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  user       INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  address    TEXT NOT NULL,
  agent      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_user ON session (user);
CREATE TABLE api_key (
  id          TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL,
  name        TEXT NOT NULL,
  user        INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  scopes      TEXT NOT NULL,
  projects    TEXT,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER,
  used_at     INTEGER,
  revoked_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_of_user ON api_key (user);

CREATE TABLE reaction (
  user          INTEGER NOT NULL,
  insight       TEXT NOT NULL,
  seen_at       INTEGER,
  seen_content  TEXT NOT NULL,
  snoozed_until INTEGER,
  PRIMARY KEY (user, insight)
) STRICT, WITHOUT ROWID;
CREATE TABLE rating (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  user           INTEGER,
  insight        TEXT NOT NULL,
  helpful        INTEGER NOT NULL,
  comment        TEXT NOT NULL,
  kind           TEXT NOT NULL,
  content        TEXT NOT NULL,
  words_source   TEXT NOT NULL,
  prompt_version TEXT NOT NULL,
  rated_at       INTEGER NOT NULL,
  UNIQUE (user, insight)
) STRICT;

CREATE TABLE audit (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  who      TEXT NOT NULL,
  address  TEXT NOT NULL,
  action   TEXT NOT NULL,
  target   TEXT NOT NULL,
  details  TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
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
  return data_folder / "access.db";
}

Result<sqlite::Database> open_database(const fs::path& data_folder) {
  return sqlite::open_private(database_file(data_folder), kMigrations,
                              "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;");
}

}  // namespace stint::access
