// Points in time. Everything that has one is kept in UTC with millisecond precision.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace stint {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

// A calendar day in the configured time zone, counted from 1970-01-01.
using Day = std::chrono::local_days;

// "2026-11-20T09:15:30.250Z", "…+0000", "…+01:00", with or without fraction and seconds, a space instead of
// the T, or a date alone (midnight UTC). A text without offset is UTC. Nothing when the text is none of these
// or names an impossible date.
[[nodiscard]] std::optional<Instant> parse_iso_instant(std::string_view text);

// "2026-11-20T09:15:30.250+00:00"; the fraction only when it is not zero.
[[nodiscard]] std::string format_iso(Instant instant);

// "2026-11-20"
[[nodiscard]] std::string format_day(Day day);

[[nodiscard]] constexpr Instant from_epoch_ms(std::int64_t ms) {
  return Instant{Milliseconds{ms}};
}
[[nodiscard]] constexpr std::int64_t to_epoch_ms(Instant instant) {
  return instant.time_since_epoch().count();
}

}  // namespace stint
