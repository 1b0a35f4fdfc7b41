// What a redirect means for the next request.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "outbound/policy.h"

namespace stint::outbound {

struct NextHop {
  Admitted target;
  std::string method;
  bool same_origin = false;
  bool with_body = false;
};

// Whether a status, with a Location, sends the caller elsewhere: 301, 302, 303, 307, 308.
[[nodiscard]] bool is_redirect(int status);

// The policy is asked again. 303 becomes GET; 307 and 308 repeat the request; 301 and 302 are followed for
// GET and HEAD only, because for others it is not known whether the repetition is meant.
[[nodiscard]] std::expected<NextHop, Refusal> next_hop(const Policy& policy, const curl::Url& from,
                                                       std::string_view method, int status,
                                                       std::string_view location);

}  // namespace stint::outbound
