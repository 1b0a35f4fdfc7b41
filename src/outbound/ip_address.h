// Addresses of IPv4 and IPv6 as bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::outbound {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // most significant first; IPv4 has 4
  bool four = false;

  [[nodiscard]] static IpAddress of_four(std::uint32_t value);
  // The 4 bytes from `offset` on as an address of IPv4.
  [[nodiscard]] IpAddress four_at(std::size_t offset) const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// "192.0.2.1", exactly four decimal numbers without leading zeros, or IPv6 without brackets and zone. Nothing
// when it is neither.
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

}  // namespace stint::outbound
