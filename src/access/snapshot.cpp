#include "access/snapshot.h"

#include <algorithm>

namespace stint::access {
namespace {

constexpr std::string_view kUsers =
    "SELECT id, name, folded, display_name, email, password_hash <> '', disabled, created_at, signed_in_at "
    "FROM user";
constexpr std::string_view kRolesOfUsers = "SELECT user, project, role FROM user_role";
constexpr std::string_view kSessions =
    "SELECT token_hash, user, created_at, seen_at, address, agent FROM session";
constexpr std::string_view kKeys =
    "SELECT id, secret_hash, name, user, scopes, projects, created_at, expires_at, used_at, revoked_at "
    "FROM api_key";

std::optional<Instant> instant(const std::optional<std::int64_t>& ms) {
  if (!ms) return std::nullopt;
  return from_epoch_ms(*ms);
}

template <class Map>
std::shared_ptr<LastUse> last_use(const Map* earlier, const std::string& name, std::int64_t written) {
  if (earlier != nullptr) {
    if (const auto found = earlier->find(name); found != earlier->end()) return found->second.use;
  }
  return std::make_shared<LastUse>(written, written);
}

Outcome read_users(sqlite::Database& database, Snapshot& snapshot) {
  STINT_ASSIGN(rows, database.prepare(kUsers));
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) break;
    const std::int64_t id = rows.integer(0);
    snapshot.user_of_name.emplace(rows.text(2), id);
    snapshot.users.emplace(id, User{.id = id,
                                    .name = std::string(rows.text(1)),
                                    .display_name = std::string(rows.text(3)),
                                    .email = std::string(rows.text(4)),
                                    .roles = {},
                                    .has_password = rows.integer(5) != 0,
                                    .disabled = rows.integer(6) != 0,
                                    .created = from_epoch_ms(rows.integer(7)),
                                    .signed_in = instant(rows.optional_integer(8))});
  }
  STINT_ASSIGN(roles, database.prepare(kRolesOfUsers));
  for (;;) {
    STINT_ASSIGN(more, roles.step());
    if (!more) return {};
    const auto user = snapshot.users.find(roles.integer(0));
    const auto role = parse_role(roles.text(2));
    if (user != snapshot.users.end() && role) user->second.roles.emplace(roles.text(1), *role);
  }
}

Outcome read_sessions(sqlite::Database& database, const Snapshot* earlier, Snapshot& snapshot) {
  STINT_ASSIGN(rows, database.prepare(kSessions));
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return {};
    std::string hash{rows.text(0)};
    auto use = last_use(earlier != nullptr ? &earlier->sessions : nullptr, hash, rows.integer(3));
    snapshot.sessions.emplace(std::move(hash), SessionRecord{.user = rows.integer(1),
                                                             .created = from_epoch_ms(rows.integer(2)),
                                                             .address = std::string(rows.text(4)),
                                                             .agent = std::string(rows.text(5)),
                                                             .use = std::move(use)});
  }
}

Outcome read_keys(sqlite::Database& database, const Snapshot* earlier, Snapshot& snapshot) {
  STINT_ASSIGN(rows, database.prepare(kKeys));
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) return {};
    std::string id{rows.text(0)};
    auto use =
        last_use(earlier != nullptr ? &earlier->keys : nullptr, id, rows.optional_integer(8).value_or(0));
    std::optional<std::string> projects;
    if (!rows.is_null(5)) projects = rows.text(5);
    ApiKey key{.id = id,
               .name = std::string(rows.text(2)),
               .user = rows.integer(3),
               // What cannot be read allows nothing.
               .scopes = parse_scopes(rows.text(4)).value_or(Scopes{}),
               .projects = parse_projects(projects),
               .created = from_epoch_ms(rows.integer(6)),
               .expires = instant(rows.optional_integer(7)),
               .used = std::nullopt,
               .revoked = instant(rows.optional_integer(9))};
    snapshot.keys.emplace(
        std::move(id),
        KeyRecord{.key = std::move(key), .secret_hash = std::string(rows.text(1)), .use = std::move(use)});
  }
}

Outcome read_all(sqlite::Database& database, const Snapshot* earlier, Snapshot& snapshot) {
  STINT_TRY(read_users(database, snapshot));
  STINT_TRY(read_sessions(database, earlier, snapshot));
  return read_keys(database, earlier, snapshot);
}

}  // namespace

void LastUse::note(Instant now) {
  const std::int64_t ms = to_epoch_ms(now);
  std::int64_t known = at.load(std::memory_order_relaxed);
  // A request that was slower than a later one does not take anything back.
  while (known < ms && !at.compare_exchange_weak(known, ms, std::memory_order_relaxed)) {
  }
}

const User* Snapshot::user(std::int64_t id) const {
  const auto found = users.find(id);
  return found != users.end() ? &found->second : nullptr;
}

const User* Snapshot::user_named(std::string_view name) const {
  const auto found = user_of_name.find(folded(name));
  return found != user_of_name.end() ? user(found->second) : nullptr;
}

Result<std::shared_ptr<const Snapshot>> read_snapshot(sqlite::Database& database, const Snapshot* earlier) {
  auto snapshot = std::make_shared<Snapshot>();
  STINT_TRY(database.execute("BEGIN"));
  const Outcome read = read_all(database, earlier, *snapshot);
  const Outcome ended = database.execute("COMMIT");
  STINT_TRY(read);
  STINT_TRY(ended);
  return std::shared_ptr<const Snapshot>(std::move(snapshot));
}

}  // namespace stint::access
