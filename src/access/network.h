// Networks of IPv4 and IPv6 addresses, as CIDR notation (RFC 4632, RFC 4291) has them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "outbound/ip_address.h"

namespace stint::access {

// "192.0.2.1" or "2001:db8::1"; an IPv4 address in an IPv6 coat ("::ffff:192.0.2.1", as a socket for both
// reports it) is the IPv4 address. Nothing when it is none, zones ("fe80::1%eth0") included.
[[nodiscard]] std::optional<outbound::IpAddress> parse_address(std::string_view text);

struct Network {
  outbound::IpAddress address;  // all bits after the prefix are 0
  unsigned prefix = 0;          // bits: to 32 or to 128

  friend bool operator==(const Network&, const Network&) = default;
};

// "10.0.0.0/8", "fd00::/8", or one address. A network within ::ffff:0:0/96 is one of IPv4. ErrorCode::usage
// for anything else, and where bits after the prefix are set ("10.0.0.1/8"): it is not clear what is meant.
[[nodiscard]] Result<Network> parse_network(std::string_view text);

// The network of that many bits that the address lies in.
[[nodiscard]] Network network_of(const outbound::IpAddress& address, unsigned prefix);

// Never for an address of the other family.
[[nodiscard]] bool contains(const Network& network, const outbound::IpAddress& address);
[[nodiscard]] bool contains(std::span<const Network> networks, const outbound::IpAddress& address);

// "10.0.0.0/8"; IPv6 as eight groups, nothing shortened.
[[nodiscard]] std::string to_text(const Network& network);

}  // namespace stint::access
