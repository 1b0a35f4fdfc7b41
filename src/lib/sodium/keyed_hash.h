// Texts that only who has the key can make, and comparing them: BLAKE2b (RFC 7693), over libsodium.
#pragma once

#include <string>
#include <string_view>

namespace stint {

// 32 bytes. `key` is of 16 to 64 bytes.
[[nodiscard]] std::string keyed_hash(std::string_view key, std::string_view text);

// In time that depends on the lengths only.
[[nodiscard]] bool same_bytes(std::string_view a, std::string_view b);

}  // namespace stint
