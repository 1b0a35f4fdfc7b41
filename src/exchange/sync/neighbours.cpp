#include "exchange/sync/neighbours.h"

namespace stint::exchange {
namespace {

constexpr std::string_view kFind = "SELECT key FROM issue WHERE site = ?1 AND id = ?2";
// A link is [type, wording, outward, id, key].
constexpr std::string_view kLinked =
    "SELECT json_extract(link.value, '$[3]') FROM issue, json_each(issue.links) AS link "
    "WHERE issue.site = ?1 AND issue.id = ?2 AND json_extract(link.value, '$[3]') <> ''";
constexpr std::string_view kChildren = "SELECT id FROM issue WHERE site = ?1 AND parent_id = ?2";

Outcome add_rows(sqlite::Statement& statement, store::SiteId site, std::string_view id,
                 std::vector<std::string>& ids) {
  statement.bind(1, site);
  statement.bind(2, id);
  for (;;) {
    STINT_ASSIGN(more, statement.step());
    if (!more) break;
    ids.emplace_back(statement.text(0));
  }
  statement.reset();
  return {};
}

}  // namespace

Result<Neighbours> Neighbours::create(sqlite::Database& database) {
  STINT_ASSIGN(find, database.prepare(kFind));
  STINT_ASSIGN(linked, database.prepare(kLinked));
  STINT_ASSIGN(children, database.prepare(kChildren));
  return Neighbours{std::move(find), std::move(linked), std::move(children)};
}

Result<std::vector<std::string>> Neighbours::of(store::SiteId site, std::string_view id,
                                                std::string_view key) {
  find_.bind(1, site);
  find_.bind(2, id);
  STINT_ASSIGN(found, find_.step());
  const bool changes = found && find_.text(0) != key;
  find_.reset();
  std::vector<std::string> ids;
  if (!changes) return ids;
  STINT_TRY(add_rows(linked_, site, id, ids));
  STINT_TRY(add_rows(children_, site, id, ids));
  return ids;
}

}  // namespace stint::exchange
