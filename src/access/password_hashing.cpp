#include "access/password_hashing.h"

namespace stint::access {

PasswordFunctions argon2id(PasswordCost cost) {
  return {
      .hash = [cost](const Secret& password) { return hash_password(password, cost); },
      .verify = [](const Secret& password, std::string_view hash) { return verify_password(password, hash); },
      .outdated = [cost](std::string_view hash) { return needs_rehash(hash, cost); }};
}

Outcome PasswordHashing::enter() {
  std::unique_lock lock{mutex_};
  if (running_ >= limits_.at_once) {
    if (waiting_ >= limits_.waiting) {
      return fail(ErrorCode::throttled, "too many people are signing in at this moment", {},
                  "try again in a few seconds");
    }
    ++waiting_;
    free_.wait(lock, [&] { return running_ < limits_.at_once; });
    --waiting_;
  }
  ++running_;
  return {};
}

void PasswordHashing::leave() {
  {
    const std::lock_guard lock{mutex_};
    --running_;
  }
  free_.notify_one();
}

Result<std::string> PasswordHashing::hash(const Secret& password) {
  STINT_TRY(enter());
  auto hash = functions_.hash(password);
  leave();
  return hash;
}

Result<bool> PasswordHashing::verify(const Secret& password, std::string_view hash) {
  STINT_TRY(enter());
  auto fits = functions_.verify(password, hash);
  leave();
  return fits;
}

Outcome PasswordHashing::pretend(const Secret& password) {
  STINT_TRY(hash(password));
  return {};
}

}  // namespace stint::access
