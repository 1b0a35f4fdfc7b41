// Who asked a model for what, and what it took.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::language {

struct CallRecord {
  Instant at{};
  std::string user;
  std::string purpose;
  std::string model;
  std::string outcome;  // ending_name() or fault_name()
  bool cached = false;
  std::uint64_t tokens_read = 0;  // as the model counted them; 0 when it was not asked
  std::uint64_t tokens_written = 0;
  Milliseconds took{0};
  std::int64_t cost = 0;  // millionths of the money that prices are given in
  std::string prompt;     // empty unless the owner wants prompts recorded
};

struct Spent {
  std::int64_t tokens = 0;  // read and written
  std::int64_t cost = 0;
};

struct CallTotal {
  std::string purpose;
  std::string model;
  std::int64_t calls = 0;
  std::int64_t cached = 0;
  std::int64_t failed = 0;
  std::int64_t tokens_read = 0;
  std::int64_t tokens_written = 0;
  std::int64_t cost = 0;
};

// One thread at a time.
class CallLog {
 public:
  [[nodiscard]] static Result<CallLog> create(sqlite::Database& database);

  [[nodiscard]] Outcome record(const CallRecord& call);
  // On the day (UTC) of that instant; of everybody where `user` is empty.
  [[nodiscard]] Result<Spent> spent(Instant day, std::string_view user);
  // Since that instant, by purpose and model.
  [[nodiscard]] Result<std::vector<CallTotal>> totals(Instant since);
  // Forgets what is older; how many that were.
  [[nodiscard]] Result<std::int64_t> prune(Instant oldest);

 private:
  CallLog(sqlite::Database& database, sqlite::Statement record)
      : database_(&database), record_(std::move(record)) {}

  sqlite::Database* database_;
  sqlite::Statement record_;
};

}  // namespace stint::language
