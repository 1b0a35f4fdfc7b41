// The first admin: whoever has the link that the server printed when it began without users.
#pragma once

#include <chrono>
#include <optional>

#include "access/audit.h"
#include "access/directory.h"
#include "access/user.h"
#include "base/secret.h"

namespace stint::access {

inline constexpr std::chrono::hours kSetupLasts{24};

// Thread-safe.
class InitialSetup {
 public:
  explicit InitialSetup(Directory& directory) : directory_(&directory) {}

  // A new token in the place of the one before, to be printed once; good for 24 hours. Nothing when there are
  // users. To be called at each start of the server.
  [[nodiscard]] Result<std::optional<Secret>> renew(Instant now);

  // Makes the first user, an admin of all projects whatever `user.roles` says. The token is dead then.
  // Errors: ErrorCode::conflict when there are users; authentication for a token that is wrong or too old;
  // usage for what breaks the rules of user.h, and without a password.
  [[nodiscard]] Result<User> use(const Secret& token, NewUser user, const Act& act);

 private:
  [[nodiscard]] Outcome check(const Secret& token, Instant now);

  Directory* directory_;
};

}  // namespace stint::access
