#include "metrics/cycle_trend.h"

#include <algorithm>

#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

namespace chr = std::chrono;

// The last whole weeks, no earlier than the board's first whole one.
DayWindow whole_weeks(const Context& context, const BoardCompletions& board) {
  const Day end = monday_of(first_unseen_day(context));
  const Day first = end - chr::weeks{static_cast<int>(context.options.trend_weeks)};
  if (!board.first_day) return {end, end};
  const Day oldest = monday_of(*board.first_day + chr::days{6});
  return {std::min(end, std::max(first, oldest)), end};
}

void chart(const Options& options, ChartedSeries& series) {
  if (static_cast<double>(series.values.size()) >= options.trend_minimum) {
    series.chart = process_behaviour(series.values, Floor::zero);
  }
  if (!series.chart) series.reason = "too_few_points";
}

void collect_items(const Context& context, const BoardCompletions& completions,
                   std::span<const FlowDates> dates, CycleTrend& trend) {
  const Day first = trend.weeks_window.first;
  const auto from = std::ranges::lower_bound(completions.counted, first, {}, &Completion::day);
  for (auto it = from; it != completions.counted.end(); ++it) {
    if (!it->stands(kNever)) continue;
    if (const auto days = cycle_days(context, dates[it->issue])) {
      trend.items.push_back({it->issue, it->day, *days});
    } else {
      trend.excluded.push_back({it->issue, "no_start"});
    }
  }
  for (const LeftOut& out : completions.left_out) {
    if (out.completion.stands(kNever) && out.completion.day >= first) {
      trend.excluded.push_back({out.completion.issue, out.reason});
    }
  }
  for (const Index issue : completions.no_history) trend.excluded.push_back({issue, "no_history"});
}

void fit_slope(const Options& options, CycleTrend& trend) {
  if (static_cast<double>(trend.items.size()) < options.trend_minimum) {
    trend.slope_reason = "too_few_points";
    return;
  }
  std::vector<Point> points;
  points.reserve(trend.items.size());
  for (const FinishedItem& item : trend.items) {
    points.push_back({static_cast<double>((item.day - trend.items.front().day).count()),
                      static_cast<double>(item.cycle_days)});
  }
  trend.slope = theil_sen(std::move(points));
  if (!trend.slope) trend.slope_reason = "one_day";
}

void collect_weeks(CycleTrend& trend) {
  auto item = trend.items.begin();
  std::vector<double> days;
  for (std::size_t w = 0; w < trend.weeks.size(); ++w) {
    trend.weekly_items.values.push_back(trend.weeks[w].finished.items);
    days.clear();
    const Day next = trend.weeks[w].monday + chr::weeks{1};
    for (; item != trend.items.end() && item->day < next; ++item) days.push_back(item->cycle_days);
    const auto middle = median(days);
    if (!middle) continue;
    trend.weekly_median_cycle.values.push_back(*middle);
    trend.weeks_with_median.push_back(w);
  }
}

}  // namespace

CycleTrend cycle_trend(const Context& context, Index board, const BoardCompletions& completions,
                       std::span<const FlowDates> dates) {
  CycleTrend trend;
  trend.board = board;
  trend.weeks_window = whole_weeks(context, completions);
  trend.weeks = weeks_of(completions, trend.weeks_window);
  collect_items(context, completions, dates, trend);
  fit_slope(context.options, trend);
  for (const FinishedItem& item : trend.items) trend.cycle_times.values.push_back(item.cycle_days);
  collect_weeks(trend);
  for (ChartedSeries* series : {&trend.cycle_times, &trend.weekly_items, &trend.weekly_median_cycle}) {
    chart(context.options, *series);
  }
  return trend;
}

std::vector<WeeklySignal> recent_signals(const CycleTrend& trend, std::size_t weeks) {
  std::vector<WeeklySignal> found;
  const auto add = [&](std::string_view figure, const ChartedSeries& series, const auto& week_of) {
    if (!series.chart) return;
    for (const Signal& signal : series.chart->signals) {
      if (week_of(signal.last()) + weeks < trend.weeks.size()) continue;
      WeeklySignal& weekly = found.emplace_back(WeeklySignal{figure, signal, {}});
      for (const std::size_t point : signal.points) {
        weekly.mondays.push_back(trend.weeks[week_of(point)].monday);
      }
    }
  };
  add("weekly_items", trend.weekly_items, [](std::size_t point) { return point; });
  add("weekly_median_cycle", trend.weekly_median_cycle,
      [&](std::size_t point) { return trend.weeks_with_median[point]; });
  return found;
}

}  // namespace stint::metrics
