// Making, finding and revoking API keys. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/api_key.h"
#include "access/audit.h"
#include "access/directory.h"
#include "access/principal.h"

namespace stint::access {

struct IssuedKey {
  ApiKey key;
  Secret text;  // shown this once, and kept nowhere
};

class Keys {
 public:
  explicit Keys(Directory& directory) : directory_(&directory) {}

  // A key of the caller's own. Errors: ErrorCode::usage for what check_key() refuses; authentication for a
  // caller who is nobody in particular; declined where the key would do more than the caller may here: other
  // scopes, other projects, a longer life than the key that asks.
  [[nodiscard]] Result<IssuedKey> issue(const Principal& caller, const NewApiKey& key, const Act& act);

  // Whom the key speaks for, noted as used now: the owner's roles as they are now, within the key's scopes
  // and projects. Nothing for what is no key, not ours, expired or revoked, or whose owner may not come in.
  // Without disk.
  [[nodiscard]] Result<std::optional<Principal>> find(const Secret& text, Instant now) const;

  // For good. ErrorCode::not_found. Whether the caller may is asked before: a key's `user` is its owner.
  [[nodiscard]] Outcome revoke(std::string_view id, const Act& act);

  // The newest first, of one user or of all, the dead among them.
  [[nodiscard]] Result<std::vector<ApiKey>> list(std::optional<std::int64_t> user, Instant now) const;
  [[nodiscard]] Result<std::optional<ApiKey>> one(std::string_view id, Instant now) const;

 private:
  Directory* directory_;
};

}  // namespace stint::access
