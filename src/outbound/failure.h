// What became of a request that has no answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "lib/curl/transport.h"
#include "outbound/refusal.h"

namespace stint::outbound {

enum class FailureKind : std::uint8_t {
  refused,      // by the policy; nothing was sent to where it should not go
  malformed,    // the request is none
  unreachable,  // no connection
  tls,          // the certificate, or no common protocol
  timed_out,    // of connecting, of waiting for a byte, or of the whole
  too_large,
  broken_off,  // the answer ended early or is no HTTP
  redirects,   // more than are followed
  cancelled,
  queue_full,    // too many wait already
  circuit_open,  // the origin has failed too often just now
};

struct Failure {
  FailureKind kind = FailureKind::broken_off;
  Error error;
  std::optional<Refusal> refusal;  // for kind `refused`
  bool may_have_arrived = false;   // the server may have acted on it
  std::int64_t shown_bytes = 0;    // of the answer, already handed on
};

[[nodiscard]] Failure refused(Refusal refusal);

// `shown_url` without query and credentials.
[[nodiscard]] Failure failure_of(const curl::TransferFault& fault, std::string_view shown_url);

// For an answer with a status of 300 and above: 401 and 403 are authentication, 404 and 410 not_found, 409
// and 412 conflict, 408 and 429 throttled.
[[nodiscard]] Error error_of_status(int status, std::string_view shown_url);

}  // namespace stint::outbound
