// What is wrong with a URL whatever the configuration says.
#pragma once

#include <optional>
#include <string_view>

#include "lib/curl/url.h"
#include "outbound/refusal.h"

namespace stint::outbound {

enum class CredentialsInUrl : std::uint8_t { refused, allowed };

// Nothing when the URL is http or https, its host is written plainly (a name of ASCII letters in whatever
// case, an IPv4 address of four decimal numbers, an IPv6 address in its shortest form), and it is neither the
// name of a metadata service nor an address that is never spoken to.
[[nodiscard]] std::optional<Refusal> check_host(const curl::Url& url,
                                                CredentialsInUrl credentials = CredentialsInUrl::refused);

// "localhost", and everything under it: RFC 6761.
[[nodiscard]] bool is_localhost_name(std::string_view host);

}  // namespace stint::outbound
