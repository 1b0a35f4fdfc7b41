// A process behaviour chart (XmR): values in order, their mean, the natural limits, and the points that the
// rules call signals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

struct Control {
  Name name;
  std::string unit;  // "days"
  struct Reading {
    Day at;  // the first day of the period
    double value = 0;
    std::string signal;  // the rule that makes it one, in words; empty for none
  };
  std::vector<Reading> readings;  // by time
  double mean = 0;
  double lower = 0;  // natural process limits
  double upper = 0;
};

// Nothing without readings.
[[nodiscard]] std::optional<Chart> draw(const Control& data);

}  // namespace stint::chart
