// Fast 64-bit content hashes (XXH3). For telling contents apart, not for security.
#pragma once

#include <cstdint>
#include <string_view>

namespace stint {

[[nodiscard]] std::uint64_t content_hash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace stint
