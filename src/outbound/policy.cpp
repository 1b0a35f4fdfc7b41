#include "outbound/policy.h"

#include <algorithm>
#include <fmt/format.h>

#include "outbound/address_kind.h"
#include "outbound/host_check.h"
#include "outbound/ip_address.h"

namespace stint::outbound {
namespace {

Refusal unreadable(const Error& error) {
  return {RefusalReason::unreadable, "a text that is not a URL (" + error.message + ")",
          error.hint.empty() ? "write it as https://HOST/PATH" : error.hint};
}

std::expected<curl::Url, Refusal> read(std::string_view text) {
  auto url = curl::parse_url(text);
  if (!url) return std::unexpected(unreadable(url.error()));
  if (auto refusal = check_host(*url)) return std::unexpected(std::move(*refusal));
  return std::move(*url);
}

bool covers(const Allowance& allowance, const curl::Url& url) {
  if (allowance.scheme != url.scheme || allowance.port != url.port) return false;
  if (allowance.host == url.host) return true;
  return allowance.subdomains && url.host.size() > allowance.host.size() + 1 &&
         url.host.ends_with(allowance.host) && url.host[url.host.size() - allowance.host.size() - 1] == '.';
}

Refusal near_refusal(std::string_view host, std::string_view address, AddressKind kind) {
  std::string what = fmt::format("{}, {}", address, name_of(kind));
  if (host != address) what = fmt::format("{}, which leads to {}", host, what);
  std::string hint = "a name that leads there is not to be trusted; look at its entry in the DNS";
  if (access_to(kind) == Access::own) {
    hint =
        "only a connection whose URL names that very host and port may use it; make it the connection's URL "
        "if it "
        "is meant";
  }
  return {RefusalReason::address, std::move(what), std::move(hint)};
}

}  // namespace

std::expected<Policy, Refusal> Policy::for_connection(std::string name,
                                                      const std::vector<std::string>& base_urls) {
  Policy policy{std::move(name)};
  for (const std::string& text : base_urls) {
    auto url = read(text);
    if (!url) return std::unexpected(std::move(url).error());
    policy.allowances_.push_back({url->scheme, url->host, url->port, Reach::own_network, false});
  }
  return policy;
}

std::optional<Refusal> Policy::also_allow(std::string_view text, bool subdomains) {
  auto url = read(text);
  if (!url) return std::move(url).error();
  // Numbers have no names under them, and a name without a dot is a whole top-level domain.
  const bool names = subdomains && url->host.contains('.') && !parse_ip_address(url->host);
  allowances_.push_back({url->scheme, url->host, url->port, Reach::public_only, names});
  return std::nullopt;
}

std::expected<Admitted, Refusal> Policy::admit(std::string_view text) const {
  auto url = read(text);
  if (!url) return std::unexpected(std::move(url).error());
  return admit(std::move(*url));
}

std::expected<Admitted, Refusal> Policy::admit_reference(const curl::Url& from,
                                                         std::string_view reference) const {
  auto url = curl::resolve_reference(from, reference);
  if (!url) return std::unexpected(unreadable(url.error()));
  if (auto refusal = check_host(*url)) return std::unexpected(std::move(*refusal));
  return admit(std::move(*url));
}

std::expected<Admitted, Refusal> Policy::admit(curl::Url url) const {
  // The configuration's own word stands above what a service may bring along.
  const Allowance* found = nullptr;
  for (const Allowance& allowance : allowances_) {
    if (!covers(allowance, url)) continue;
    if (found == nullptr || allowance.reach == Reach::own_network) found = &allowance;
  }
  if (found == nullptr) {
    return std::unexpected(Refusal{
        RefusalReason::not_listed,
        fmt::format("{}, which the connection \"{}\" does not name", url.origin(), name_),
        fmt::format("it may reach {}; if the other is meant, write it as the connection's URL", listed())});
  }
  const auto address = parse_ip_address(url.host);
  AddressKind kind = address ? kind_of(*address) : AddressKind::global;
  if (is_localhost_name(url.host)) kind = AddressKind::loopback;
  if (access_to(kind) != Access::anyone && found->reach != Reach::own_network) {
    return std::unexpected(near_refusal(url.host, url.host, kind));
  }
  return Admitted{std::move(url), found->reach};
}

std::string Policy::listed() const {
  if (allowances_.empty()) return "nothing";
  std::string text;
  for (const Allowance& allowance : allowances_) {
    if (!text.empty()) text += ", ";
    curl::Url url;
    url.scheme = allowance.scheme;
    url.host = allowance.host;
    url.port = allowance.port;
    text += url.origin();
    if (allowance.subdomains) text += " and names under it";
  }
  return text;
}

std::optional<Refusal> check_address(std::string_view host, std::string_view address, Reach reach) {
  const auto parsed = parse_ip_address(address);
  const AddressKind kind = parsed ? kind_of(*parsed) : AddressKind::reserved;
  const Access access = access_to(kind);
  if (access == Access::anyone || (access == Access::own && reach == Reach::own_network)) return std::nullopt;
  return near_refusal(host, address, kind);
}

}  // namespace stint::outbound
