// What a board finishes per day and per ISO week, days and weeks without a finish included.
//
// The window holds whole days only: the day of as-of counts if as-of is its last moment. It begins no earlier
// than the board's first item, so that a young board is not said to have been idle.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/completions.h"
#include "metrics/sprint_ledger.h"

namespace stint::metrics {

// Days from `first` on, before `end`.
struct DayWindow {
  Day first{};
  Day end{};

  [[nodiscard]] bool holds(Day day) const { return first <= day && day < end; }
  [[nodiscard]] int days() const { return end > first ? static_cast<int>((end - first).count()) : 0; }
};

// The Monday of a day's ISO week, and the week's name: "2026-W47".
[[nodiscard]] Day monday_of(Day day);
[[nodiscard]] std::string iso_week(Day day);

struct Finished {
  int items = 0;
  double points = 0;  // in the board's unit; items without an estimate weigh nothing
};

struct Week {
  Day monday{};
  bool whole = true;  // all of its days lie in the window
  Finished finished;
};

struct Throughput {
  Index board = kNone;
  DayWindow window;
  history::Unit unit = history::Unit::issues;  // of points; issues: they are not estimated
  Figure items;                                // finished in the window
  std::optional<double> points;  // nothing where under sprints.estimated_share of them were estimated
  int estimated = 0;             // how many of the items
  std::vector<Finished> days;    // of the window, the first first
  std::vector<Week> weeks;       // that the window touches
  // Per whole week; nothing without one.
  std::optional<double> mean_items, median_items, mean_points, median_points;
  std::vector<Excluded> excluded;  // "wont_do", "subtask", "epic" in the window; "no_history"
};

// The last `days` whole days that as-of has seen, as far as the board goes back; may be empty.
[[nodiscard]] DayWindow whole_days(const Context& context, const BoardCompletions& board, int days);

// What still stands at as-of, by weeks of the window.
[[nodiscard]] std::vector<Week> weeks_of(const BoardCompletions& board, const DayWindow& window);

// Of one board, over option throughput.window_days.
[[nodiscard]] Throughput throughput(const Context& context, Index board, const BoardCompletions& completions);

}  // namespace stint::metrics
