#include "jobs/restored.h"

#include "jobs/schema.h"

namespace stint::jobs {
namespace {

constexpr std::string_view kDeliveries = R"sql(
UPDATE delivery SET state = 'unknown', finished_at = ?1, content = '',
                    error = 'it waited when the backup was made, and may have been sent since'
WHERE state = 'sending' OR (state = 'waiting' AND ready_at <= ?1))sql";
constexpr std::string_view kAlerts = "DELETE FROM alert WHERE delivery IS NULL AND due_at <= ?1";

}  // namespace

Outcome settle_restored(const std::filesystem::path& data_folder, Instant now) {
  STINT_ASSIGN(owned, open_database(data_folder, "jobs"));
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned.database));
  for (const std::string_view sql : {kDeliveries, kAlerts}) {
    STINT_ASSIGN(change, owned.database.prepare(sql));
    change.bind(1, to_epoch_ms(now));
    STINT_TRY(change.run());
  }
  return transaction.commit();
}

}  // namespace stint::jobs
