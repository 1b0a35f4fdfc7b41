#include "store/schema.h"

#include <array>
#include <fmt/format.h>

#include "lib/sqlite/migrations.h"

namespace stint::store {
namespace {

constexpr std::int64_t kApplicationId = 0x5374696e;  // "Stin"

constexpr const char* kCreateTables = R"sql(
CREATE TABLE site (
  id            INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,
  export_end_at INTEGER
) STRICT;

CREATE TABLE project (
  site INTEGER NOT NULL REFERENCES site,
  key  TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE status (
  site     INTEGER NOT NULL REFERENCES site,
  id       TEXT NOT NULL,
  name     TEXT NOT NULL,
  category INTEGER NOT NULL,
  listed   INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE field (
  site INTEGER NOT NULL REFERENCES site,
  id   TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  site INTEGER NOT NULL REFERENCES site,
  id   TEXT NOT NULL,
  name TEXT NOT NULL,
  bot  INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE board (
  site             INTEGER NOT NULL REFERENCES site,
  id               TEXT NOT NULL,
  name             TEXT NOT NULL,
  type             TEXT NOT NULL,
  project_key      TEXT NOT NULL,
  estimation_field TEXT NOT NULL,
  columns          TEXT NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sprint (
  site         INTEGER NOT NULL REFERENCES site,
  id           TEXT NOT NULL,
  name         TEXT NOT NULL,
  board_id     TEXT NOT NULL,
  state        INTEGER NOT NULL,
  start_at     INTEGER,
  end_at       INTEGER,
  activated_at INTEGER,
  completed_at INTEGER,
  goal         TEXT NOT NULL,
  listed       INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
  ref                 INTEGER PRIMARY KEY,
  site                INTEGER NOT NULL REFERENCES site,
  id                  TEXT NOT NULL,
  key                 TEXT NOT NULL,
  project_key         TEXT NOT NULL,
  type                TEXT NOT NULL,
  subtask             INTEGER NOT NULL,
  epic                INTEGER NOT NULL,
  status_id           TEXT NOT NULL,
  resolution          TEXT NOT NULL,
  priority            TEXT NOT NULL,
  created_at          INTEGER NOT NULL,
  updated_at          INTEGER NOT NULL,
  resolved_at         INTEGER,
  due_at              INTEGER,
  assignee            TEXT NOT NULL,
  reporter            TEXT NOT NULL,
  parent_id           TEXT NOT NULL,
  parent_key          TEXT NOT NULL,
  flagged             INTEGER NOT NULL,
  criteria            INTEGER NOT NULL,
  numbers             TEXT NOT NULL,
  sprints             TEXT NOT NULL,
  labels              TEXT NOT NULL,
  components          TEXT NOT NULL,
  fix_versions        TEXT NOT NULL,
  affected_versions   TEXT NOT NULL,
  links               TEXT NOT NULL,
  has_history         INTEGER NOT NULL,
  history_total       INTEGER NOT NULL,
  history_count       INTEGER NOT NULL,
  fields_hash         INTEGER NOT NULL,
  history_hash        INTEGER NOT NULL,
  summary             TEXT NOT NULL,
  environment         TEXT NOT NULL,
  acceptance_criteria TEXT NOT NULL,
  description         TEXT NOT NULL,
  UNIQUE (site, id)
) STRICT;
CREATE INDEX issue_by_key ON issue (key);

CREATE TABLE changelog (
  issue   INTEGER PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
  changes TEXT NOT NULL
) STRICT;

CREATE TABLE comment (
  issue  INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
  id     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  author TEXT NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (issue, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_changelog (
  ref     INTEGER PRIMARY KEY,
  site    INTEGER NOT NULL REFERENCES site,
  issue   TEXT NOT NULL,
  total   INTEGER NOT NULL,
  changes TEXT NOT NULL
) STRICT;
CREATE INDEX pending_changelog_by_issue ON pending_changelog (site, issue);

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW change AS
SELECT issue.key AS key, issue.ref AS issue,
       json_extract(item.value, '$[0]') AS at,
       json_extract(item.value, '$[1]') AS history_id,
       json_extract(item.value, '$[2]') AS position,
       json_extract(item.value, '$[3]') AS author,
       json_extract(item.value, '$[4]') AS field_id,
       json_extract(item.value, '$[5]') AS field,
       json_extract(item.value, '$[6]') AS from_id,
       json_extract(item.value, '$[7]') AS from_text,
       json_extract(item.value, '$[8]') AS to_id,
       json_extract(item.value, '$[9]') AS to_text
FROM issue JOIN changelog ON changelog.issue = issue.ref, json_each(changelog.changes) AS item;
)sql";

// Which issues changed after which: what lies beside the database (the history cache) reads here what it has
// missed. AUTOINCREMENT: numbers are not used again when old entries go.
constexpr const char* kCreateJournal = R"sql(
CREATE TABLE journal (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  issue    INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE
) STRICT;
INSERT INTO setting (name, value) VALUES ('store_id', lower(hex(randomblob(16))));
)sql";

// What is read of live trackers, and how far.
constexpr const char* kCreateSync = R"sql(
CREATE TABLE sync (
  id               INTEGER PRIMARY KEY,
  connection       TEXT NOT NULL UNIQUE,
  url              TEXT NOT NULL,
  listing_kind     TEXT NOT NULL,
  listing_number   INTEGER NOT NULL,
  listing_began    INTEGER,
  listing_since    INTEGER,
  listing_projects TEXT NOT NULL,
  listing_cursor   TEXT NOT NULL,
  covers           TEXT NOT NULL,
  watermark        INTEGER,
  newest           INTEGER,
  catalogue_at     INTEGER,
  overlap_at       INTEGER,
  synced_at        INTEGER,
  swept_at         INTEGER
) STRICT;

CREATE TABLE sync_item (
  sync   INTEGER NOT NULL REFERENCES sync ON DELETE CASCADE,
  id     TEXT NOT NULL,
  mark   TEXT NOT NULL,
  listed INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  PRIMARY KEY (sync, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_item_queued ON sync_item (sync, id) WHERE queued;
CREATE INDEX sync_item_incomplete ON sync_item (sync, id) WHERE mark = '';

CREATE TABLE sync_problem (
  sync     INTEGER NOT NULL REFERENCES sync ON DELETE CASCADE,
  what     TEXT NOT NULL,
  issue    TEXT NOT NULL,
  message  TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  PRIMARY KEY (sync, what)
) STRICT, WITHOUT ROWID;
)sql";

// Who of a team works how long a day in a sprint, and when not; without a person, when the team does not.
// Days are kept as JSON. The sync remembers separately when all of it was read, because what is past is not
// asked for again.
constexpr const char* kCreateCapacity = R"sql(
CREATE TABLE capacity (
  site          INTEGER NOT NULL REFERENCES site,
  sprint        TEXT NOT NULL,
  board         TEXT NOT NULL,
  person        TEXT NOT NULL,
  hours_per_day REAL NOT NULL,
  days_off      TEXT NOT NULL,
  PRIMARY KEY (site, sprint, board, person)
) STRICT, WITHOUT ROWID;
ALTER TABLE sync ADD COLUMN capacities_at INTEGER;
)sql";

constexpr std::array kSteps{kCreateTables, kCreateJournal, kCreateSync, kCreateCapacity};
constexpr sqlite::Migrations kMigrations{kApplicationId, kSteps};

}  // namespace

int schema_version() {
  return static_cast<int>(kSteps.size());
}

Outcome check_writable(sqlite::Database& database) {
  return sqlite::check_migratable(database, kMigrations);
}

Outcome migrate(sqlite::Database& database) {
  return sqlite::migrate(database, kMigrations);
}

Outcome check_version(sqlite::Database& database) {
  STINT_TRY(check_writable(database));
  STINT_ASSIGN(version, database.query_integer("PRAGMA user_version"));
  if (version < schema_version()) {
    return fail(ErrorCode::conflict, fmt::format("the database is of the older version {}", version), {},
                "run `stint import` once to bring it up to date");
  }
  return {};
}

}  // namespace stint::store
