#include "access/network.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace stint::access {
namespace {

using outbound::IpAddress;

constexpr std::size_t kMappedBytes = 12;  // of ::ffff:0:0/96
constexpr unsigned kMappedBits = 96;

bool is_mapped(const IpAddress& address) {
  if (address.four) return false;
  return std::all_of(address.bytes.begin(), address.bytes.begin() + 10,
                     [](auto byte) { return byte == 0; }) &&
         address.bytes[10] == 0xff && address.bytes[11] == 0xff;
}

unsigned bits_of(const IpAddress& address) {
  return address.four ? 32 : 128;
}

std::unexpected<Error> no_network(std::string_view text) {
  return fail(ErrorCode::usage, fmt::format("\"{}\" is no address or network", text), {},
              "write it as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
}

}  // namespace

std::optional<IpAddress> parse_address(std::string_view text) {
  auto address = outbound::parse_ip_address(text);
  if (address && is_mapped(*address)) return address->four_at(kMappedBytes);
  return address;
}

Network network_of(const IpAddress& address, unsigned prefix) {
  Network network{.address = address, .prefix = std::min(prefix, bits_of(address))};
  for (unsigned bit = network.prefix; bit < bits_of(address); ++bit) {
    auto& byte = network.address.bytes[bit / 8];
    byte = static_cast<std::uint8_t>(byte & ~(0x80U >> (bit % 8)));
  }
  return network;
}

Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  auto address = outbound::parse_ip_address(text.substr(0, slash));
  if (!address) return no_network(text);
  unsigned prefix = bits_of(*address);
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const bool padded = digits.size() > 1 && digits.front() == '0';
    if (error != std::errc{} || end != digits.data() + digits.size() || padded ||
        prefix > bits_of(*address)) {
      return no_network(text);
    }
  }
  if (is_mapped(*address) && prefix >= kMappedBits) {
    address = address->four_at(kMappedBytes);
    prefix -= kMappedBits;
  }
  const Network network = network_of(*address, prefix);
  if (network.address != *address) {
    return fail(ErrorCode::usage, fmt::format("\"{}\" has bits beyond its prefix", text), {},
                fmt::format("write {} for the network, or leave out the prefix for the one address",
                            to_text(network)));
  }
  return network;
}

bool contains(const Network& network, const IpAddress& address) {
  return network.address.four == address.four &&
         network_of(address, network.prefix).address == network.address;
}

bool contains(std::span<const Network> networks, const IpAddress& address) {
  return std::ranges::any_of(networks, [&](const Network& network) { return contains(network, address); });
}

std::string to_text(const Network& network) {
  const auto& bytes = network.address.bytes;
  std::string text;
  if (network.address.four) {
    text = fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
  } else {
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
      if (i > 0) text += ':';
      text += fmt::format("{:x}", bytes[i] << 8U | bytes[i + 1]);
    }
  }
  return text + fmt::format("/{}", network.prefix);
}

}  // namespace stint::access
