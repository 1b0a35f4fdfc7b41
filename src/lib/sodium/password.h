// Passwords as they are kept: Argon2id (RFC 9106) with a salt of its own each, over libsodium.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace stint {

// What one hashing costs, and so what one guess costs. The default is what RFC 9106 advises where memory is
// scarce: 3 passes over 64 MiB, about a tenth of a second.
struct PasswordCost {
  std::uint64_t passes = 3;                     // at least 1
  std::size_t memory = std::size_t{64} << 20U;  // bytes, at least 8192

  friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};

// The hash with its salt and cost as one line of ASCII ("$argon2id$v=19$m=65536,t=3,p=1$…"). Safe from
// several threads; each call takes `cost.memory` while it lasts. ErrorCode::failure where that is not there.
[[nodiscard]] Result<std::string> hash_password(const Secret& password, const PasswordCost& cost);

// Whether `hash` was made of this password, in time that does not depend on where they differ. What is no
// hash fits no password. ErrorCode::failure when there is not the memory to find out.
[[nodiscard]] Result<bool> verify_password(const Secret& password, std::string_view hash);

// Whether it was made at another cost, or by another algorithm.
[[nodiscard]] bool needs_rehash(std::string_view hash, const PasswordCost& cost);

}  // namespace stint
