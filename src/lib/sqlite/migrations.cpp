#include "lib/sqlite/migrations.h"

#include <string>

namespace stint::sqlite {

Outcome check_migratable(Database& database, const Migrations& migrations) {
  STINT_ASSIGN(application, database.query_integer("PRAGMA application_id"));
  STINT_ASSIGN(version, database.query_integer("PRAGMA user_version"));
  STINT_ASSIGN(tables, database.query_integer("SELECT count(*) FROM sqlite_master"));
  if (application != migrations.application_id && (application != 0 || version != 0 || tables != 0)) {
    return fail(ErrorCode::usage, "the database file belongs to another program", {},
                "choose another folder with --data");
  }
  if (version > static_cast<std::int64_t>(migrations.steps.size())) {
    return fail(ErrorCode::conflict,
                "the database is of version " + std::to_string(version) +
                    ", this program knows versions up to " + std::to_string(migrations.steps.size()),
                {}, "update stint, or choose another folder with --data");
  }
  return {};
}

Outcome migrate(Database& database, const Migrations& migrations) {
  STINT_TRY(check_migratable(database, migrations));
  STINT_ASSIGN(version, database.query_integer("PRAGMA user_version"));
  for (auto next = static_cast<std::size_t>(version); next < migrations.steps.size(); ++next) {
    STINT_ASSIGN(transaction, Transaction::begin(database));
    // Another process may have done this step while we waited for the lock.
    STINT_ASSIGN(now, database.query_integer("PRAGMA user_version"));
    if (static_cast<std::size_t>(now) > next) continue;
    STINT_TRY(database.execute(migrations.steps[next]));
    const std::string marks = "PRAGMA application_id = " + std::to_string(migrations.application_id) +
                              "; PRAGMA user_version = " + std::to_string(next + 1);
    STINT_TRY(database.execute(marks.c_str()));
    STINT_TRY(transaction.commit());
  }
  return {};
}

}  // namespace stint::sqlite
