// Showing who one is with a password. Thread-safe; each call takes about as long as one hashing of a
// password, so not for a thread that others wait for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "access/audit.h"
#include "access/directory.h"
#include "access/session.h"
#include "access/throttle.h"
#include "base/secret.h"

namespace stint::access {

struct SignedIn {
  Secret token;  // of the session; for the cookie
  Session session;
};

// What became of a try: signed in, or to be told to wait, or neither: the name or the password is wrong, or
// the user is disabled. Which of them is not told, and takes the same work to find out.
struct SignInAnswer {
  std::optional<SignedIn> signed_in = {};
  Milliseconds wait{0};
};

// ErrorCode::authentication and ErrorCode::throttled in words.
[[nodiscard]] Error refusal_of(const SignInAnswer& answer);

class Authentication {
 public:
  explicit Authentication(Directory& directory, const SignInThrottle::Limits& limits = {})
      : directory_(&directory), throttle_(limits) {}

  // `act.from` is the visitor's address; `act.who` does not count, for that is to be found out. Errors:
  // ErrorCode::throttled when too many sign in at once, failure when the database or memory gives out.
  [[nodiscard]] Result<SignInAnswer> sign_in(std::string_view name, const Secret& password, const Act& act,
                                             std::string_view agent);

  // By the user. All sessions end, the one that asks too: begin a new one for it. Errors:
  // ErrorCode::authentication for a wrong password, throttled as above and for many wrong ones, usage for a
  // new password that breaks the rules, not_found.
  [[nodiscard]] Outcome change_password(std::int64_t user, const Secret& current, const Secret& next,
                                        const Act& act);

 private:
  Directory* directory_;
  SignInThrottle throttle_;
};

}  // namespace stint::access
