// The rows of users, for transactions. Nothing here begins or ends one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/user.h"
#include "base/instant.h"
#include "base/result.h"
#include "lib/sqlite/database.h"

namespace stint::access {

struct UserRow {
  std::int64_t id = 0;
  std::string name;
  std::string email;
  std::string password_hash;  // empty: none
  bool disabled = false;
};

[[nodiscard]] Result<std::optional<UserRow>> user_row(sqlite::Database& database, std::int64_t id);
[[nodiscard]] Result<std::optional<UserRow>> user_row_named(sqlite::Database& database,
                                                            std::string_view name);
// ErrorCode::not_found.
[[nodiscard]] Result<UserRow> existing_user(sqlite::Database& database, std::int64_t id);

// Gives the id. `user` has been checked (user.h). ErrorCode::conflict where the name is taken.
[[nodiscard]] Result<std::int64_t> insert_user(sqlite::Database& database, const NewUser& user,
                                               std::string_view password_hash, Instant now);
[[nodiscard]] Outcome set_roles(sqlite::Database& database, std::int64_t user, const ProjectRoles& roles);
[[nodiscard]] Outcome set_password_hash(sqlite::Database& database, std::int64_t user,
                                        std::string_view password_hash);

[[nodiscard]] Result<bool> has_users(sqlite::Database& database);
// Enabled, and admins of all projects.
[[nodiscard]] Result<std::int64_t> count_admins(sqlite::Database& database);

}  // namespace stint::access
