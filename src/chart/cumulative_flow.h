// How many items stand in each column of the board, day by day, stacked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/chart.h"
#include "chart/number.h"

namespace stint::chart {

struct CumulativeFlow {
  Name name;
  std::vector<std::string> columns;  // in the order of the workflow; the last is done
  std::vector<Day> days;             // in order
  // items[c][d]: in column c at the end of day d. Take what was done before the first day out of the last
  // column, or it dwarfs the rest.
  std::vector<std::vector<double>> items;
};

// Nothing with fewer than two days, or without columns. `items` must be of the size the other two say.
[[nodiscard]] std::optional<Chart> draw(const CumulativeFlow& data);

}  // namespace stint::chart
