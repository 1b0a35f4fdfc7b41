#include "server/identify.h"

#include "base/text.h"

namespace stint::server {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::vector<access::Header> headers_of(const http::Request& request) {
  std::vector<access::Header> headers;
  headers.reserve(request.headers.size());
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  return headers;
}

}  // namespace

std::string_view cookie(const http::Request& request, std::string_view name) {
  std::string_view found;
  for (const auto& [header, list] : request.headers) {
    if (!equal_ignoring_case(header, "Cookie")) continue;
    std::string_view rest = list;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      const std::string_view pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (!found.empty()) return {};
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

Result<Identity> identify(const http::Request& request, Services& services,
                          const access::ProxySettings& proxy, bool open) {
  Identity identity;
  identity.address = request.peer;
  const Instant now = services.now();
  const bool proxied = !proxy.proxies.empty() && access::is_proxy(proxy, request.peer);
  if (proxied) identity.address = access::client_address(proxy, request.peer, headers_of(request));

  const std::string_view authorization = request.header("Authorization");
  if (authorization.size() > kBearer.size() &&
      equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
    const Secret key{std::string{trimmed(authorization.substr(kBearer.size()))}};
    STINT_ASSIGN(found, services.keys.find(key, now));
    if (!found) {
      return fail(ErrorCode::authentication, "the API key is not known, has expired or was revoked", {},
                  "make another one, on the page under Admin");
    }
    identity.caller = std::move(*found);
    return identity;
  }
  if (const std::string_view token = cookie(request, kSessionCookie); !token.empty()) {
    Secret session{std::string{token}};
    STINT_ASSIGN(found, services.sessions.find(session, now));
    if (found) {
      identity.caller = std::move(found->principal);
      identity.session = std::move(session);
      return identity;
    }
  }
  if (proxied) {
    STINT_ASSIGN(named, access::identity_of(proxy, request.peer, headers_of(request)));
    if (named) {
      STINT_ASSIGN(principal,
                   services.users.of_proxy(*named, proxy.create_users, {now, named->user, identity.address}));
      identity.caller = std::move(principal);
      return identity;
    }
  }
  if (open) {
    STINT_ASSIGN(any, services.users.any(now));
    if (!any) identity.caller = access::open_principal();
  }
  return identity;
}

}  // namespace stint::server
