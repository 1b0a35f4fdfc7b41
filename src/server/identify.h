// Whose request it is.
#pragma once

#include <optional>
#include <string>

#include "access/principal.h"
#include "access/proxy.h"
#include "lib/beast/message.h"
#include "server/services.h"

namespace stint::server {

inline constexpr std::string_view kSessionCookie = "stint_session";

struct Identity {
  std::optional<access::Principal> caller;  // nothing: nobody has signed in
  std::optional<Secret> session;            // the token, where a cookie brought it
  std::string address;                      // where it comes from, proxies taken off
};

// `open` allows the open mode while there are no users. ErrorCode::authentication for a key that is none (any
// more) and for a proxy that contradicts itself.
[[nodiscard]] Result<Identity> identify(const http::Request& request, Services& services,
                                        const access::ProxySettings& proxy, bool open);

// The value of a cookie; empty where there is none or more than one.
[[nodiscard]] std::string_view cookie(const http::Request& request, std::string_view name);

}  // namespace stint::server
