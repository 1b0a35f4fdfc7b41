// How old work in progress is, against the age at which earlier items left the same column.
#pragma once

#include <optional>
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
  Index column = kNone;  // in Ageing::columns of its board
};

// One board's work in progress.
struct BoardAgeing {
  std::vector<ColumnAges> columns;
  std::vector<AgeingItem> items;  // the oldest first

  [[nodiscard]] bool over_p85(const AgeingItem& item) const {
    const auto& usual = columns[item.column].p85;
    return usual && item.age_days > *usual;
  }
};

// By board. A column is the board's, or the status itself where the board shows no columns.
[[nodiscard]] std::vector<BoardAgeing> ageing(const Context& context, const std::vector<FlowDates>& all);

}  // namespace stint::metrics
