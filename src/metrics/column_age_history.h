// The usual age (P85) at which items left each column, as it stood at the end of each of the last days: what
// ageing() finds there, without working it all out for every day.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/context.h"
#include "metrics/day_ends.h"
#include "metrics/flow_dates.h"

namespace stint::metrics {

class ColumnAgeHistory {
 public:
  // A column of a board, or a status that its board does not show.
  using Slot = Index;

  ColumnAgeHistory(const Context& context, const DayEnds& ends);

  // Of a status of an item of that board.
  [[nodiscard]] Slot slot(Index board, Index status) const {
    const Index column = context_.data.boards[board].column_of[status];
    const Index place = column != kNone ? column : column_counts_[board] + status;
    return first_slots_[board] + place;
  }

  // At the end of day `k` and until told otherwise, an issue with these dates had left columns at certain
  // ages. Calls for one issue come one after the other, days in order.
  void put(Index issue, const FlowDates& dates, std::size_t k);

  // To be called for one day after the other, the first first: moves to the end of day `k`.
  void advance(std::size_t k);
  // At the day moved to: of items that left it; nothing below the option ageing.minimum. Days.
  [[nodiscard]] std::optional<int> p85(Slot slot) const;

 private:
  struct Age {
    Slot slot = kNone;
    int days = 0;
    friend bool operator==(const Age&, const Age&) = default;
  };
  struct Change {
    Age age;
    int by = 0;
  };
  struct Ages {
    std::vector<std::int32_t> counts;  // by age in days
    std::int32_t n = 0;
    std::int32_t p85 = 0;
    bool stale = true;
  };

  void collect(const history::Issue& issue, const FlowDates& dates, Instant end);
  void count(const Age& age, int by);

  const Context& context_;
  const DayEnds& ends_;
  std::vector<Index> first_slots_;            // by board
  std::vector<Index> column_counts_;          // by board
  mutable std::vector<Ages> ages_;            // by slot; the percentile is worked out when asked for
  std::vector<std::vector<Change>> changes_;  // by day
  Index current_ = kNone;                     // the issue being put
  std::vector<Age> before_, now_;
};

}  // namespace stint::metrics
