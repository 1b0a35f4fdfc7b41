#include "app/serving/tidy.h"

#include <system_error>

#include "exchange/writes/keeping.h"
#include "language/engine/call_log.h"
#include "language/engine/database.h"

namespace stint::app {
namespace {

Result<std::int64_t> prune_calls(const std::filesystem::path& data_folder, Instant oldest) {
  std::error_code code;
  if (!std::filesystem::exists(language::database_file(data_folder), code)) return std::int64_t{0};
  STINT_ASSIGN(database, language::open_database(data_folder));
  STINT_ASSIGN(log, language::CallLog::create(database));
  return log.prune(oldest);
}

}  // namespace

Result<JsonDocument> tidy(const std::filesystem::path& data_folder, const RetentionSettings& retention,
                          Instant now) {
  STINT_ASSIGN(plans, writes::prune_plans(data_folder, now - retention.plans, now));
  STINT_ASSIGN(calls, prune_calls(data_folder, now - retention.calls));
  return JsonDocument{{"plans", plans}, {"calls", calls}};
}

}  // namespace stint::app
