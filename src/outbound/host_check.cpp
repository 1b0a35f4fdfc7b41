#include "outbound/host_check.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "outbound/address_kind.h"
#include "outbound/ip_address.h"

namespace stint::outbound {
namespace {

constexpr std::array<std::string_view, 7> kMetadataHosts{"metadata",
                                                         "metadata.google.internal",
                                                         "metadata.goog",
                                                         "instance-data",
                                                         "instance-data.ec2.internal",
                                                         "metadata.azure.internal",
                                                         "metadata.tencentyun.com"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.';
}

// Whether some resolver may take the name for a number: "127.1", "0x7f000001", "1.2.3.4.5".
bool ends_in_number(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (std::ranges::all_of(last, is_digit)) return true;
  return last.starts_with("0x") &&
         std::ranges::all_of(last.substr(2), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

// The host as it should stand in the URL.
std::string plain_host(const curl::Url& url) {
  return url.host.contains(':') ? "[" + url.host + "]" : url.host;
}

bool is_plain_port(std::string_view text, std::uint16_t port) {
  return text == ":" + std::to_string(port);
}

bool is_plain(const curl::Url& url) {
  std::string_view written = url.written_authority;
  if (const std::size_t at = written.rfind('@'); at != std::string_view::npos) written.remove_prefix(at + 1);
  const std::string host = plain_host(url);
  if (!same_letters(written.substr(0, host.size()), host)) return false;
  written.remove_prefix(std::min(host.size(), written.size()));
  return written.empty() || is_plain_port(written, url.port);
}

std::optional<std::string> complaint_about_name(std::string_view host) {
  if (host.size() > 253) return "is longer than a name can be";
  if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return "holds letters outside of ASCII";
  }
  if (!std::ranges::all_of(host, is_name_character)) return "holds characters that no name has";
  if (host.ends_with('.')) return "ends in a dot";
  if (host.starts_with('.') || host.contains("..")) return "has an empty label";
  if (ends_in_number(host)) return "ends in a number without being an address";
  return std::nullopt;
}

std::string_view hint_about_name(std::string_view host) {
  if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return "write it as its provider registered it, in the form that begins with xn--";
  }
  return "write the host's plain name";
}

// Controls and foreign letters must not reach a terminal.
std::string shown_host(std::string_view host) {
  std::string text;
  for (const char c : host.substr(0, 80)) text += c > 0x20 && c < 0x7f ? c : '?';
  return text;
}

}  // namespace

bool is_localhost_name(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost");
}

std::optional<Refusal> check_host(const curl::Url& url, CredentialsInUrl credentials) {
  using Reason = RefusalReason;
  if (url.scheme != "http" && url.scheme != "https") {
    return Refusal{Reason::scheme, "a URL of the scheme " + shown_host(url.scheme),
                   "only http and https are spoken"};
  }
  const std::string shown = shown_host(url.host);
  if (url.credentials && credentials == CredentialsInUrl::refused) {
    return Refusal{Reason::credentials, "a URL for " + shown + " with a user or password in it",
                   "leave out what stands before the @; credentials have settings of their own"};
  }
  if (!url.zone.empty()) {
    return Refusal{Reason::spelling, "an address of one network interface",
                   "name a host that every interface leads to"};
  }
  const auto address = parse_ip_address(url.host);
  if (!address) {
    if (auto complaint = complaint_about_name(url.host)) {
      return Refusal{Reason::host_name, fmt::format("the host {}: its name {}", shown, *complaint),
                     std::string{hint_about_name(url.host)}};
    }
    if (std::ranges::find(kMetadataHosts, url.host) != kMetadataHosts.end()) {
      return Refusal{Reason::metadata_host, "the host " + shown + ", a cloud's metadata service",
                     "use another host"};
    }
  }
  if (url.port == 0)
    return Refusal{Reason::spelling, "port 0 of " + shown, "write the port that the server listens on"};
  if (!is_plain(url)) {
    return Refusal{
        Reason::spelling, "a URL that disguises its host, which is " + shown,
        fmt::format("write {}://{}, with :PORT after it where needed", url.scheme, plain_host(url))};
  }
  if (address) {
    const AddressKind kind = kind_of(*address);
    if (access_to(kind) == Access::never) {
      return Refusal{Reason::address, fmt::format("{}, {}", shown, name_of(kind)), "use another host"};
    }
  }
  return std::nullopt;
}

}  // namespace stint::outbound
