#include "outbound/ip_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <string>

namespace stint::outbound {

IpAddress IpAddress::of_four(std::uint32_t value) {
  IpAddress address;
  address.four = true;
  for (std::size_t i = 0; i < 4; ++i) {
    address.bytes[i] = static_cast<std::uint8_t>((value >> (24U - 8U * i)) & 0xffU);
  }
  return address;
}

IpAddress IpAddress::four_at(std::size_t offset) const {
  IpAddress address;
  address.four = true;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), 4, address.bytes.begin());
  return address;
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  if (text.contains('\0')) return std::nullopt;
  const std::string copy{text};
  IpAddress address;
  if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.four = true;
  return address;
}

}  // namespace stint::outbound
