#include "access/restored.h"

#include "access/schema.h"

namespace stint::access {

Outcome settle_restored(const std::filesystem::path& data_folder, const Act& act, Instant backup_made) {
  STINT_ASSIGN(database, open_database(data_folder));
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(database));
  STINT_TRY(database.execute("DELETE FROM session"));
  STINT_TRY(append_audit(database, act,
                         {.action = "backup.restore", .details = {{"made_at", format_iso(backup_made)}}}));
  return transaction.commit();
}

}  // namespace stint::access
