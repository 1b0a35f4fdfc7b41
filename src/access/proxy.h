// Single sign-on through a reverse proxy that names the user in a header. Everything here is a pure function:
// what a connection from elsewhere says in the same headers is never looked at.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/network.h"
#include "access/role.h"
#include "base/result.h"

namespace stint::access {

struct Header {
  std::string_view name;  // in any case
  std::string_view value;
};

struct ProxySettings {
  std::vector<Network> proxies;    // none: no proxy is trusted
  std::string user_header = {};    // "X-Forwarded-User"; empty: the proxies sign nobody in
  std::string groups_header = {};  // their names, with commas between them; empty: none
  std::string name_header = {};    // the name to be shown
  std::string email_header = {};
  std::string address_header = "X-Forwarded-For";  // empty: not looked at
  // Group → roles. Where there are any, they stand in the place of the roles kept here: a person has the
  // highest of their groups', and without a group of these none.
  std::map<std::string, ProjectRoles, std::less<>> groups = {};
  bool create_users = false;  // on first sight; else an admin adds them
};

// ErrorCode::usage for networks of everybody (/0), names that no header has, or that mean something else.
[[nodiscard]] Outcome check_proxy(const ProxySettings& settings);

struct ProxyIdentity {
  std::string user;
  std::string display_name;
  std::string email;
  std::optional<ProjectRoles> roles;  // nothing: those kept here
};

[[nodiscard]] bool is_proxy(const ProxySettings& settings, std::string_view peer);

// Whom the request comes from, as far as a proxy says so: nothing when the peer is none, or names nobody.
// `peer` is the address of the connection, without the port. ErrorCode::authentication when it says so twice,
// or the name can be none (user.h): the proxy does not do what it should.
[[nodiscard]] Result<std::optional<ProxyIdentity>> identity_of(const ProxySettings& settings,
                                                               std::string_view peer,
                                                               std::span<const Header> headers);

// Where the request comes from: the last address in the header that is not a proxy's, or the peer where it is
// no proxy or the header is no list of addresses.
[[nodiscard]] std::string client_address(const ProxySettings& settings, std::string_view peer,
                                         std::span<const Header> headers);

}  // namespace stint::access
