// What every metric is given: the history, "now", and the choices.
#pragma once

#include "history/dataset.h"
#include "lib/tz/time_zone.h"
#include "metrics/options.h"
#include "metrics/working_calendar.h"

namespace stint::metrics {

using history::Index;
using history::kNone;

struct Context {
  const history::Dataset& data;
  Instant as_of;  // nothing later than this is looked at
  TimeZone zone;  // in which days begin
  Options options;
  WorkingCalendar calendar{};  // which of those days are worked on

  // Counted in sprint and flow figures.
  [[nodiscard]] bool counts(const history::Issue& issue) const {
    const history::Type& type = data.type_of(issue);
    return !type.epic && (!type.subtask || options.include_subtasks > 0);
  }
  // Whole calendar days from one instant to another, both counted: the same day is 1.
  [[nodiscard]] int days_between(Instant from, Instant to) const {
    return static_cast<int>((zone.day_of(to) - zone.day_of(from)).count()) + 1;
  }
};

[[nodiscard]] inline double to_days(Milliseconds duration) {
  return static_cast<double>(duration.count()) / 86'400'000.0;
}

}  // namespace stint::metrics
