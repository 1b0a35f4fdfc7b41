// SHA-256 (FIPS 180-4), over libsodium.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace stint {

// A hash of bytes that come piece by piece. A value: a copy goes on by itself. Not for several threads.
class Sha256 {
 public:
  Sha256();

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text);

  // Of all that was added so far, as 64 hexadecimal digits in lower case. More may be added afterwards.
  [[nodiscard]] std::string hex() const;

 private:
  // The library's own state, of which only sha256.cpp knows more.
  alignas(8) std::array<std::byte, 104> state_{};
};

// Of a text that is there as a whole.
[[nodiscard]] std::string sha256_of(std::string_view text);

// 64 hexadecimal digits in lower case.
[[nodiscard]] bool is_sha256(std::string_view text);

}  // namespace stint
