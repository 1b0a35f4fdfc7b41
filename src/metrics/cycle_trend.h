// How cycle times and weekly figures move: a Theil–Sen slope, and process-behaviour charts that name what is
// more than the usual variation.
//
// Items are those that throughput counts, finished since the Monday `trend.weeks` whole weeks ago, up to
// as-of. Weekly figures are of the whole weeks only; a week without a finish has no median cycle time.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "metrics/process_behaviour.h"
#include "metrics/theil_sen.h"
#include "metrics/throughput.h"

namespace stint::metrics {

struct FinishedItem {
  Index issue = kNone;
  Day day{};           // on which it was done
  int cycle_days = 0;  // calendar days, both ends counted
};

// A series with its chart. Nothing is judged under option trend.minimum points.
struct ChartedSeries {
  std::vector<double> values;  // in the order of time
  std::optional<ProcessBehaviour> chart;
  std::string_view reason;  // why there is no chart: "too_few_points"
};

struct CycleTrend {
  Index board = kNone;
  DayWindow weeks_window;           // whole weeks, from a Monday to before a Monday
  std::vector<FinishedItem> items;  // by the instant they were done
  std::optional<TheilSen> slope;    // days of cycle time per calendar day
  std::string_view slope_reason;    // "too_few_points", "one_day"
  ChartedSeries cycle_times;        // of the items
  std::vector<Week> weeks;
  ChartedSeries weekly_items;                  // by week
  ChartedSeries weekly_median_cycle;           // of the weeks that have one …
  std::vector<std::size_t> weeks_with_median;  // … which are these
  std::vector<Excluded> excluded;              // "no_start" beside the reasons of throughput
};

[[nodiscard]] CycleTrend cycle_trend(const Context& context, Index board, const BoardCompletions& completions,
                                     std::span<const FlowDates> dates);

// A weekly figure that left its usual variation.
struct WeeklySignal {
  std::string_view figure;  // "weekly_items", "weekly_median_cycle"
  Signal signal;
  std::vector<Day> mondays;  // of the signal's points
};

// Those with a point in the last `weeks` whole weeks.
[[nodiscard]] std::vector<WeeklySignal> recent_signals(const CycleTrend& trend, std::size_t weeks = 5);

}  // namespace stint::metrics
