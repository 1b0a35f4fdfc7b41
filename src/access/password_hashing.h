// How passwords are hashed, and how many at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "lib/sodium/password.h"

namespace stint::access {

// As functions, so that tests can count the work. Called from several threads.
struct PasswordFunctions {
  std::function<Result<std::string>(const Secret& password)> hash;
  std::function<Result<bool>(const Secret& password, std::string_view hash)> verify;
  std::function<bool(std::string_view hash)> outdated;
};

[[nodiscard]] PasswordFunctions argon2id(PasswordCost cost = {});

struct HashingLimits {
  std::size_t at_once = 4;   // each takes the memory of one hashing
  std::size_t waiting = 64;  // more are turned away
};

// Hashing takes memory and time by design: a flood of sign-ins must exhaust neither. Thread-safe; a call
// waits for its turn. ErrorCode::throttled where too many wait already.
class PasswordHashing {
 public:
  PasswordHashing(PasswordFunctions functions, HashingLimits limits)
      : functions_(std::move(functions)), limits_(limits) {}

  [[nodiscard]] Result<std::string> hash(const Secret& password);
  [[nodiscard]] Result<bool> verify(const Secret& password, std::string_view hash);
  // The work of verifying, for where there is nothing to compare with.
  [[nodiscard]] Outcome pretend(const Secret& password);
  [[nodiscard]] bool outdated(std::string_view hash) const { return functions_.outdated(hash); }

 private:
  [[nodiscard]] Outcome enter();
  void leave();

  PasswordFunctions functions_;
  HashingLimits limits_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::size_t running_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace stint::access
