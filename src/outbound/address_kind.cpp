#include "outbound/address_kind.h"

#include <algorithm>
#include <array>
#include <span>

namespace stint::outbound {
namespace {

struct Range {
  std::array<std::uint8_t, 16> start{};
  unsigned bits = 0;
  AddressKind kind = AddressKind::global;
};

constexpr Range four(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, unsigned bits,
                     AddressKind kind) {
  return {{a, b, c, d}, bits, kind};
}

constexpr Range six(std::array<std::uint16_t, 8> words, unsigned bits, AddressKind kind) {
  Range range{{}, bits, kind};
  for (std::size_t i = 0; i < 8; ++i) {
    range.start[2 * i] = static_cast<std::uint8_t>(words[i] >> 8U);
    range.start[2 * i + 1] = static_cast<std::uint8_t>(words[i] & 0xffU);
  }
  return range;
}

using enum AddressKind;

// The first that holds counts, so the single addresses come first.
constexpr std::array kFour{
    four(100, 100, 100, 200, 32, metadata),  // Alibaba Cloud
    four(168, 63, 129, 16, 32, metadata),    // Azure, from inside of a machine
    four(192, 0, 0, 192, 32, metadata),      // Oracle Cloud, formerly
    four(0, 0, 0, 0, 8, unspecified),          four(10, 0, 0, 0, 8, private_network),
    four(100, 64, 0, 0, 10, private_network),  four(127, 0, 0, 0, 8, loopback),
    four(169, 254, 0, 0, 16, link_local),  // 169.254.169.254 among them
    four(172, 16, 0, 0, 12, private_network),  four(192, 0, 0, 0, 24, reserved),
    four(192, 0, 2, 0, 24, reserved),          four(192, 88, 99, 0, 24, reserved),
    four(192, 168, 0, 0, 16, private_network), four(198, 18, 0, 0, 15, private_network),
    four(198, 51, 100, 0, 24, reserved),       four(203, 0, 113, 0, 24, reserved),
    four(224, 0, 0, 0, 4, multicast),          four(240, 0, 0, 0, 4, reserved),
};

constexpr std::array kSix{
    six({0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254}, 128, metadata),  // Amazon
    six({0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x254}, 128, metadata),  // Google
    six({0, 0, 0, 0, 0, 0, 0, 0}, 128, unspecified),
    six({0, 0, 0, 0, 0, 0, 0, 1}, 128, loopback),
    six({0xfe80, 0, 0, 0, 0, 0, 0, 0}, 10, link_local),
    six({0xfec0, 0, 0, 0, 0, 0, 0, 0}, 10, private_network),
    six({0xfc00, 0, 0, 0, 0, 0, 0, 0}, 7, private_network),
    six({0xff00, 0, 0, 0, 0, 0, 0, 0}, 8, multicast),
    six({0x0064, 0xff9b, 0x0001, 0, 0, 0, 0, 0}, 48, private_network),  // NAT64 of one's own, RFC 8215
    six({0x2001, 0x0db8, 0, 0, 0, 0, 0, 0}, 32, reserved),
    six({0x2001, 0x0002, 0, 0, 0, 0, 0, 0}, 48, private_network),
    six({0x2001, 0x0010, 0, 0, 0, 0, 0, 0}, 28, reserved),
    six({0x3fff, 0, 0, 0, 0, 0, 0, 0}, 20, reserved),
};

// These carry an address of IPv4, and are as good as that.
struct Carrier {
  Range range;
  std::size_t offset = 0;  // of the 4 bytes
};
constexpr std::array kCarriers{
    Carrier{six({0, 0, 0, 0, 0, 0xffff, 0, 0}, 96, global), 12},       // mapped
    Carrier{six({0, 0, 0, 0, 0xffff, 0, 0, 0}, 96, global), 12},       // translated, RFC 2765
    Carrier{six({0, 0, 0, 0, 0, 0, 0, 0}, 96, global), 12},            // compatible
    Carrier{six({0x0064, 0xff9b, 0, 0, 0, 0, 0, 0}, 96, global), 12},  // NAT64, RFC 6052
    Carrier{six({0x2002, 0, 0, 0, 0, 0, 0, 0}, 16, global), 2},        // 6to4
    Carrier{six({0x2001, 0, 0, 0, 0, 0, 0, 0}, 32, global), 4},        // Teredo's server
};

bool holds(const Range& range, const IpAddress& address) {
  const std::size_t whole = range.bits / 8;
  if (!std::equal(range.start.begin(), range.start.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes.begin())) {
    return false;
  }
  const unsigned rest = range.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xffU << (8U - rest));
  return (range.start[whole] & mask) == (address.bytes[whole] & mask);
}

const Range* find(std::span<const Range> ranges, const IpAddress& address) {
  const auto found = std::ranges::find_if(ranges, [&](const Range& range) { return holds(range, address); });
  return found == ranges.end() ? nullptr : &*found;
}

AddressKind kind_of_four(const IpAddress& address) {
  const Range* range = find(kFour, address);
  return range == nullptr ? global : range->kind;
}

AddressKind worse(AddressKind a, AddressKind b) {
  return access_to(b) > access_to(a) ? b : a;
}

// The interface part of an ISATAP address (RFC 5214), in whatever prefix, is 00-00-5e-fe or 02-00-5e-fe and
// an address.
bool is_isatap(const IpAddress& address) {
  return (address.bytes[8] & 0xfdU) == 0 && address.bytes[9] == 0 && address.bytes[10] == 0x5e &&
         address.bytes[11] == 0xfe;
}

// RFC 6052 puts the address around byte 8 when the prefix has 48 bits.
IpAddress carried_by_own_nat64(const IpAddress& address) {
  return IpAddress{{address.bytes[6], address.bytes[7], address.bytes[9], address.bytes[10]}, true};
}

IpAddress teredo_client(const IpAddress& address) {
  IpAddress client = address.four_at(12);
  for (std::size_t i = 0; i < 4; ++i) client.bytes[i] = static_cast<std::uint8_t>(client.bytes[i] ^ 0xffU);
  return client;
}

AddressKind kind_of_six(const IpAddress& address) {
  const Range* range = find(kSix, address);
  AddressKind kind = global;
  bool known = range != nullptr;
  if (known) kind = range->kind;
  // ::1 and :: are no carriers, though they look like one.
  if (kind == loopback || kind == unspecified) return kind;
  for (const Carrier& carrier : kCarriers) {
    if (!holds(carrier.range, address)) continue;
    known = true;
    kind = worse(kind, kind_of_four(address.four_at(carrier.offset)));
  }
  if (holds(six({0x2001, 0, 0, 0, 0, 0, 0, 0}, 32, global), address)) {
    kind = worse(kind, kind_of_four(teredo_client(address)));
  }
  if (holds(six({0x0064, 0xff9b, 0x0001, 0, 0, 0, 0, 0}, 48, global), address)) {
    kind = worse(kind, kind_of_four(carried_by_own_nat64(address)));
    kind = worse(kind, kind_of_four(address.four_at(12)));
  }
  if (is_isatap(address)) kind = worse(kind, kind_of_four(address.four_at(12)));
  // Only 2000::/3 has been given out.
  if (!known && (address.bytes[0] & 0xe0U) != 0x20U) kind = reserved;
  return kind;
}

}  // namespace

AddressKind kind_of(const IpAddress& address) {
  return address.four ? kind_of_four(address) : kind_of_six(address);
}

Access access_to(AddressKind kind) {
  switch (kind) {
    case global:
      return Access::anyone;
    case private_network:
    case loopback:
      return Access::own;
    case link_local:
    case metadata:
    case multicast:
    case unspecified:
    case reserved:
      break;
  }
  return Access::never;
}

std::string_view name_of(AddressKind kind) {
  switch (kind) {
    case global:
      return "a public address";
    case private_network:
      return "an address of a private network";
    case loopback:
      return "an address of this machine";
    case link_local:
      return "a link-local address";
    case metadata:
      return "an address of a cloud's metadata service";
    case multicast:
      return "a multicast address";
    case unspecified:
      return "an unspecified address";
    case reserved:
      break;
  }
  return "a reserved address";
}

}  // namespace stint::outbound
