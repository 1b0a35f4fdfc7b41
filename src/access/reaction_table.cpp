#include "access/reaction_table.h"

#include <string_view>

namespace stint::access {
namespace {

constexpr std::string_view kForget = "DELETE FROM reaction WHERE user = ?1";
constexpr std::string_view kUnname = "UPDATE rating SET user = NULL WHERE user = ?1";

}  // namespace

Outcome forget_reactions(sqlite::Database& database, std::int64_t user) {
  for (const std::string_view sql : {kForget, kUnname}) {
    STINT_ASSIGN(statement, database.prepare(sql));
    statement.bind(1, user);
    STINT_TRY(statement.run());
  }
  return {};
}

}  // namespace stint::access
