// When items came into the done category, by board: what throughput, trends and forecasts are made of.
//
// Every time an item came into done is kept, with the day it left again, so that one can also say what was
// done as seen from an earlier day. The last one that still stands is the item's FlowDates::done. Won't-do
// resolutions, sub-tasks and epics are kept apart; options let the first two in.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/context.h"
#include "metrics/flow_dates.h"

namespace stint::metrics {

// Later than any day.
inline constexpr Day kNever = Day::max();

struct Completion {
  Index issue = kNone;
  Instant done{};
  Day day{};                               // of `done`, in the zone
  Day undone = kNever;                     // when it left the done category again, as far as as-of can see
  double estimate = history::kNoEstimate;  // at that moment: points, or hours; NaN for none or a negative one

  // Whether it was done as seen at the start of `day`; kNever: at as-of.
  [[nodiscard]] bool stands(Day seen_from) const { return day < seen_from && undone >= seen_from; }
};

// One that figures leave out: "wont_do", "subtask", "epic".
struct LeftOut {
  Completion completion;
  std::string_view reason;
};

struct BoardCompletions {
  std::vector<Completion> counted;  // by (done, issue)
  std::vector<LeftOut> left_out;    // likewise
  std::vector<Index> no_history;    // done now, nobody knows since when
  std::optional<Day> first_day;     // on which the first of the board's items was created
};

// Of one board; `issues` are the board's, `dates` those of all issues.
[[nodiscard]] BoardCompletions completions(const Context& context, Index board, std::span<const Index> issues,
                                           std::span<const FlowDates> dates);
// By board.
[[nodiscard]] std::vector<BoardCompletions> completions(const Context& context,
                                                        std::span<const FlowDates> dates);

// The first day of which as-of has not seen all. As-of at the end of a day has seen that day.
[[nodiscard]] Day first_unseen_day(const Context& context);

}  // namespace stint::metrics
