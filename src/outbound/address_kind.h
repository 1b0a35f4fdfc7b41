// What an address is for, and how far Stint may go to it.
#pragma once

#include <cstdint>
#include <string_view>

#include "outbound/ip_address.h"

namespace stint::outbound {

enum class AddressKind : std::uint8_t {
  global,           // of the public internet
  private_network,  // somebody's own: RFC 1918, shared (RFC 6598), unique local, site-local, benchmarks
  loopback,
  link_local,
  metadata,  // where clouds hand out credentials, outside of the link-local range as well
  multicast,
  unspecified,
  reserved,  // documentation, discard, future use, transition mechanisms that nobody should use any more
};

// By the special-purpose registries of IANA (RFC 6890 and its successors). An IPv6 address that carries an
// IPv4 address (mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP) is at least as far off limits as
// the one it carries.
[[nodiscard]] AddressKind kind_of(const IpAddress& address);

enum class Access : std::uint8_t {
  anyone,  // every host on the list may have it
  own,     // only where the configuration names that very host and port
  never,
};
[[nodiscard]] Access access_to(AddressKind kind);

// "a link-local address"
[[nodiscard]] std::string_view name_of(AddressKind kind);

}  // namespace stint::outbound
