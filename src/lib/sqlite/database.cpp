#include "lib/sqlite/database.h"

#include <sqlite3.h>
#include <utility>

namespace stint::sqlite {
namespace {

constexpr int kBusyTimeoutMs = 5000;

std::unexpected<Error> error_of(sqlite3* handle, std::string where = {}) {
  const int code = handle != nullptr ? sqlite3_errcode(handle) : SQLITE_NOMEM;
  const std::string message = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorCode::conflict, "the database is being written by another process", std::move(where),
                  "wait for it to finish and run the command again");
    case SQLITE_FULL:
      return fail(ErrorCode::failure, "the disk is full", std::move(where),
                  "free some space and run the command again; what was complete is kept");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return fail(ErrorCode::failure, "the database cannot be opened or written: " + message,
                  std::move(where),
                  "check that the folder exists and is writable, or choose another with --data");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return fail(ErrorCode::failure, "the database file is damaged or is not a database: " + message,
                  std::move(where), "move it away and import again");
    case SQLITE_IOERR:
      return fail(ErrorCode::failure, "reading or writing the database failed: " + message, std::move(where),
                  "check the disk and its free space; what was complete is kept");
    default:
      return fail(ErrorCode::failure, "database: " + message, std::move(where));
  }
}

std::string file_of(sqlite3* handle) {
  const char* name = handle != nullptr ? sqlite3_db_filename(handle, "main") : nullptr;
  return name != nullptr ? name : "";
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    sqlite3_finalize(statement_);
    database_ = other.database_;
    statement_ = std::exchange(other.statement_, nullptr);
  }
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
}
void Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_, index, value);
}
void Statement::bind(int index, std::string_view value) {
  // A null pointer would bind NULL; an empty text is not NULL.
  const char* data = value.data() != nullptr ? value.data() : "";
  sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_null(int index) {
  sqlite3_bind_null(statement_, index);
}

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return error_of(database_, file_of(database_));
  }
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Outcome Statement::run() {
  auto stepped = step();
  reset();
  if (!stepped) return fail(std::move(stepped).error());
  return {};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}
std::string_view Statement::text(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);  // no conversion, no NUL terminator needed
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data != nullptr ? std::string_view{static_cast<const char*>(data), size} : std::string_view{};
}
bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

Result<Database> Database::open(const std::filesystem::path& file, OpenMode mode) {
  const int flags =
      (mode == OpenMode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
      SQLITE_OPEN_NOMUTEX;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  Database database{handle};
  if (code != SQLITE_OK) return error_of(handle, file.string());
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  sqlite3_extended_result_codes(handle, 1);
  return database;
}

Database::Database(Database&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Database& Database::operator=(Database&& other) noexcept {
  if (this != &other) {
    sqlite3_close_v2(handle_);
    handle_ = std::exchange(other.handle_, nullptr);
  }
  return *this;
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

Outcome Database::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return error_of(handle_, file_of(handle_));
  }
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    return error_of(handle_, file_of(handle_));
  }
  return Statement{handle_, statement};
}

Result<std::int64_t> Database::query_integer(std::string_view sql) {
  STINT_ASSIGN(statement, prepare(sql));
  STINT_ASSIGN(row, statement.step());
  if (!row) return fail(ErrorCode::not_found, "the query gave no row");
  return statement.integer(0);
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(handle_);
}

Outcome Database::copy_to(const std::filesystem::path& file) {
  STINT_ASSIGN(copy, open(file, OpenMode::read_write));
  sqlite3_backup* const backup = sqlite3_backup_init(copy.handle_, "main", handle_, "main");
  if (backup == nullptr) return error_of(copy.handle_, file.string());
  // All at once: one reader's view of a database in WAL mode, which keeps no writer waiting.
  constexpr int kAllPages = -1;
  const int stepped = sqlite3_backup_step(backup, kAllPages);
  // The error, where there was one, is the copy's from here on.
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return error_of(copy.handle_, file_of(handle_));
}

Outcome Database::check_whole() {
  STINT_ASSIGN(check, prepare("PRAGMA quick_check(1)"));
  STINT_ASSIGN(row, check.step());
  if (row && check.text(0) == "ok") return {};
  return fail(ErrorCode::failure,
              "the database is damaged: " + (row ? std::string{check.text(0)} : "SQLite says nothing"),
              file_of(handle_));
}

Result<Transaction> Transaction::begin(Database& database) {
  STINT_TRY(database.execute("BEGIN IMMEDIATE"));
  return Transaction{&database};
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some errors; then this one has nothing to do and says so.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

Outcome Transaction::commit() {
  STINT_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

std::string_view library_version() {
  return sqlite3_libversion();
}

}  // namespace stint::sqlite
