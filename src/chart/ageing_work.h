// Open work by the column it stands in and its age, on the ages at which earlier items left that column.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"

namespace stint::chart {

struct AgeingWork {
  Name name;
  struct Item {
    std::string key;
    double days = 0;
    bool blocked = false;
  };
  struct Column {
    std::string name;
    std::optional<std::array<double, 3>> percentiles;  // P50, P85, P95 in days; nothing without earlier items
    std::vector<Item> items;
  };
  std::vector<Column> columns;  // in the order of the workflow, without to do and done
};

// Nothing without columns. At most Layout::most_marks items are drawn, the oldest of each column first.
[[nodiscard]] std::optional<Chart> draw(const AgeingWork& data);

}  // namespace stint::chart
