#include "access/authentication.h"

#include <fmt/format.h>
#include <utility>

#include "access/sessions.h"
#include "access/token.h"
#include "access/user_table.h"

namespace stint::access {
namespace {

using MaybeUser = std::optional<UserRow>;

constexpr std::string_view kSignedIn = "UPDATE user SET signed_in_at = ?2, password_hash = ?3 WHERE id = ?1";

// Whether the password is this user's. Without a user, or a password of theirs, the same work is done.
Result<bool> is_right(PasswordHashing& passwords, const MaybeUser& user, const Secret& password) {
  // Nobody has such a password, whatever the name is.
  if (password.reveal().size() > kLongestPassword) return false;
  if (user && !user->password_hash.empty()) return passwords.verify(password, user->password_hash);
  STINT_TRY(passwords.pretend(password));
  return false;
}

// An unknown name is not written down: it may be a password, typed into the wrong field. Nor is anybody said
// to have done what only somebody with their name did.
AuditEvent refused(std::string action, const MaybeUser& user) {
  AuditEvent event{.action = std::move(action), .target = user ? user->name : "", .outcome = "refused"};
  if (!user) event.details["unknown_user"] = true;
  if (user && user->disabled) event.details["disabled"] = true;
  return event;
}

Outcome begin_session(sqlite::Database& database, const UserRow& verified, const std::string& password_hash,
                      const std::string& token_hash, const Act& act, std::string_view agent) {
  STINT_ASSIGN(now, existing_user(database, verified.id));
  // While the password was being checked it was changed, or the user disabled.
  if (now.disabled || now.password_hash != verified.password_hash) {
    return fail(ErrorCode::conflict, "this user was changed at the same moment", {}, "try again");
  }
  STINT_ASSIGN(update, database.prepare(kSignedIn));
  update.bind(1, verified.id);
  update.bind(2, to_epoch_ms(act.at));
  update.bind(3, password_hash);
  STINT_TRY(update.run());
  STINT_TRY(insert_session(database, verified.id, token_hash, act, agent));
  Act own = act;
  own.who = verified.name;
  return append_audit(database, own, {.action = "session.start", .target = verified.name});
}

Error too_many(Milliseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return {ErrorCode::throttled, "too many wrong passwords", {}, fmt::format("try again in {} s", seconds)};
}

}  // namespace

Error refusal_of(const SignInAnswer& answer) {
  if (answer.wait > Milliseconds{0}) return too_many(answer.wait);
  return {ErrorCode::authentication, "the name or the password is wrong", {}, "check both and try again"};
}

Result<SignInAnswer> Authentication::sign_in(std::string_view name, const Secret& password, const Act& act,
                                             std::string_view agent) {
  if (const Milliseconds wait = throttle_.begin(name, act.from, act.at); wait > Milliseconds{0}) {
    return SignInAnswer{.wait = wait};
  }
  PasswordHashing& passwords = directory_->passwords();
  const auto find = [&](sqlite::Database& database) { return user_row_named(database, name); };
  STINT_ASSIGN(user, directory_->read(find));
  const Result<bool> right = is_right(passwords, user, password);
  if (!right) {
    throttle_.abandoned(name, act.from);
    return fail(right.error());
  }
  if (!*right || user->disabled) {
    const AuditEvent event = refused("session.start", user);
    Act unproven = act;
    unproven.who.clear();
    const auto note = [&](sqlite::Database& database) { return append_audit(database, unproven, event); };
    STINT_TRY(directory_->record(note));
    return SignInAnswer{};
  }
  std::string password_hash = user->password_hash;
  if (passwords.outdated(password_hash)) {
    STINT_ASSIGN(renewed, passwords.hash(password));
    password_hash = std::move(renewed);
  }
  Secret token = new_token(directory_->random());
  const std::string token_hash = hash_of(token);
  const Outcome begun = directory_->change([&](sqlite::Database& database) {
    return begin_session(database, *user, password_hash, token_hash, act, agent);
  });
  STINT_TRY(begun);
  throttle_.succeeded(name, act.from);
  STINT_ASSIGN(snapshot, directory_->look(act.at));
  auto session = session_of(*snapshot, token_hash, act.at);
  if (!session) return SignInAnswer{};  // ended again already, by an admin
  return SignInAnswer{.signed_in = SignedIn{.token = std::move(token), .session = std::move(*session)}};
}

Outcome Authentication::change_password(std::int64_t user, const Secret& current, const Secret& next,
                                        const Act& act) {
  const auto find = [&](sqlite::Database& database) { return existing_user(database, user); };
  STINT_ASSIGN(row, directory_->read(find));
  STINT_TRY(check_password(next, row.name, row.email));
  if (const Milliseconds wait = throttle_.begin(row.name, act.from, act.at); wait > Milliseconds{0}) {
    return fail(too_many(wait));
  }
  PasswordHashing& passwords = directory_->passwords();
  const Result<bool> right = is_right(passwords, row, current);
  if (!right) {
    throttle_.abandoned(row.name, act.from);
    return fail(right.error());
  }
  if (!*right) {
    const AuditEvent event = refused("user.change_password", row);
    const auto note = [&](sqlite::Database& database) { return append_audit(database, act, event); };
    STINT_TRY(directory_->record(note));
    return fail(ErrorCode::authentication, "the present password is wrong", "current_password",
                "check it and try again");
  }
  throttle_.succeeded(row.name, act.from);
  STINT_ASSIGN(hash, passwords.hash(next));
  return directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(now, existing_user(database, user));
    if (now.password_hash != row.password_hash) {
      return fail(ErrorCode::conflict, "the password was changed at the same moment", {},
                  "sign in with the new one");
    }
    STINT_TRY(set_password_hash(database, user, hash));
    STINT_ASSIGN(sessions, delete_sessions(database, user));
    return append_audit(
        database, act,
        {.action = "user.change_password", .target = row.name, .details = {{"sessions_ended", sessions}}});
  });
}

}  // namespace stint::access
