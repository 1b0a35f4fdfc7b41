#include "language/engine/database.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>

namespace stint::language {
namespace {

constexpr int kVersion = 1;

constexpr const char* kTables = R"(
  CREATE TABLE answer (
    key TEXT PRIMARY KEY,          -- of all that the answer hangs on (request_key.h)
    text TEXT NOT NULL,
    ending TEXT NOT NULL,
    model TEXT NOT NULL,
    tokens_read INTEGER NOT NULL,
    tokens_written INTEGER NOT NULL,
    bytes INTEGER NOT NULL,        -- that the row counts for
    used INTEGER NOT NULL          -- count of uses of the whole table when it was used last
  ) WITHOUT ROWID;
  CREATE INDEX answer_by_use ON answer (used, bytes);
  CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,           -- milliseconds since 1970
    day INTEGER NOT NULL,          -- days since 1970, UTC
    user TEXT NOT NULL,
    purpose TEXT NOT NULL,
    model TEXT NOT NULL,
    outcome TEXT NOT NULL,         -- an ending or a fault
    cached INTEGER NOT NULL,
    tokens_read INTEGER NOT NULL,
    tokens_written INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    cost INTEGER NOT NULL,         -- millionths of the money that prices are given in
    prompt TEXT                    -- only where it was asked for
  );
  CREATE INDEX call_by_day ON call (day, user, tokens_read, tokens_written, cost);
)";

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& data_folder) {
  return data_folder / "language.db";
}

Result<sqlite::Database> open_database(const std::filesystem::path& data_folder) {
  std::error_code code;
  if (std::filesystem::create_directories(data_folder, code))
    std::filesystem::permissions(data_folder, std::filesystem::perms::owner_all, code);
  const std::filesystem::path file = database_file(data_folder);
  STINT_ASSIGN(database, sqlite::Database::open(file, sqlite::OpenMode::read_write));
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
  STINT_TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"));
  STINT_ASSIGN(version, database.query_integer("PRAGMA user_version"));
  if (version > kVersion) {
    return fail(ErrorCode::conflict, "the file was written by a newer version of Stint", file.string(),
                "update Stint, or remove the file: it holds only answers and counts of calls");
  }
  if (version == kVersion) return database;
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database));
  // Another process may have been quicker.
  STINT_ASSIGN(now, database.query_integer("PRAGMA user_version"));
  if (now != kVersion) {
    STINT_TRY(database.execute(kTables));
    STINT_TRY(database.execute(fmt::format("PRAGMA user_version = {}", kVersion).c_str()));
  }
  STINT_TRY(transaction.commit());
  return database;
}

}  // namespace stint::language
