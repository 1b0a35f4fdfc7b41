#include "store/settings.h"

namespace stint::store {
namespace {

constexpr std::string_view kGet = "SELECT value FROM setting WHERE name = ?1";
constexpr std::string_view kSet = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";

}  // namespace

Result<std::string> get_setting(sqlite::Database& database, std::string_view name) {
  STINT_ASSIGN(statement, database.prepare(kGet));
  statement.bind(1, name);
  STINT_ASSIGN(found, statement.step());
  return found ? std::string{statement.text(0)} : std::string{};
}

Outcome set_setting(sqlite::Database& database, std::string_view name, std::string_view value) {
  STINT_ASSIGN(statement, database.prepare(kSet));
  statement.bind(1, name);
  statement.bind(2, value);
  return statement.run();
}

}  // namespace stint::store
