#include "outbound/retry.h"

#include <algorithm>

namespace stint::outbound {
namespace {

// From `low` to `high`, both included.
Milliseconds between(Milliseconds low, Milliseconds high, std::uint64_t random) {
  if (high <= low) return low;
  const auto width = static_cast<std::uint64_t>((high - low).count()) + 1U;
  return low + Milliseconds{static_cast<std::int64_t>(random % width)};
}

}  // namespace

bool is_passing_status(int status) {
  return status == 408 || status == 429 || (status >= 500 && status <= 599 && status != 501 && status != 505);
}

bool is_passing_failure(FailureKind kind) {
  return kind == FailureKind::unreachable || kind == FailureKind::broken_off ||
         kind == FailureKind::timed_out;
}

Milliseconds Retry::next_delay(const AttemptOutcome& outcome) {
  Milliseconds ceiling = std::max(options_.least_delay, options_.first_delay);
  for (int i = 1; i < attempts_ && ceiling < options_.longest_delay; ++i) ceiling *= 2;
  ceiling = std::max(options_.least_delay, std::min(ceiling, options_.longest_delay));
  const Milliseconds own = std::max(options_.least_delay, between(ceiling / 2, ceiling, random_()));
  return std::max(own, outcome.asked_wait.value_or(Milliseconds::zero()) + own / 2);
}

RetryDecision Retry::after(const AttemptOutcome& outcome, bool repeatable, Instant now) {
  ++attempts_;
  const bool passing =
      outcome.failure ? is_passing_failure(*outcome.failure) : is_passing_status(outcome.status);
  if (!passing) return {RetryVerdict::final, {}};
  if (outcome.shown_bytes > 0) return {RetryVerdict::shown, {}};
  if (!repeatable && outcome.may_have_arrived) return {RetryVerdict::may_have_done, {}};
  if (attempts_ >= options_.attempts) return {RetryVerdict::attempts_used, {}};
  const Milliseconds delay = next_delay(outcome);
  if (now + delay > started_ + options_.budget) return {RetryVerdict::budget_used, delay};
  return {RetryVerdict::again, delay};
}

}  // namespace stint::outbound
