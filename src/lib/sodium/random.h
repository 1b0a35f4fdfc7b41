// Bytes that nobody can foresee, by libsodium.
#pragma once

#include <cstddef>
#include <string>

namespace stint {

// `count` bytes as twice as many hexadecimal digits.
[[nodiscard]] std::string random_hex(std::size_t count);

}  // namespace stint
