#include "access/sessions.h"

#include <algorithm>
#include <utility>

#include "access/user_table.h"

namespace stint::access {
namespace {

constexpr std::size_t kLongestAgent = 300;
constexpr std::size_t kLongestAddress = 64;

constexpr std::string_view kInsert =
    "INSERT INTO session (token_hash, user, created_at, seen_at, address, agent) "
    "VALUES (?1, ?2, ?3, ?3, ?4, ?5)";
constexpr std::string_view kKeepNewest =
    "DELETE FROM session WHERE user = ?1 AND token_hash NOT IN "
    "(SELECT token_hash FROM session WHERE user = ?1 ORDER BY seen_at DESC, created_at DESC LIMIT 49)";
constexpr std::string_view kOfToken = "SELECT user FROM session WHERE token_hash = ?1";
constexpr std::string_view kDelete = "DELETE FROM session WHERE token_hash = ?1";
constexpr std::string_view kCount = "SELECT count(*) FROM session WHERE user = ?1";
constexpr std::string_view kDeleteAll = "DELETE FROM session WHERE user = ?1";

Outcome delete_one(sqlite::Database& database, const std::string& hash, const Act& act) {
  STINT_ASSIGN(find, database.prepare(kOfToken));
  find.bind(1, hash);
  STINT_ASSIGN(found, find.step());
  if (!found) return {};
  const std::int64_t user = find.integer(0);
  find.reset();
  STINT_ASSIGN(remove, database.prepare(kDelete));
  remove.bind(1, hash);
  STINT_TRY(remove.run());
  STINT_ASSIGN(row, user_row(database, user));
  return append_audit(database, act, {.action = "session.end", .target = row ? row->name : ""});
}

}  // namespace

Outcome insert_session(sqlite::Database& database, std::int64_t user, std::string_view token_hash,
                       const Act& act, std::string_view agent) {
  STINT_ASSIGN(make_room, database.prepare(kKeepNewest));
  make_room.bind(1, user);
  STINT_TRY(make_room.run());
  STINT_ASSIGN(insert, database.prepare(kInsert));
  insert.bind(1, token_hash);
  insert.bind(2, user);
  insert.bind(3, to_epoch_ms(act.at));
  const std::string address = act.from.substr(0, kLongestAddress);
  insert.bind(4, address);
  insert.bind(5, agent.substr(0, kLongestAgent));
  return insert.run();
}

Result<std::int64_t> delete_sessions(sqlite::Database& database, std::int64_t user) {
  STINT_ASSIGN(count, database.prepare(kCount));
  count.bind(1, user);
  STINT_TRY(count.step());
  const std::int64_t sessions = count.integer(0);
  count.reset();
  STINT_ASSIGN(remove, database.prepare(kDeleteAll));
  remove.bind(1, user);
  STINT_TRY(remove.run());
  return sessions;
}

Result<Secret> Sessions::start(std::int64_t user, const Act& act, std::string_view agent) {
  Secret token = new_token(directory_->random());
  const std::string hash = hash_of(token);
  const Outcome started = directory_->change([&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(row, existing_user(database, user));
    if (row.disabled) return fail(ErrorCode::authentication, "this user is disabled");
    STINT_TRY(insert_session(database, user, hash, act, agent));
    return append_audit(database, act, {.action = "session.start", .target = row.name});
  });
  STINT_TRY(started);
  return token;
}

Result<std::optional<Session>> Sessions::find(const Secret& token, Instant now) const {
  // Nothing else is a token, and hashing megabytes is work.
  if (token.reveal().size() != kTokenLength) return std::optional<Session>{};
  STINT_ASSIGN(snapshot, directory_->look(now));
  const std::string hash = hash_of(token);
  auto session = session_of(*snapshot, hash, now);
  if (session) snapshot->sessions.at(hash).use->note(now);
  return session;
}

Outcome Sessions::end(const Secret& token, const Act& act) const {
  const std::string hash = hash_of(token);
  return directory_->change([&](sqlite::Database& database) { return delete_one(database, hash, act); });
}

Outcome Sessions::end_one(std::int64_t user, std::string_view id, const Act& act) const {
  STINT_ASSIGN(snapshot, directory_->look(act.at));
  for (const auto& entry : snapshot->sessions) {
    const std::string& hash = entry.first;
    const auto session = session_of(*snapshot, hash, act.at);
    if (entry.second.user != user || !session || session->id != id) continue;
    return directory_->change([&](sqlite::Database& database) { return delete_one(database, hash, act); });
  }
  return fail(ErrorCode::not_found, "there is no such session", {}, "it may have ended");
}

Result<std::int64_t> Sessions::end_all(std::int64_t user, const Act& act) const {
  return directory_->change([&](sqlite::Database& database) -> Result<std::int64_t> {
    STINT_ASSIGN(row, existing_user(database, user));
    STINT_ASSIGN(count, delete_sessions(database, user));
    STINT_TRY(append_audit(
        database, act, {.action = "session.end_all", .target = row.name, .details = {{"sessions", count}}}));
    return count;
  });
}

Result<std::vector<Session>> Sessions::of_user(std::int64_t user, Instant now) const {
  STINT_ASSIGN(snapshot, directory_->look(now));
  std::vector<Session> sessions;
  for (const auto& [hash, record] : snapshot->sessions) {
    if (record.user != user) continue;
    if (auto session = session_of(*snapshot, hash, now)) sessions.push_back(std::move(*session));
  }
  std::ranges::sort(sessions, [](const Session& a, const Session& b) {
    return std::pair{b.seen, b.id} < std::pair{a.seen, a.id};
  });
  return sessions;
}

}  // namespace stint::access
