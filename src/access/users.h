// The people who may come in. Thread-safe; every change is one transaction together with its entry in the
// audit log.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "access/directory.h"
#include "access/proxy.h"
#include "access/user.h"

namespace stint::access {

// As long as there is an enabled admin of all projects, there stays one: the last cannot be disabled, deleted
// or given less (ErrorCode::conflict).
class Users {
 public:
  explicit Users(Directory& directory) : directory_(&directory) {}

  // Errors: ErrorCode::usage for what breaks the rules of user.h, conflict for a name that is taken.
  [[nodiscard]] Result<User> add(const NewUser& user, const Act& act);
  // Whoever is disabled is signed out everywhere; their keys rest. ErrorCode::not_found.
  [[nodiscard]] Result<User> change(std::int64_t id, const UserChange& change, const Act& act);
  // With sessions, keys and what they had seen and put off. Their ratings stay, without the name.
  [[nodiscard]] Outcome remove(std::int64_t id, const Act& act);
  // By an admin or on the command line: no word of the old one, and signed out everywhere.
  [[nodiscard]] Outcome reset_password(std::int64_t id, const Secret& password, const Act& act);

  [[nodiscard]] Result<std::vector<User>> list(Instant now) const;  // by name
  [[nodiscard]] Result<std::optional<User>> find(std::string_view name, Instant now) const;
  [[nodiscard]] Result<std::optional<User>> find(std::int64_t id, Instant now) const;
  [[nodiscard]] Result<bool> any(Instant now) const;

  // Whom a trusted proxy speaks of. A person seen for the first time is added, where the settings say so.
  // Errors: ErrorCode::authentication for somebody unknown or disabled.
  [[nodiscard]] Result<Principal> of_proxy(const ProxyIdentity& identity, bool create, const Act& act);

  // Whom the command line acts for. ErrorCode::not_found.
  [[nodiscard]] Result<Principal> principal(std::string_view name, Instant now) const;

 private:
  [[nodiscard]] Result<User> known(std::int64_t id, Instant now) const;

  Directory* directory_;
};

// 20 characters without those that are easily taken for each other: about 100 random bits, to be read out and
// typed once.
[[nodiscard]] Secret generated_password(const Randomness& random);

}  // namespace stint::access
