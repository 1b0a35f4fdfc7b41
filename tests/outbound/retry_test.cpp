// When a request is tried again, worked out on a clock of our own.
#include "outbound/retry.h"

#include <gtest/gtest.h>

#include "outbound/retry_after.h"

namespace stint::outbound {
namespace {

using ms = Milliseconds;

constexpr Instant kStart = from_epoch_ms(1'700'000'000'000);

RandomStream always(std::uint64_t value) {
  return [value] { return value; };
}

AttemptOutcome answered(int status, std::optional<ms> asked = {}) {
  AttemptOutcome outcome;
  outcome.status = status;
  outcome.asked_wait = asked;
  return outcome;
}

AttemptOutcome failed(FailureKind kind, bool may_have_arrived, std::int64_t shown = 0) {
  AttemptOutcome outcome;
  outcome.failure = kind;
  outcome.may_have_arrived = may_have_arrived;
  outcome.shown_bytes = shown;
  return outcome;
}

RetryVerdict verdict(const AttemptOutcome& outcome, bool repeatable) {
  return Retry{{}, kStart, always(0)}.after(outcome, repeatable, kStart).verdict;
}

TEST(Retry, IsForWhatMayPass) {
  for (int status = 100; status < 700; ++status) {
    const bool passing = status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
                         status == 504 || (status >= 506 && status < 600);
    EXPECT_EQ(verdict(answered(status), true), passing ? RetryVerdict::again : RetryVerdict::final) << status;
    EXPECT_EQ(verdict(answered(status), false), passing ? RetryVerdict::may_have_done : RetryVerdict::final)
        << status;
  }
  using enum FailureKind;
  for (const FailureKind kind : {unreachable, timed_out, broken_off}) {
    EXPECT_EQ(verdict(failed(kind, true), true), RetryVerdict::again);
    EXPECT_EQ(verdict(failed(kind, true), false), RetryVerdict::may_have_done);
    // What never left may be sent again, whatever it does.
    EXPECT_EQ(verdict(failed(kind, false), false), RetryVerdict::again);
    EXPECT_EQ(verdict(failed(kind, true, 1), true), RetryVerdict::shown);
  }
  for (const FailureKind kind :
       {refused, malformed, tls, too_large, redirects, cancelled, queue_full, circuit_open}) {
    EXPECT_EQ(verdict(failed(kind, false), true), RetryVerdict::final);
  }
}

TEST(Retry, WaitsTwiceAsLongEachTime) {
  RetryOptions options;
  options.attempts = 9;
  options.first_delay = ms{500};
  options.longest_delay = ms{8'000};
  options.budget = ms{1'000'000};
  // The least that randomness gives is half of the ceiling; the most is the ceiling.
  Retry least{options, kStart, always(0)};
  Retry most{options, kStart, always(250)};
  for (const int expected : {250, 500, 1000, 2000, 4000, 4000, 4000, 4000}) {
    EXPECT_EQ(least.after(answered(503), true, kStart).delay, ms{expected});
  }
  EXPECT_EQ(least.after(answered(503), true, kStart).verdict, RetryVerdict::attempts_used);
  EXPECT_EQ(least.attempts(), 9);
  EXPECT_EQ(most.after(answered(503), true, kStart).delay, ms{500});
}

TEST(Retry, SpreadsItsDelaysEvenly) {
  std::uint64_t next = 0;
  RetryOptions options;
  options.attempts = 2;
  std::array<int, 251> seen{};
  for (int i = 0; i < 2510; ++i) {
    Retry retry{options, kStart, [&] { return next++; }};
    const auto delay = retry.after(answered(500), true, kStart).delay.count();
    ASSERT_GE(delay, 250);
    ASSERT_LE(delay, 500);
    ++seen[static_cast<std::size_t>(delay - 250)];
  }
  for (const int count : seen) EXPECT_EQ(count, 10);
}

TEST(Retry, WaitsAsLongAsAskedAndNeverLess) {
  for (const std::uint64_t random : {0ULL, 100ULL, 250ULL, 0xffffffffffffffffULL}) {
    Retry retry{{}, kStart, always(random)};
    const auto delay = retry.after(answered(429, ms{10'000}), true, kStart).delay;
    EXPECT_GE(delay, ms{10'000});
    EXPECT_LE(delay, ms{10'250});
  }
}

TEST(Retry, AfterZeroSecondsIsNoStorm) {
  RetryOptions options;
  options.attempts = 100;
  Instant now = kStart;
  int sent = 1;
  Retry retry{options, kStart, always(0)};
  for (;; ++sent) {
    const RetryDecision decision = retry.after(answered(429, ms{0}), true, now);
    if (decision.verdict != RetryVerdict::again) break;
    EXPECT_GE(decision.delay, options.least_delay);
    now += decision.delay;
  }
  // 250 ms, doubled up to 15 s: 15.75 s after 6 waits, 120.75 s after 13 more... of which the last is too
  // late.
  EXPECT_EQ(sent, 13);
  // Even if nothing of our own is to be waited.
  RetryOptions hasty;
  hasty.first_delay = ms{0};
  hasty.longest_delay = ms{0};
  EXPECT_EQ((Retry{hasty, kStart, always(0)}.after(answered(429, ms{0}), true, kStart).delay), ms{100});
}

TEST(Retry, StopsWhenItsBudgetIsUsed) {
  RetryOptions options;
  options.budget = ms{1'000};
  Retry retry{options, kStart, always(0)};
  EXPECT_EQ(retry.after(answered(503), true, kStart + ms{750}).verdict, RetryVerdict::again);
  EXPECT_EQ(retry.after(answered(503), true, kStart + ms{501}).verdict, RetryVerdict::budget_used);
  const auto asked = Retry{options, kStart, always(0)}.after(answered(429, ms{3'600'000}), true, kStart);
  EXPECT_EQ(asked.verdict, RetryVerdict::budget_used);
  EXPECT_GE(asked.delay, ms{3'600'000});
}

// Retry-After.

// 1994-11-06T08:49:37Z
constexpr Instant kSixth = from_epoch_ms(784'111'777'000);

TEST(RetryAfter, ReadsDatesOfHttpInThreeForms) {
  const Instant now = from_epoch_ms(1'700'000'000'000);
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now), kSixth);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now), kSixth);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", now), kSixth);
  EXPECT_EQ(parse_http_date("Sun Nov 06 08:49:37 1994", now), kSixth);
  EXPECT_EQ(parse_http_date("  Sun, 06 Nov 1994 08:49:37 GMT\t", now), kSixth);
  // 2023 + 50 = 2073: later two-digit years lie in the past.
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-73 08:49:37 GMT", now),
            parse_http_date("Mon, 06 Nov 2073 08:49:37 GMT", now));
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-74 08:49:37 GMT", now),
            parse_http_date("Mon, 06 Nov 1974 08:49:37 GMT", now));
  for (const char* text :
       {"", "Sun", "Sun,", "06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT", "Xxx, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 19945 08:49:37 GMT",
        "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT GMT", "Sun, 00 Nov 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(text, now)) << text;
  }
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(parse_retry_after("0", kSixth), ms{0});
  EXPECT_EQ(parse_retry_after("120", kSixth), ms{120'000});
  EXPECT_EQ(parse_retry_after(" 2 ", kSixth), ms{2'000});
  EXPECT_EQ(parse_retry_after("1.5", kSixth), ms{1'500});
  EXPECT_EQ(parse_retry_after("0.0001", kSixth), ms{1});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:07 GMT", kSixth), ms{30'000});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", kSixth), ms{0});
  EXPECT_EQ(parse_retry_after("99999999999999999999", kSixth), std::chrono::days{366});
  EXPECT_EQ(parse_retry_after(std::string(500, '9'), kSixth), std::chrono::days{366});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 2994 08:49:37 GMT", kSixth), std::chrono::days{366});
  for (const char* text : {"", "-1", "+1", "1s", "soon", "nan", "inf", "1e3", "0x10"}) {
    EXPECT_FALSE(parse_retry_after(text, kSixth)) << text;
  }
}

TEST(RetryAfter, TakesTheLongestOfTheHeaders) {
  using curl::Headers;
  EXPECT_FALSE(wait_asked_for({}, kSixth));
  EXPECT_EQ(wait_asked_for({{"retry-after", "3"}}, kSixth), ms{3'000});
  EXPECT_EQ(wait_asked_for({{"Retry-After", "3"}, {"retry-after-ms", "3500"}}, kSixth), ms{3'500});
  EXPECT_EQ(wait_asked_for({{"X-Throttle-Wait-Seconds", "7"}}, kSixth), ms{7'000});
  // By the server's clock, which is three hours ahead of ours.
  EXPECT_EQ(wait_asked_for(
                {{"Date", "Sun, 06 Nov 1994 11:49:37 GMT"}, {"Retry-After", "Sun, 06 Nov 1994 11:49:42 GMT"}},
                kSixth),
            ms{5'000});
  EXPECT_EQ(wait_asked_for({{"Retry-After", "soon"}, {"X-Throttle-Wait-Seconds", "7"}}, kSixth), ms{7'000});
}

}  // namespace
}  // namespace stint::outbound
