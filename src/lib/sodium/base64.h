// Base64 (RFC 4648, section 4, with padding), over libsodium.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stint {

[[nodiscard]] std::string base64_of(std::string_view bytes);
// Nothing when it is none; white space is not skipped.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace stint
