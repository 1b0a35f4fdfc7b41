// Why the policy does not let a request out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace stint::outbound {

enum class RefusalReason : std::uint8_t {
  unreadable,       // not a URL
  scheme,           // neither http nor https
  credentials,      // a user or a password in the URL
  spelling,         // the host is written in another way than the plain one
  host_name,        // characters, labels or endings that no host on the list can have
  metadata_host,    // a name of a cloud's metadata service
  not_listed,       // the configuration does not name that scheme, host and port
  address,          // what the host is, or what its name leads to
  proxy,            // a kind of proxy that cannot be checked
  redirect_method,  // following would change what is asked
};

struct Refusal {
  RefusalReason reason = RefusalReason::unreadable;
  std::string what;  // never holds credentials, queries or fragments
  std::string hint;

  // "the outbound policy refused …": the same words at the start for every reason.
  [[nodiscard]] Error error() const;
};

// A stable name for JSON and records: "not_listed".
[[nodiscard]] std::string_view name_of(RefusalReason reason);

}  // namespace stint::outbound
