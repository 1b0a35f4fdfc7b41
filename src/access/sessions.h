// Beginning, finding and ending sessions. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "access/directory.h"
#include "access/session.h"
#include "base/secret.h"

namespace stint::access {

class Sessions {
 public:
  explicit Sessions(Directory& directory) : directory_(&directory) {}

  // For a user who has shown who they are. The token is given this once. A user has at most 50 sessions: the
  // one longest unused makes room. ErrorCode::not_found and authentication for a user who is not there or
  // disabled.
  [[nodiscard]] Result<Secret> start(std::int64_t user, const Act& act, std::string_view agent);

  // The session of a cookie, noted as used now. Nothing where there is none. Without disk.
  [[nodiscard]] Result<std::optional<Session>> find(const Secret& token, Instant now) const;

  // Signs out. Nothing happens where there is no such session.
  [[nodiscard]] Outcome end(const Secret& token, const Act& act) const;
  // One of a user's sessions by its id; ErrorCode::not_found.
  [[nodiscard]] Outcome end_one(std::int64_t user, std::string_view id, const Act& act) const;
  // Everywhere; gives how many there were.
  [[nodiscard]] Result<std::int64_t> end_all(std::int64_t user, const Act& act) const;

  // The sessions of a user, the last used first.
  [[nodiscard]] Result<std::vector<Session>> of_user(std::int64_t user, Instant now) const;

 private:
  Directory* directory_;
};

// For transactions that begin or end sessions among other things.
[[nodiscard]] Outcome insert_session(sqlite::Database& database, std::int64_t user,
                                     std::string_view token_hash, const Act& act, std::string_view agent);
// Gives how many there were.
[[nodiscard]] Result<std::int64_t> delete_sessions(sqlite::Database& database, std::int64_t user);

}  // namespace stint::access
