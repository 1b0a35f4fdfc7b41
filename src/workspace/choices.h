// What figures depend on beside the data; settled once, by whoever starts the program.
#pragma once

#include <optional>
#include <string>

#include "history/overrides.h"
#include "language/controls/controls.h"
#include "lib/tz/time_zone.h"
#include "metrics/options.h"
#include "metrics/working_calendar.h"

namespace stint::workspace {

struct Choices {
  std::string points_field;  // id or name; empty: as the store says
  history::Overrides overrides;
  TimeZone zone;
  metrics::Options options;
  metrics::WorkingCalendar calendar;
  language::Controls controls;
  std::optional<Instant> as_of;  // nothing: the newest that the data know of
};

// The same for choices that make the same figures.
[[nodiscard]] std::string fingerprint(const Choices& choices);

}  // namespace stint::workspace
