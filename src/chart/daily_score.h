// A score from 0 to 100, day by day, with the thresholds under which it is a warning or an error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

struct DailyScore {
  Name name;
  std::string unit;  // what is scored: "hygiene score"
  struct Reading {
    Day day;
    std::optional<double> score;  // nothing leaves a gap
  };
  std::vector<Reading> readings;  // by day
  double warning = 80;
  double error = 60;
};

// Nothing without a single score.
[[nodiscard]] std::optional<Chart> draw(const DailyScore& data);

}  // namespace stint::chart
