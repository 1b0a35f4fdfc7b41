// When a request is tried again. Pure: time is passed in, randomness too.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/instant.h"
#include "outbound/failure.h"

namespace stint::outbound {

struct RetryOptions {
  int attempts = 5;                    // the first one included
  Milliseconds first_delay{500};       // doubled after every attempt
  Milliseconds longest_delay{30'000};  // of our own; a server may ask for more
  Milliseconds least_delay{100};       // whatever a server says
  Milliseconds budget{120'000};        // from the first attempt to the last one's start
};

// Any 64 bits, evenly spread.
using RandomStream = std::function<std::uint64_t()>;

struct AttemptOutcome {
  std::optional<FailureKind> failure;  // nothing: there is a status
  int status = 0;
  bool may_have_arrived = true;
  std::int64_t shown_bytes = 0;
  std::optional<Milliseconds> asked_wait;
};

enum class RetryVerdict : std::uint8_t {
  again,
  final,          // an answer, or a failure that another attempt will not mend
  shown,          // text was shown already, and must not come twice
  may_have_done,  // the server may have acted, and doing it twice would do harm
  attempts_used,
  budget_used,  // the next attempt would come too late
};

struct RetryDecision {
  RetryVerdict verdict = RetryVerdict::final;
  Milliseconds delay{0};  // for `again`: wait that long. For `budget_used`: what it would have been
};

// 408, 429, and 5xx without 501 and 505: what another attempt may mend.
[[nodiscard]] bool is_passing_status(int status);
// No connection, a connection lost, a time limit.
[[nodiscard]] bool is_passing_failure(FailureKind kind);

// The attempts at one request. Delays are between half of and the whole of a time that doubles up to
// `longest_delay`; where the server asks for a wait, that plus up to half of it, so that those who were
// turned away together do not return together.
class Retry {
 public:
  Retry(const RetryOptions& options, Instant started, RandomStream random)
      : options_(options), started_(started), random_(std::move(random)) {}

  // Once after each attempt. `repeatable`: doing it twice does no harm. Without it, only what has surely not
  // arrived is tried again.
  [[nodiscard]] RetryDecision after(const AttemptOutcome& outcome, bool repeatable, Instant now);

  [[nodiscard]] int attempts() const { return attempts_; }

 private:
  [[nodiscard]] Milliseconds next_delay(const AttemptOutcome& outcome);

  RetryOptions options_;
  Instant started_;
  RandomStream random_;
  int attempts_ = 0;
};

}  // namespace stint::outbound
