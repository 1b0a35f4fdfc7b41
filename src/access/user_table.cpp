#include "access/user_table.h"

namespace stint::access {
namespace {

constexpr std::string_view kById = "SELECT id, name, email, password_hash, disabled FROM user WHERE id = ?1";
constexpr std::string_view kByName =
    "SELECT id, name, email, password_hash, disabled FROM user WHERE folded = ?1";
constexpr std::string_view kInsert =
    "INSERT INTO user (name, folded, display_name, email, password_hash, disabled, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)";
constexpr std::string_view kDeleteRoles = "DELETE FROM user_role WHERE user = ?1";
constexpr std::string_view kInsertRole = "INSERT INTO user_role (user, project, role) VALUES (?1, ?2, ?3)";
constexpr std::string_view kSetPassword = "UPDATE user SET password_hash = ?2 WHERE id = ?1";
constexpr std::string_view kHasUsers = "SELECT EXISTS (SELECT 1 FROM user)";
constexpr std::string_view kAdmins =
    "SELECT count(*) FROM user JOIN user_role ON user_role.user = user.id "
    "WHERE disabled = 0 AND project = '*' AND role = 'admin'";

Result<std::optional<UserRow>> first_of(sqlite::Statement& rows) {
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<UserRow>{};
  return std::optional{UserRow{.id = rows.integer(0),
                               .name = std::string(rows.text(1)),
                               .email = std::string(rows.text(2)),
                               .password_hash = std::string(rows.text(3)),
                               .disabled = rows.integer(4) != 0}};
}

}  // namespace

Result<std::optional<UserRow>> user_row(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(rows, database.prepare(kById));
  rows.bind(1, id);
  return first_of(rows);
}

Result<std::optional<UserRow>> user_row_named(sqlite::Database& database, std::string_view name) {
  STINT_ASSIGN(rows, database.prepare(kByName));
  const std::string same_case = folded(name);
  rows.bind(1, same_case);
  return first_of(rows);
}

Result<UserRow> existing_user(sqlite::Database& database, std::int64_t id) {
  STINT_ASSIGN(row, user_row(database, id));
  if (!row) return fail(ErrorCode::not_found, "there is no such user", {}, "the list of users shows them");
  return std::move(*row);
}

Result<std::int64_t> insert_user(sqlite::Database& database, const NewUser& user,
                                 std::string_view password_hash, Instant now) {
  STINT_ASSIGN(taken, user_row_named(database, user.name));
  if (taken) {
    return fail(ErrorCode::conflict, "there is a user of that name already", "name",
                "choose another name; case does not tell users apart");
  }
  STINT_ASSIGN(insert, database.prepare(kInsert));
  const std::string same_case = folded(user.name);
  insert.bind(1, user.name);
  insert.bind(2, same_case);
  insert.bind(3, user.display_name.empty() ? user.name : user.display_name);
  insert.bind(4, user.email);
  insert.bind(5, password_hash);
  insert.bind(6, to_epoch_ms(now));
  STINT_TRY(insert.run());
  const std::int64_t id = database.last_insert_id();
  STINT_TRY(set_roles(database, id, user.roles));
  return id;
}

Outcome set_roles(sqlite::Database& database, std::int64_t user, const ProjectRoles& roles) {
  STINT_ASSIGN(remove, database.prepare(kDeleteRoles));
  remove.bind(1, user);
  STINT_TRY(remove.run());
  STINT_ASSIGN(insert, database.prepare(kInsertRole));
  for (const auto& [project, role] : roles) {
    insert.bind(1, user);
    insert.bind(2, project);
    insert.bind(3, role_name(role));
    STINT_TRY(insert.run());
  }
  return {};
}

Outcome set_password_hash(sqlite::Database& database, std::int64_t user, std::string_view password_hash) {
  STINT_ASSIGN(update, database.prepare(kSetPassword));
  update.bind(1, user);
  update.bind(2, password_hash);
  return update.run();
}

Result<bool> has_users(sqlite::Database& database) {
  STINT_ASSIGN(any, database.query_integer(kHasUsers));
  return any != 0;
}

Result<std::int64_t> count_admins(sqlite::Database& database) {
  return database.query_integer(kAdmins);
}

}  // namespace stint::access
