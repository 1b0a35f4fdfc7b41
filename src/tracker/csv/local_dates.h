// Dates as exports for people write them: in many forms, and mostly without a time zone.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "base/instant.h"

namespace stint::tracker {

using LocalTime = std::chrono::local_time<Milliseconds>;
// What the clocks of some place showed, as a point in time.
using ToInstant = std::function<Instant(LocalTime)>;

// For messages.
inline constexpr std::string_view kDateForms =
    "17/Nov/26 3:04 PM, 17/Nov/2026 15:04, Nov 17, 2026, 3:04 PM, 17 Nov 2026 15:04, 2026-11-17 15:04:05, "
    "2026-11-17T15:04:05+01:00, 17.11.2026 15:04, 17/11/2026 15:04, 11/17/2026 3:04 PM; the time may be "
    "missing";

// Reads the forms of kDateForms. Month names may be English, German, French, Spanish, Italian, Portuguese or
// Dutch, short or long. Years of two digits are 1970 to 2069.
//
// Whether 3/4/2026 is in March or April is a property of the file, so it is learned: from any date of it that
// only one order allows; else month first where such dates come with AM or PM, day first where not. Dates
// with points are always day first.
class LocalDates {
 public:
  enum class Order { day_first, month_first };

  // Without a function the clocks showed UTC. A date with an offset of its own does not need it.
  explicit LocalDates(ToInstant to_instant = {}) : to_instant_(std::move(to_instant)) {}

  // Takes a text of the file as evidence of the order; a text that is no date is none.
  void learn(std::string_view text);

  [[nodiscard]] Order order() const;
  // Some dates of the file allow only the one order, some only the other.
  [[nodiscard]] bool contradictory() const { return day_first_ > 0 && month_first_ > 0; }

  // A date alone is its midnight. Nothing when the text is no date of these forms or an impossible one.
  [[nodiscard]] std::optional<Instant> parse(std::string_view text) const;

 private:
  ToInstant to_instant_;
  int day_first_ = 0;  // dates seen that allow only this order
  int month_first_ = 0;
  bool half_day_clock_ = false;  // an ambiguous date with AM or PM was seen
};

}  // namespace stint::tracker
