#include "exchange/writes/keeping.h"

#include <system_error>

#include "exchange/writes/plan.h"
#include "exchange/writes/schema.h"

namespace stint::writes {
namespace {

constexpr std::string_view kPrune =
    "DELETE FROM plan WHERE created_at < ?1 AND (state NOT IN (?3, ?4, ?5) OR (state = ?3 AND expires_at < "
    "?2))";
constexpr std::string_view kExpire = "UPDATE plan SET expires_at = ?1 WHERE state = ?2 AND expires_at > ?1";

std::int64_t number_of(State state) {
  return static_cast<std::int64_t>(state);
}

}  // namespace

Result<std::int64_t> prune_plans(const std::filesystem::path& data_folder, Instant oldest, Instant now) {
  std::error_code code;
  if (!std::filesystem::exists(database_file(data_folder), code)) return std::int64_t{0};
  STINT_ASSIGN(database, open_database(data_folder));
  STINT_ASSIGN(prune, database.prepare(kPrune));
  prune.bind(1, to_epoch_ms(oldest));
  prune.bind(2, to_epoch_ms(now));
  prune.bind(3, number_of(State::planned));
  prune.bind(4, number_of(State::sending));
  prune.bind(5, number_of(State::unknown));
  STINT_TRY(prune.run());
  return database.query_integer("SELECT changes()");
}

Outcome settle_restored(const std::filesystem::path& data_folder, Instant now) {
  STINT_ASSIGN(database, open_database(data_folder));
  STINT_ASSIGN(expire, database.prepare(kExpire));
  expire.bind(1, to_epoch_ms(now));
  expire.bind(2, number_of(State::planned));
  return expire.run();
}

}  // namespace stint::writes
