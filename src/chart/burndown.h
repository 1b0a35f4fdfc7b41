// Work remaining in a sprint and its scope, against an even pace.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

struct Burndown {
  Name name;
  std::string unit;  // of the values: "points"
  Moment start;
  Moment end;  // the planned one
  struct Reading {
    Moment at;
    double remaining = 0;
    double scope = 0;  // remaining and completed together
  };
  std::vector<Reading> readings;  // by time, the first at the start; each holds until the next
  Moment until;                   // what the last reading holds to: now, or the end of a closed sprint
  std::vector<Day> days_off;      // within the sprint: shaded, and the even pace rests on them
};

// Nothing without readings.
[[nodiscard]] std::optional<Chart> draw(const Burndown& data);

}  // namespace stint::chart
