// Texts that only who has the key can read: XChaCha20-Poly1305 with a random nonce, over libsodium.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace stint {

// 32 bytes, overwritten when they go.
class SealKey {
 public:
  // From whatever a key file or keyring holds, however long (BLAKE2b).
  explicit SealKey(std::string_view material);
  SealKey(const SealKey&) = default;
  SealKey& operator=(const SealKey&) = default;
  ~SealKey();

  [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }

 private:
  std::array<unsigned char, 32> bytes_{};
};

// In base64. `bound_to` is not in it, but it opens only with the same: a sealed text cannot be put in another
// place.
[[nodiscard]] std::string seal(const SealKey& key, const Secret& secret, std::string_view bound_to);
// Nothing with another key, or when anything of it was changed.
[[nodiscard]] std::optional<Secret> unseal(const SealKey& key, std::string_view sealed,
                                           std::string_view bound_to);

}  // namespace stint
