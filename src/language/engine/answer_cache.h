// Answers that were given before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "language/generation.h"
#include "lib/sqlite/database.h"

namespace stint::language {

// Keeps at most so many bytes; what was used longest ago goes first. One thread at a time.
class AnswerCache {
 public:
  static constexpr std::int64_t kDefaultBytes = std::int64_t{64} << 20;

  [[nodiscard]] static Result<AnswerCache> create(sqlite::Database& database,
                                                  std::int64_t most_bytes = kDefaultBytes);

  [[nodiscard]] Result<std::optional<Generation>> find(const std::string& key);
  // Answers that were cut off by the user are not worth keeping, and are not.
  [[nodiscard]] Outcome keep(const std::string& key, const Generation& generation);

  [[nodiscard]] Result<std::int64_t> bytes();

 private:
  AnswerCache(sqlite::Database& database, std::int64_t most, sqlite::Statement find, sqlite::Statement use,
              sqlite::Statement keep)
      : database_(&database),
        most_(most),
        find_(std::move(find)),
        use_(std::move(use)),
        keep_(std::move(keep)) {}
  [[nodiscard]] Outcome make_room();

  sqlite::Database* database_;
  std::int64_t most_;
  sqlite::Statement find_;
  sqlite::Statement use_;
  sqlite::Statement keep_;
};

}  // namespace stint::language
