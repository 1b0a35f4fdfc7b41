// Each finished item by the day it was finished and the days it took.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

// A line at what so many of a hundred items stay within.
struct PercentileLine {
  int percent = 0;
  double days = 0;
};

struct CycleTimes {
  Name name;
  struct Item {
    Day done;
    double days = 0;
    std::string_view key;
  };
  std::vector<Item> items;                  // in any order; the texts must outlive the call
  std::vector<PercentileLine> percentiles;  // rising
};

// Nothing without items. The longest are named. At most Layout::most_marks dots are drawn; those above the
// highest percentile first.
[[nodiscard]] std::optional<Chart> draw(const CycleTimes& data);

}  // namespace stint::chart
