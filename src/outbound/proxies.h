// Which proxy a request goes through.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lib/curl/url.h"
#include "outbound/refusal.h"

namespace stint::outbound {

struct ProxySettings {
  std::string for_http;   // http://[USER:PASSWORD@]HOST[:PORT] or https://…; empty: none
  std::string for_https;  // likewise
  // Separated by commas: "*", a name (it and all under it, with or without a dot before), an address, a
  // network as ADDRESS/BITS; each with ":PORT" after it where only that is meant.
  std::string none_for;
};

// The value of an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; no_proxy, NO_PROXY; for http only the lower-case
// http_proxy, because a server may be made to set HTTP_PROXY by whoever sends it a header "Proxy".
[[nodiscard]] ProxySettings proxies_of(const Environment& environment);

// Nothing: straight to the host, as always to localhost and loopback addresses. Refused: a proxy of another
// kind than http and https, or one that the policy would refuse as the host of a configured URL. The proxy
// may be in the own network, because the configuration or the environment names it.
[[nodiscard]] std::expected<std::optional<curl::Url>, Refusal> proxy_for(const curl::Url& url,
                                                                         const ProxySettings& settings);

}  // namespace stint::outbound
