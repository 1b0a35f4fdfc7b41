// Whole days out of an iCalendar file (RFC 5545), such as the public holidays that calendars offer.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace stint {

struct Holidays {
  std::vector<Day> days;  // from 1970 to 2100, sorted, each once
  int timed_events = 0;   // that do not last whole days, and are passed over
};

// The days of all events that last whole days: several days with DTEND (exclusive) or DURATION, repeated by
// RRULE and RDATE, without those of EXDATE; an event with RECURRENCE-ID takes the place of that repetition.
// Cancelled events count for nothing. Pure; no zone is looked up, nothing is fetched.
//
// ErrorCode::usage, with "line N" in `where`, when the text is no calendar, an event has no readable start or
// repetition, or finding the repetitions takes more work than those of any calendar of holidays do: a few
// seconds at the most. Safe from several threads.
[[nodiscard]] Result<Holidays> parse_holidays(std::string_view text);

// The same of a file of at most 100 MB; `where` is "FILE, line N". ErrorCode::not_found when it cannot be
// read.
[[nodiscard]] Result<Holidays> read_holidays(const std::filesystem::path& file);

}  // namespace stint
