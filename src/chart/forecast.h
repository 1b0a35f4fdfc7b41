// How likely a number of items is done by each day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

struct Forecast {
  Name name;
  std::string question;  // "32 items done by"
  Day today;
  struct Chance {
    Day day;
    double share = 0;  // 0 to 1, never falling
  };
  std::vector<Chance> chances;  // by day
  struct Promise {
    int percent = 0;
    Day day;
  };
  std::vector<Promise> promises;  // by percent: 50, 85
};

// Nothing without chances.
[[nodiscard]] std::optional<Chart> draw(const Forecast& data);

}  // namespace stint::chart
