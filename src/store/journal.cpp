#include "store/journal.h"

#include <algorithm>

#include "store/settings.h"

namespace stint::store {
namespace {

// More than anybody would rather catch up with than build anew.
constexpr std::int64_t kKept = 50'000;

constexpr const char* kRevision =
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0)";

}  // namespace

Result<std::string> store_id(sqlite::Database& database) {
  return get_setting(database, "store_id");
}

Result<std::int64_t> revision(sqlite::Database& database) {
  return database.query_integer(kRevision);
}

Result<std::optional<std::vector<std::int64_t>>> changed_since(sqlite::Database& database,
                                                               std::int64_t revision, std::size_t most) {
  using Refs = std::vector<std::int64_t>;
  STINT_ASSIGN(now, store::revision(database));
  if (now == revision) return std::optional{Refs{}};
  STINT_ASSIGN(first, database.query_integer("SELECT coalesce(min(revision), 0) FROM journal"));
  // Nothing may be missing between the two.
  if (revision > now || first == 0 || first > revision + 1) return std::optional<Refs>{};
  STINT_ASSIGN(rows, database.prepare(
                         "SELECT DISTINCT issue FROM journal WHERE revision > ?1 ORDER BY issue LIMIT ?2"));
  rows.bind(1, revision);
  rows.bind(2, static_cast<std::int64_t>(most) + 1);
  Refs refs;
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) break;
    refs.push_back(rows.integer(0));
  }
  if (refs.size() > most) return std::optional<Refs>{};
  return std::optional{std::move(refs)};
}

Outcome start_journal_anew(sqlite::Database& database) {
  // The revision grows, and no entry reaches back to what is older.
  return database.execute(
      "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'journal'; DELETE FROM journal");
}

Outcome prune_journal(sqlite::Database& database) {
  STINT_ASSIGN(now, revision(database));
  STINT_ASSIGN(prune, database.prepare("DELETE FROM journal WHERE revision <= ?1"));
  prune.bind(1, now - kKept);
  return prune.run();
}

}  // namespace stint::store
