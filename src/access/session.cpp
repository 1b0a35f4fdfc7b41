#include "access/session.h"

#include <algorithm>

namespace stint::access {
namespace {

constexpr std::size_t kIdLength = 16;

}  // namespace

Instant end_of(const SessionRecord& record) {
  const Instant seen = from_epoch_ms(record.use->at.load(std::memory_order_relaxed));
  return std::min(seen + kSessionLimits.idle, record.created + kSessionLimits.longest);
}

std::optional<Session> session_of(const Snapshot& snapshot, const std::string& token_hash, Instant now) {
  const auto found = snapshot.sessions.find(token_hash);
  if (found == snapshot.sessions.end()) return std::nullopt;
  const SessionRecord& record = found->second;
  const User* user = snapshot.user(record.user);
  const Instant ends = end_of(record);
  if (user == nullptr || user->disabled || now >= ends) return std::nullopt;
  Session session{.id = token_hash.substr(0, kIdLength),
                  .principal = {.kind = Principal::Kind::user,
                                .user = user->id,
                                .name = user->name,
                                .display_name = user->display_name,
                                .roles = user->roles,
                                .scopes = Scopes::all(),
                                .projects = {.all = true, .keys = {}}},
                  .created = record.created,
                  .seen = from_epoch_ms(record.use->at.load(std::memory_order_relaxed)),
                  .ends = ends,
                  .address = record.address,
                  .agent = record.agent};
  session.principal.session = session.id;
  return session;
}

}  // namespace stint::access
