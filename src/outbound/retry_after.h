// How long an answer asks to wait.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"
#include "lib/curl/transport.h"

namespace stint::outbound {

// The three forms of RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" (a
// year of two digits is the one nearest to `now` that lies at most 50 years ahead), "Sun Nov  6 08:49:37
// 1994". The weekday must be one, but need not fit.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text, Instant now);

// A Retry-After: seconds, also with a fraction, or a date. Zero when the date has passed, at most 366 days.
// Nothing when it is neither.
[[nodiscard]] std::optional<Milliseconds> parse_retry_after(std::string_view text, Instant now);

// From Retry-After-Ms, Retry-After and X-Throttle-Wait-Seconds, the longest. Dates are seen from the answer's
// own Date where it has one, else from `now`.
[[nodiscard]] std::optional<Milliseconds> wait_asked_for(const curl::Headers& headers, Instant now);

}  // namespace stint::outbound
