#include "access/keys.h"

#include <algorithm>
#include <utility>

#include "access/user_table.h"
#include "lib/sodium/keyed_hash.h"

namespace stint::access {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO api_key (id, secret_hash, name, user, scopes, projects, created_at, expires_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr std::string_view kRevoke =
    "UPDATE api_key SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
constexpr std::string_view kOwner =
    "SELECT user.name, api_key.name FROM api_key JOIN user ON user.id = api_key.user WHERE api_key.id = ?1";

Outcome insert_key(sqlite::Database& database, const ApiKey& key, std::string_view secret_hash) {
  STINT_ASSIGN(insert, database.prepare(kInsert));
  const std::string scopes = to_text(key.scopes);
  const auto projects = projects_json(key.projects);
  std::optional<std::int64_t> expires;
  if (key.expires) expires = to_epoch_ms(*key.expires);
  insert.bind(1, key.id);
  insert.bind(2, secret_hash);
  insert.bind(3, key.name);
  insert.bind(4, key.user);
  insert.bind(5, scopes);
  projects ? insert.bind(6, std::string_view{*projects}) : insert.bind_null(6);
  insert.bind(7, to_epoch_ms(key.created));
  insert.bind(8, expires);
  return insert.run();
}

std::unexpected<Error> too_much(const std::string& what) {
  return fail(ErrorCode::declined, "the key would have " + what + " that you do not have here", {},
              "sign in, or ask for less");
}

Outcome check_caller(const Principal& caller, const NewApiKey& key, const Snapshot& snapshot) {
  if (caller.user == 0) {
    return fail(ErrorCode::authentication, "a key belongs to a user", {}, "sign in first");
  }
  if (!caller.scopes.contains(key.scopes)) return too_much("a scope");
  if (!caller.projects.all) {
    if (key.projects.all) return too_much("projects");
    const auto here = [&](const std::string& project) { return caller.projects.contains(project); };
    if (!std::ranges::all_of(key.projects.keys, here)) return too_much("a project");
  }
  if (const auto own = snapshot.keys.find(caller.key); own != snapshot.keys.end()) {
    const auto& until = own->second.key.expires;
    if (until && (!key.expires || *key.expires > *until)) return too_much("a time");
  }
  return {};
}

ApiKey with_use(const KeyRecord& record) {
  ApiKey key = record.key;
  const std::int64_t at = record.use->at.load(std::memory_order_relaxed);
  if (at != 0) key.used = from_epoch_ms(at);
  return key;
}

}  // namespace

Result<IssuedKey> Keys::issue(const Principal& caller, const NewApiKey& key, const Act& act) {
  STINT_TRY(check_key(key, act.at));
  STINT_ASSIGN(snapshot, directory_->look(act.at));
  STINT_TRY(check_caller(caller, key, *snapshot));
  MadeKey made = make_key(directory_->random());
  ApiKey stored{.id = made.id,
                .name = key.name,
                .user = caller.user,
                .scopes = key.scopes,
                .projects = key.projects,
                .created = act.at,
                .expires = key.expires,
                .used = std::nullopt,
                .revoked = std::nullopt};
  const Outcome issued = directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(owner, existing_user(database, caller.user));
    if (owner.disabled) return fail(ErrorCode::authentication, "this user is disabled");
    STINT_TRY(insert_key(database, stored, made.secret_hash));
    return append_audit(
        database, act,
        {.action = "key.issue",
         .target = stored.id,
         .details = {{"name", stored.name}, {"owner", owner.name}, {"scopes", to_text(stored.scopes)}}});
  });
  STINT_TRY(issued);
  return IssuedKey{.key = std::move(stored), .text = std::move(made.text)};
}

Result<std::optional<Principal>> Keys::find(const Secret& text, Instant now) const {
  using Found = std::optional<Principal>;
  const auto parts = parse_key(text.reveal());
  if (!parts) return Found{};
  STINT_ASSIGN(snapshot, directory_->look(now));
  const auto found = snapshot->keys.find(std::string{parts->id});
  if (found == snapshot->keys.end()) return Found{};
  const KeyRecord& record = found->second;
  if (!same_bytes(hash_of(Secret{std::string{parts->secret}}), record.secret_hash)) return Found{};
  const User* owner = snapshot->user(record.key.user);
  if (!record.key.is_good(now) || owner == nullptr || owner->disabled) return Found{};
  record.use->note(now);
  return Found{Principal{.kind = Principal::Kind::key,
                         .user = owner->id,
                         .name = owner->name,
                         .display_name = owner->display_name,
                         .roles = owner->roles,
                         .scopes = record.key.scopes,
                         .projects = record.key.projects,
                         .key = record.key.id}};
}

Outcome Keys::revoke(std::string_view id, const Act& act) {
  return directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(find, database.prepare(kOwner));
    find.bind(1, id);
    STINT_ASSIGN(found, find.step());
    if (!found) return fail(ErrorCode::not_found, "there is no such key", {}, "the list of keys shows them");
    const JsonDocument details{{"owner", std::string(find.text(0))}, {"name", std::string(find.text(1))}};
    find.reset();
    STINT_ASSIGN(revoke, database.prepare(kRevoke));
    revoke.bind(1, id);
    revoke.bind(2, to_epoch_ms(act.at));
    STINT_TRY(revoke.run());
    return append_audit(database, act,
                        {.action = "key.revoke", .target = std::string(id), .details = details});
  });
}

Result<std::vector<ApiKey>> Keys::list(std::optional<std::int64_t> user, Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  std::vector<ApiKey> keys;
  for (const auto& entry : snapshot->keys) {
    if (!user || entry.second.key.user == *user) keys.push_back(with_use(entry.second));
  }
  std::ranges::sort(keys, [](const ApiKey& a, const ApiKey& b) {
    return std::pair{b.created, b.id} < std::pair{a.created, a.id};
  });
  return keys;
}

Result<std::optional<ApiKey>> Keys::one(std::string_view id, Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  const auto found = snapshot->keys.find(std::string{id});
  if (found == snapshot->keys.end()) return std::optional<ApiKey>{};
  return std::optional{with_use(found->second)};
}

}  // namespace stint::access
