#include "outbound/proxies.h"

#include <algorithm>
#include <charconv>

#include "outbound/address_kind.h"
#include "outbound/host_check.h"
#include "outbound/ip_address.h"

namespace stint::outbound {
namespace {

std::string first_of(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = environment(name); value && !value->empty()) return *value;
  }
  return {};
}

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

bool same_bits(const IpAddress& a, const IpAddress& b, unsigned bits) {
  if (a.four != b.four) return false;
  for (unsigned i = 0; i < bits; ++i) {
    const unsigned mask = 0x80U >> (i % 8U);
    if ((a.bytes[i / 8U] & mask) != (b.bytes[i / 8U] & mask)) return false;
  }
  return true;
}

// ADDRESS or ADDRESS/BITS
bool is_in_network(const IpAddress& address, std::string_view network) {
  const std::size_t slash = network.find('/');
  const auto start = parse_ip_address(network.substr(0, slash));
  if (!start) return false;
  const unsigned all = start->four ? 32 : 128;
  const auto bits = slash == std::string_view::npos ? all : number(network.substr(slash + 1), all);
  return bits && same_bits(*start, address, *bits);
}

struct Exception {
  std::string_view host;
  std::optional<unsigned> port;
};

// "name:80", "[::1]:80", "::1", "10.0.0.0/8"
Exception read_exception(std::string_view text) {
  std::optional<unsigned> port;
  const std::size_t colon = text.rfind(':');
  const bool several = text.find(':') != colon && !text.contains(']');
  if (colon != std::string_view::npos && !several && colon + 1 < text.size() && text[colon + 1] != ']') {
    if (auto value = number(text.substr(colon + 1), 65535)) {
      port = value;
      text = text.substr(0, colon);
    }
  }
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return {text, port};
}

bool is_excepted(const curl::Url& url, std::string_view entry) {
  if (entry == "*") return true;
  const Exception exception = read_exception(entry);
  if (exception.port && *exception.port != url.port) return false;
  if (const auto address = parse_ip_address(url.host)) return is_in_network(*address, exception.host);
  std::string name{exception.host.substr(exception.host.starts_with('.') ? 1 : 0)};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (name.empty() || !url.host.ends_with(name)) return false;
  return url.host.size() == name.size() || url.host[url.host.size() - name.size() - 1] == '.';
}

bool is_direct(const curl::Url& url, std::string_view none_for) {
  if (is_localhost_name(url.host)) return true;
  if (const auto address = parse_ip_address(url.host)) {
    if (kind_of(*address) == AddressKind::loopback) return true;
  }
  while (!none_for.empty()) {
    const std::size_t comma = std::min(none_for.find(','), none_for.size());
    std::string_view entry = none_for.substr(0, comma);
    none_for.remove_prefix(std::min(comma + 1, none_for.size()));
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    if (!entry.empty() && is_excepted(url, entry)) return true;
  }
  return false;
}

}  // namespace

ProxySettings proxies_of(const Environment& environment) {
  return {first_of(environment, {"http_proxy", "all_proxy", "ALL_PROXY"}),
          first_of(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          first_of(environment, {"no_proxy", "NO_PROXY"})};
}

std::expected<std::optional<curl::Url>, Refusal> proxy_for(const curl::Url& url,
                                                           const ProxySettings& settings) {
  std::string text = url.scheme == "https" ? settings.for_https : settings.for_http;
  if (text.empty() || is_direct(url, settings.none_for)) return std::nullopt;
  if (!text.contains("://")) text.insert(0, "http://");
  if (!text.starts_with("http://") && !text.starts_with("https://")) {
    return std::unexpected(Refusal{RefusalReason::proxy, "a proxy that is neither http:// nor https://",
                                   "name an HTTP proxy, or except the host with NO_PROXY"});
  }
  auto proxy = curl::parse_url(text);
  if (!proxy) {
    return std::unexpected(
        Refusal{RefusalReason::proxy, "a proxy whose URL cannot be read", "write it as http://HOST:PORT"});
  }
  if (auto refusal = check_host(*proxy, CredentialsInUrl::allowed)) {
    refusal->what = "the proxy: " + refusal->what;
    return std::unexpected(std::move(*refusal));
  }
  return std::move(*proxy);
}

}  // namespace stint::outbound
