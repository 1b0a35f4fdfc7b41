#include "access/setup.h"

#include <utility>

#include "access/user_table.h"
#include "lib/sodium/keyed_hash.h"

namespace stint::access {
namespace {

constexpr std::string_view kReplace =
    "INSERT INTO setup (id, token_hash, expires_at) VALUES (1, ?1, ?2) "
    "ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at";
constexpr std::string_view kGet = "SELECT token_hash, expires_at FROM setup";

// Inside of a transaction, or just for looking.
Outcome check_token(sqlite::Database& database, const Secret& token, Instant now) {
  STINT_ASSIGN(users, has_users(database));
  if (users) {
    return fail(ErrorCode::conflict, "this server has been set up already", {},
                "sign in, or ask an admin for an account");
  }
  STINT_ASSIGN(rows, database.prepare(kGet));
  STINT_ASSIGN(found, rows.step());
  if (!found || !same_bytes(hash_of(token), rows.text(0)) || to_epoch_ms(now) >= rows.integer(1)) {
    return fail(ErrorCode::authentication, "this setup link is not good (any more)", {},
                "start the server again: it prints a new one");
  }
  return {};
}

}  // namespace

Result<std::optional<Secret>> InitialSetup::renew(Instant now) {
  using Token = std::optional<Secret>;
  return directory_->record([&](sqlite::Database& database) -> Result<Token> {
    STINT_ASSIGN(users, has_users(database));
    if (users) return Token{};
    Secret token = new_token(directory_->random());
    const std::string hash = hash_of(token);
    STINT_ASSIGN(replace, database.prepare(kReplace));
    replace.bind(1, hash);
    replace.bind(2, to_epoch_ms(now + kSetupLasts));
    STINT_TRY(replace.run());
    return Token{std::move(token)};
  });
}

Outcome InitialSetup::check(const Secret& token, Instant now) {
  return directory_->read([&](sqlite::Database& database) { return check_token(database, token, now); });
}

Result<User> InitialSetup::use(const Secret& token, NewUser user, const Act& act) {
  // Before the work of hashing, so that nobody without the link can cause it.
  STINT_TRY(check(token, act.at));
  user.roles = {{std::string{kEveryProject}, Role::admin}};
  STINT_TRY(check_user(user));
  if (!user.password) return fail(ErrorCode::usage, "the first user needs a password", "password");
  STINT_ASSIGN(hash, directory_->passwords().hash(*user.password));
  STINT_ASSIGN(id, directory_->change([&](sqlite::Database& database) -> Result<std::int64_t> {
    // Again, for another may have been faster.
    STINT_TRY(check_token(database, token, act.at));
    STINT_ASSIGN(added, insert_user(database, user, hash, act.at));
    STINT_TRY(database.execute("DELETE FROM setup"));
    STINT_TRY(append_audit(database, act, {.action = "setup.use", .target = user.name}));
    return added;
  }));
  STINT_ASSIGN(snapshot, directory_->look(act.at));
  const User* made = snapshot->user(id);
  if (made == nullptr) return fail(ErrorCode::not_found, "the user has been removed again");
  return *made;
}

}  // namespace stint::access
