// How old work in progress is, against the age at which earlier items left the same column.
//
// An item's age on a day is day − day(start) + 1. Of an item that was in a column more than once, the last
// time it left counts. Source: jirametrics.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"

namespace stint::metrics {

struct ColumnAges {
  std::string name;
  int n = 0;                            // items that left it
  std::optional<double> p50, p85, p95;  // days; nothing while n is below the option ageing.minimum
};

struct AgeingItem {
  Index issue = kNone;
  int age_days = 0;      // day(as-of) − day(start) + 1
  Index column = kNone;  // in BoardAgeing::columns
};

// One board's work in progress.
struct BoardAgeing {
  std::vector<ColumnAges> columns;  // in the board's order, then statuses that it does not show, by name
  std::vector<AgeingItem> items;    // the oldest first

  [[nodiscard]] bool over_p85(const AgeingItem& item) const {
    const auto& usual = columns[item.column].p85;
    return usual && item.age_days > *usual;
  }
  // Age / P95 of its column. Nothing where the column has no usual age.
  [[nodiscard]] std::optional<double> times_p95(const AgeingItem& item) const {
    const auto& usual = columns[item.column].p95;
    if (!usual) return std::nullopt;
    return item.age_days / *usual;
  }
};

// Of one board; `issues` are the board's, `all` the dates of all issues. A column is the board's, or the
// status itself where the board shows it in none; columns that nothing left and nothing is in are not listed.
[[nodiscard]] BoardAgeing ageing(const Context& context, Index board, std::span<const Index> issues,
                                 std::span<const FlowDates> all);

}  // namespace stint::metrics
