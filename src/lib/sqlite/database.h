// SQLite, wrapped once: connections, statements and transactions that return results instead of codes.
//
// A connection and its statements belong to one thread at a time. SQL texts are constants of the caller;
// values only ever go in through bind().
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace stint::sqlite {

class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  // Parameters are numbered from 1. Texts are not copied: they must stay alive until the next reset().
  void bind(int index, std::int64_t value);
  void bind(int index, double value);
  void bind(int index, std::string_view value);
  void bind_null(int index);
  void bind(int index, const std::optional<std::int64_t>& value) {
    value ? bind(index, *value) : bind_null(index);
  }

  // True: a row is there. False: the statement has finished.
  [[nodiscard]] Result<bool> step();
  // Ready to be bound and stepped again; bindings are dropped.
  void reset();
  // Steps once, expects no further row, and resets.
  [[nodiscard]] Outcome run();

  // Columns of the current row are numbered from 0; texts live until the next step() or reset().
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  sqlite3* database_;
  sqlite3_stmt* statement_;
};

enum class OpenMode { read_only, read_write };

class Database {
 public:
  // Creates the file in read_write mode when it is not there. Readers wait for nobody; a writer waits up to
  // five seconds for another one, then gives ErrorCode::conflict.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, OpenMode mode);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Runs one or several statements that take no values and give no rows.
  [[nodiscard]] Outcome execute(const char* sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // The first column of the first row of `sql`.
  [[nodiscard]] Result<std::int64_t> query_integer(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_id() const;

  // Copies all of it, as it is at one moment, into a new file, while others go on reading and writing. What
  // was in that file is lost. ErrorCode::failure when the copy cannot be written or this one not be read.
  [[nodiscard]] Outcome copy_to(const std::filesystem::path& file);
  // ErrorCode::failure, with what SQLite found, when the file is damaged. Reads all of it.
  [[nodiscard]] Outcome check_whole();

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
};

// Begins at construction through begin(); rolls back when destroyed without commit().
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  [[nodiscard]] Outcome commit();

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;  // null once committed or moved from
};

[[nodiscard]] std::string_view library_version();

}  // namespace stint::sqlite
