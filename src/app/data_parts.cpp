#include "app/data_parts.h"

#include <optional>
#include <utility>

#include "access/restored.h"
#include "exchange/writes/claim_lock.h"
#include "exchange/writes/keeping.h"
#include "jobs/restored.h"
#include "jobs/schema.h"
#include "language/engine/database.h"
#include "store/store.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;
using backup::Part;
using backup::PartKind;

Outcome settle_store(const fs::path& folder, Instant /*made*/) {
  STINT_ASSIGN(lock, store::WriteLock::acquire(folder));
  STINT_ASSIGN(database, store::open_for_writing(folder, lock));
  return store::checkpoint(database);
}

Outcome settle_language(const fs::path& folder, Instant /*made*/) {
  STINT_TRY(language::open_database(folder));
  return {};
}

struct Taken {
  store::WriteLock store;
  files::OpenFile jobs;
  files::OpenFile alerts;
  writes::ClaimLock plans;
};

}  // namespace

std::vector<Part> data_parts(Instant now) {
  const auto settle_access = [now](const fs::path& folder, Instant made) {
    return access::settle_restored(folder, {.at = now, .who = "command line", .from = {}}, made);
  };
  const auto settle_jobs = [now](const fs::path& folder, Instant /*made*/) {
    return jobs::settle_restored(folder, now);
  };
  const auto settle_writes = [now](const fs::path& folder, Instant /*made*/) {
    return writes::settle_restored(folder, now);
  };
  return {
      {.name = "stint.db", .kind = PartKind::database, .settle = settle_store},
      {.name = "access.db", .kind = PartKind::database, .settle = settle_access},
      {.name = "jobs.db", .kind = PartKind::database, .settle = settle_jobs},
      {.name = "writes.db", .kind = PartKind::database, .settle = settle_writes},
      {.name = "language.db", .kind = PartKind::database, .settle = settle_language},
      {.name = "connections.json", .kind = PartKind::file},
      {.name = "standing.json", .kind = PartKind::file},
      {.name = "models/models.json", .kind = PartKind::file},
      {.name = "reports", .kind = PartKind::folder},
      {.name = "models", .kind = PartKind::folder, .ending = ".gguf", .large = true},
  };
}

Result<std::shared_ptr<void>> take_data_folder(const fs::path& data_folder) {
  STINT_ASSIGN(store, store::WriteLock::acquire(data_folder));
  STINT_ASSIGN(jobs, jobs::lock_for(data_folder, "jobs"));
  STINT_ASSIGN(alerts, jobs::lock_for(data_folder, "alerts"));
  STINT_ASSIGN(plans, writes::ClaimLock::try_acquire_all(data_folder));
  if (!plans) {
    return fail(ErrorCode::conflict, "a write to a tracker is under way in this data folder",
                data_folder.string(), "wait for it to finish and run the command again");
  }
  return std::shared_ptr<void>{std::make_shared<Taken>(
      Taken{std::move(store), std::move(jobs), std::move(alerts), std::move(*plans)})};
}

}  // namespace stint::app
