// HMAC-SHA-1 (RFC 2104, FIPS 180-4), over OpenSSL: for trackers that sign with nothing newer.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace stint {

// As 40 hexadecimal digits in lower case. The key may be of any length up to INT_MAX.
[[nodiscard]] std::string hmac_sha1(const Secret& key, std::string_view text);

}  // namespace stint
