// How many items had come how far on their board, day by day.
//
// Each column's line counts the items that had entered it by the end of a day (stages.h); lines never fall,
// and what lies between two of them is in the left one of the two. The last day is that of as-of, seen up to
// as-of. Items are those that count and have a history. Source: jirametrics.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "metrics/context.h"
#include "metrics/sprint_ledger.h"
#include "metrics/stages.h"
#include "metrics/throughput.h"

namespace stint::metrics {

struct CumulativeFlow {
  Index board = kNone;
  DayWindow window;                    // the last option cumulative_flow.days days, that of as-of included
  std::vector<std::string> columns;    // from left to right
  std::vector<std::uint32_t> entered;  // by day, then column: items that had entered it by the day's end
  std::vector<CorrectionWindow> corrections;  // that reach into the window, by (from, issue)
  std::vector<Excluded> excluded;             // "no_history"; "not_on_board": in none of its columns so far

  [[nodiscard]] std::uint32_t entered_by(std::size_t day, std::size_t column) const {
    return entered[day * columns.size() + column];
  }
  // Items whose high-water line is that column.
  [[nodiscard]] std::uint32_t count(std::size_t day, std::size_t column) const {
    const std::uint32_t beyond = column + 1 < columns.size() ? entered_by(day, column + 1) : 0;
    return entered_by(day, column) - beyond;
  }
};

// By board.
[[nodiscard]] std::vector<CumulativeFlow> cumulative_flow(const Context& context);

}  // namespace stint::metrics
