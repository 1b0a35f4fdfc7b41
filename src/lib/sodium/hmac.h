// HMAC-SHA-256 (RFC 2104, FIPS 180-4), over libsodium.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace stint {

// As 64 hexadecimal digits in lower case. The key may be of any length.
[[nodiscard]] std::string hmac_sha256(const Secret& key, std::string_view text);

}  // namespace stint
