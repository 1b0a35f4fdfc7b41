// URLs as libcurl reads them, so that what is checked is what is connected to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::curl {

struct Url {
  std::string scheme;  // lower case
  // Lower case, percent-decoded; IPv6 without brackets; IPv4 in dotted decimal, however it was written.
  std::string host;
  std::string zone;        // of an IPv6 address; mostly empty
  std::uint16_t port = 0;  // the scheme's own when none is written
  std::string path;        // percent-encoded, with the query: "/rest/api/3/search?jql=x"
  std::string user;        // decoded
  std::string password;    // decoded
  bool credentials{};      // a user or a password is written, be they empty
  // What stands between "//" and the path; empty when the text has no "://". Holds the credentials.
  std::string written_authority;

  // "https://host:port", the port only when it is not the scheme's own.
  [[nodiscard]] std::string origin() const;
  // What to request: the origin and the path, without credentials and fragment.
  [[nodiscard]] std::string text() const;
  // For people: the text without its query, which may hold keys.
  [[nodiscard]] std::string shown() const;
};

// ErrorCode::usage when libcurl cannot read it, or it has no scheme. The message never holds the text.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// `reference` (of a Location header, say) as seen from `base`; both may be absolute.
[[nodiscard]] Result<Url> resolve_reference(const Url& base, std::string_view reference);

// For one segment of a path, or a value of a query: every byte but unreserved characters (RFC 3986) as %XX.
[[nodiscard]] std::string url_encoded(std::string_view text);

}  // namespace stint::curl
