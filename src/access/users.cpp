#include "access/users.h"

#include <algorithm>
#include <utility>

#include "access/reaction_table.h"
#include "access/sessions.h"
#include "access/user_table.h"

namespace stint::access {
namespace {

constexpr std::string_view kDelete = "DELETE FROM user WHERE id = ?1";
constexpr std::string_view kChange =
    "UPDATE user SET display_name = coalesce(?2, display_name), email = coalesce(?3, email), "
    "disabled = coalesce(?4, disabled) WHERE id = ?1";

JsonDocument roles_of(const ProjectRoles& roles) {
  JsonDocument json = JsonDocument::object();
  for (const auto& [project, role] : roles) json[project] = role_name(role);
  return json;
}

// Does `work` unless the last admin would be gone.
template <class Work>
Outcome keeping_an_admin(sqlite::Database& database, Work&& work) {
  STINT_ASSIGN(before, count_admins(database));
  STINT_TRY(std::forward<Work>(work)());
  STINT_ASSIGN(after, count_admins(database));
  if (before > 0 && after == 0) {
    return fail(ErrorCode::conflict, "this is the last admin", {},
                "make somebody else an admin of all projects first");
  }
  return {};
}

Outcome update_row(sqlite::Database& database, std::int64_t id, const UserChange& change) {
  STINT_ASSIGN(update, database.prepare(kChange));
  update.bind(1, id);
  change.display_name ? update.bind(2, std::string_view{*change.display_name}) : update.bind_null(2);
  change.email ? update.bind(3, std::string_view{*change.email}) : update.bind_null(3);
  change.disabled ? update.bind(4, std::int64_t{*change.disabled}) : update.bind_null(4);
  STINT_TRY(update.run());
  if (change.roles) STINT_TRY(set_roles(database, id, *change.roles));
  if (change.disabled.value_or(false)) STINT_TRY(delete_sessions(database, id));
  return {};
}

JsonDocument details_of(const UserChange& change) {
  JsonDocument details = JsonDocument::object();
  if (change.display_name) details["display_name"] = *change.display_name;
  if (change.email) details["email"] = *change.email;
  if (change.roles) details["roles"] = roles_of(*change.roles);
  if (change.disabled) details["disabled"] = *change.disabled;
  return details;
}

Principal principal_of(const User& user, Principal::Kind kind) {
  return {.kind = kind,
          .user = user.id,
          .name = user.name,
          .display_name = user.display_name,
          .roles = user.roles,
          .scopes = Scopes::all(),
          .projects = {.all = true, .keys = {}}};
}

}  // namespace

Result<User> Users::add(const NewUser& user, const Act& act) {
  STINT_TRY(check_user(user));
  std::string hash;
  if (user.password) {
    STINT_ASSIGN(hashed, directory_->passwords().hash(*user.password));
    hash = std::move(hashed);
  }
  STINT_ASSIGN(id, directory_->change([&](sqlite::Database& database) -> Result<std::int64_t> {
    STINT_ASSIGN(added, insert_user(database, user, hash, act.at));
    STINT_TRY(append_audit(
        database, act,
        {.action = "user.add", .target = user.name, .details = {{"roles", roles_of(user.roles)}}}));
    return added;
  }));
  return known(id, act.at);
}

Result<User> Users::change(std::int64_t id, const UserChange& change, const Act& act) {
  if (change.display_name) STINT_TRY(check_display_name(*change.display_name));
  if (change.email) STINT_TRY(check_email(*change.email));
  if (change.roles) STINT_TRY(check_roles(*change.roles));
  const Outcome changed = directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(row, existing_user(database, id));
    const auto work = [&] { return update_row(database, id, change); };
    STINT_TRY(keeping_an_admin(database, work));
    return append_audit(database, act,
                        {.action = "user.change", .target = row.name, .details = details_of(change)});
  });
  STINT_TRY(changed);
  return known(id, act.at);
}

Outcome Users::remove(std::int64_t id, const Act& act) {
  return directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(row, existing_user(database, id));
    const auto work = [&]() -> Outcome {
      STINT_TRY(forget_reactions(database, id));
      STINT_ASSIGN(remove, database.prepare(kDelete));
      remove.bind(1, id);
      return remove.run();
    };
    const Outcome kept = keeping_an_admin(database, work);
    STINT_TRY(kept);
    return append_audit(database, act, {.action = "user.remove", .target = row.name});
  });
}

Outcome Users::reset_password(std::int64_t id, const Secret& password, const Act& act) {
  STINT_ASSIGN(user, known(id, act.at));
  STINT_TRY(check_password(password, user.name, user.email));
  STINT_ASSIGN(hash, directory_->passwords().hash(password));
  return directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(row, existing_user(database, id));
    STINT_TRY(set_password_hash(database, id, hash));
    STINT_ASSIGN(sessions, delete_sessions(database, id));
    return append_audit(
        database, act,
        {.action = "user.reset_password", .target = row.name, .details = {{"sessions_ended", sessions}}});
  });
}

Result<std::vector<User>> Users::list(Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  std::vector<User> users;
  for (const auto& entry : snapshot->users) users.push_back(entry.second);
  std::ranges::sort(users, {}, [](const User& user) { return folded(user.name); });
  return users;
}

Result<std::optional<User>> Users::find(std::string_view name, Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  const User* user = snapshot->user_named(name);
  return user != nullptr ? std::optional{*user} : std::nullopt;
}

Result<std::optional<User>> Users::find(std::int64_t id, Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  const User* user = snapshot->user(id);
  return user != nullptr ? std::optional{*user} : std::nullopt;
}

Result<bool> Users::any(Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  return !snapshot->users.empty();
}

Result<User> Users::known(std::int64_t id, Instant now) const {
  STINT_ASSIGN(user, find(id, now));
  if (!user) return fail(ErrorCode::not_found, "there is no such user", {}, "the list of users shows them");
  return std::move(*user);
}

Result<Principal> Users::of_proxy(const ProxyIdentity& identity, bool create, const Act& act) {
  STINT_ASSIGN(found, find(identity.user, act.at));
  if (!found && create) {
    const NewUser user{.name = identity.user,
                       .display_name = identity.display_name,
                       .email = identity.email,
                       .roles = identity.roles.value_or(ProjectRoles{})};
    auto added = add(user, act);
    if (added) {
      found = std::move(*added);
    } else if (added.error().code == ErrorCode::conflict) {
      // Another request of theirs was faster.
      STINT_ASSIGN(by_now, find(identity.user, act.at));
      found = std::move(by_now);
    } else {
      return fail(std::move(added).error());
    }
  }
  if (!found || found->disabled) {
    return fail(ErrorCode::authentication, "the proxy signed in somebody who has no account here", {},
                "ask an admin for one");
  }
  Principal principal = principal_of(*found, Principal::Kind::proxy);
  if (identity.roles) principal.roles = *identity.roles;
  return principal;
}

Result<Principal> Users::principal(std::string_view name, Instant now) const {
  STINT_ASSIGN(user, find(name, now));
  if (!user) return fail(ErrorCode::not_found, "there is no such user", {}, "the list of users shows them");
  return principal_of(*user, Principal::Kind::user);
}

Secret generated_password(const Randomness& random) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(kLetters.size() == 32);
  std::string text;
  for (const char byte : random(20)) text += kLetters[static_cast<unsigned char>(byte) % kLetters.size()];
  return Secret{std::move(text)};
}

}  // namespace stint::access
