#include "access/proxy.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "access/user.h"
#include "base/text.h"

namespace stint::access {
namespace {

bool is_header_name(std::string_view name) {
  // RFC 9110, section 5.6.2.
  constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
  return std::ranges::all_of(name, [kSigns](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kSigns.contains(c);
  });
}

bool means_something_else(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames{
      "host",         "cookie",         "authorization",     "origin",
      "content-type", "content-length", "transfer-encoding", "connection"};
  return std::ranges::any_of(kNames,
                             [&](std::string_view other) { return equal_ignoring_case(name, other); });
}

std::vector<std::string_view> values_of(std::span<const Header> headers, std::string_view name) {
  std::vector<std::string_view> values;
  if (name.empty()) return values;
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) values.push_back(trimmed(header.value));
  }
  return values;
}

// The parts between the commas of all of them, in order.
std::vector<std::string_view> list_of(std::span<const Header> headers, std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::string_view value : values_of(headers, name)) {
    for (;;) {
      const std::size_t comma = value.find(',');
      parts.push_back(trimmed(value.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      value.remove_prefix(comma + 1);
    }
  }
  return parts;
}

// What a person is called is nothing to refuse them for.
std::string if_good(std::span<const std::string_view> values, Outcome (*check)(std::string_view)) {
  return values.size() == 1 && check(values.front()) ? std::string{values.front()} : std::string{};
}

ProjectRoles roles_of(const ProxySettings& settings, std::span<const Header> headers) {
  ProjectRoles roles;
  for (const std::string_view group : list_of(headers, settings.groups_header)) {
    const auto found = settings.groups.find(group);
    if (found != settings.groups.end()) roles = higher_of(roles, found->second);
  }
  return roles;
}

}  // namespace

Outcome check_proxy(const ProxySettings& settings) {
  for (const Network& network : settings.proxies) {
    if (network.prefix == 0) {
      return fail(ErrorCode::usage, "a trusted proxy cannot be anywhere: anybody could be anyone",
                  to_text(network), "name the addresses that the proxy connects from");
    }
  }
  for (const std::string* name : {&settings.user_header, &settings.groups_header, &settings.name_header,
                                  &settings.email_header, &settings.address_header}) {
    if (!is_header_name(*name) || means_something_else(*name)) {
      return fail(ErrorCode::usage, fmt::format("\"{}\" cannot be the header of a proxy", *name), {},
                  "use a header that only the proxy sets, such as X-Forwarded-User");
    }
  }
  for (const auto& group : settings.groups) STINT_TRY(check_roles(group.second));
  return {};
}

bool is_proxy(const ProxySettings& settings, std::string_view peer) {
  const auto address = parse_address(peer);
  return address && contains(settings.proxies, *address);
}

Result<std::optional<ProxyIdentity>> identity_of(const ProxySettings& settings, std::string_view peer,
                                                 std::span<const Header> headers) {
  using Found = std::optional<ProxyIdentity>;
  if (!is_proxy(settings, peer)) return Found{};
  const auto users = values_of(headers, settings.user_header);
  if (users.empty() || (users.size() == 1 && users.front().empty())) return Found{};
  // Two of them, or a list made of two: one may be the visitor's own, passed on.
  if (users.size() > 1 || users.front().contains(',') || !check_name(users.front())) {
    return fail(ErrorCode::authentication, "the proxy does not say clearly who this is", settings.user_header,
                "let it set this header itself, in the place of what visitors send");
  }
  ProxyIdentity identity{
      .user = std::string(users.front()),
      .display_name = if_good(values_of(headers, settings.name_header), check_display_name),
      .email = if_good(values_of(headers, settings.email_header), check_email),
      .roles = std::nullopt};
  if (!settings.groups.empty()) identity.roles = roles_of(settings, headers);
  return Found{std::move(identity)};
}

std::string client_address(const ProxySettings& settings, std::string_view peer,
                           std::span<const Header> headers) {
  const auto text_of = [](const outbound::IpAddress& address, std::string_view text) {
    // Without the coat of IPv6, so that one address has one name.
    const std::string four = to_text(Network{address, 32});
    return address.four ? four.substr(0, four.find('/')) : std::string{text};
  };
  const auto own = parse_address(peer);
  if (!own) return std::string{peer};
  if (!contains(settings.proxies, *own)) return text_of(*own, peer);
  const auto addresses = list_of(headers, settings.address_header);
  for (auto one = addresses.rbegin(); one != addresses.rend(); ++one) {
    const auto address = parse_address(*one);
    if (!address) break;
    if (!contains(settings.proxies, *address)) return text_of(*address, *one);
  }
  return text_of(*own, peer);
}

}  // namespace stint::access
