#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <tuple>

#include "metrics/activity.h"
#include "metrics/ageing.h"
#include "metrics/blocked.h"
#include "metrics/cycle_trend.h"
#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

double count(const std::vector<Index>& issues) {
  return static_cast<double>(issues.size());
}

// Blocked now, or stalled: nobody moves it.
bool is_stuck(const Analysis& analysis, Index index) {
  const Context& context = analysis.context;
  const history::Issue& issue = context.data.issues[index];
  const FlowDates& dates = analysis.dates[index];
  return blocked_since(context, blocked_intervals(context, issue, dates)).has_value() ||
         is_stalled(context, issue, dates);
}

struct OldWork {
  std::vector<Index> over_p85;
  std::vector<Index> far_over;        // over the option flow.item_warning times P95
  std::vector<Index> stuck;           // over the option flow.item_error times P95, and nobody moves it
  const AgeingItem* worst = nullptr;  // against its column's P95
};

// The furthest over the usual age first.
OldWork old_work(const Analysis& analysis, const BoardAgeing& ages) {
  const Options& options = analysis.context.options;
  std::vector<const AgeingItem*> known;
  for (const AgeingItem& item : ages.items) {
    if (ages.columns[item.column].p95) known.push_back(&item);
  }
  const auto times = [&](const AgeingItem* item) { return *ages.times_p95(*item); };
  std::ranges::stable_sort(known, std::ranges::greater{}, times);
  OldWork work;
  for (const AgeingItem* item : known) {
    if (ages.over_p85(*item)) work.over_p85.push_back(item->issue);
    if (times(item) > options.flow_item_warning) work.far_over.push_back(item->issue);
    if (times(item) > options.flow_item_error && is_stuck(analysis, item->issue)) {
      work.stuck.push_back(item->issue);
    }
  }
  if (!known.empty()) work.worst = known.front();
  return work;
}

void detect_ageing(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  const Options& options = analysis.context.options;
  const BoardAgeing& ages = analysis.ages[board];
  const OldWork work = old_work(analysis, ages);
  const auto share = ratio(count(work.over_p85), static_cast<double>(ages.items.size()));
  const bool many = share && count(work.over_p85) >= options.flow_over_p85_minimum &&
                    severity_of(*share, options.flow_over_p85_warning, 2) > Severity::info;
  if (!many && work.far_over.empty() && work.stuck.empty()) return;

  Finding finding = about_board(analysis, "flow", "flow.ageing", board);
  finding.severity = work.stuck.empty() ? Severity::warning : Severity::error;
  std::vector<Index> in_progress;
  for (const AgeingItem& item : ages.items) in_progress.push_back(item.issue);
  finding.fact("in_progress", static_cast<double>(ages.items.size()), FactUnit::issues,
               std::move(in_progress));
  finding.fact("over_items", count(work.over_p85), FactUnit::issues, work.over_p85);
  if (many) finding.fact("over_share", share, FactUnit::share);
  if (!work.far_over.empty()) {
    finding.fact("far_over_items", count(work.far_over), FactUnit::issues, work.far_over);
  }
  if (!work.stuck.empty()) finding.fact("stuck_items", count(work.stuck), FactUnit::issues, work.stuck);
  const ColumnAges& column = ages.columns[work.worst->column];
  finding.text("oldest_issue", std::string{analysis.context.data.key(work.worst->issue)});
  finding.text("oldest_column", column.name);
  finding.fact("oldest_age", work.worst->age_days, FactUnit::days, {work.worst->issue});
  finding.fact("column_p85", column.p85, FactUnit::days);
  finding.fact("column_p95", column.p95, FactUnit::days);
  finding.evidence = work.over_p85;
  findings.push_back(std::move(finding));
}

bool is_worse(const WeeklySignal& signal) {
  return signal.figure == "weekly_items" ? !signal.signal.high : signal.signal.high;
}

std::string week_name(Day monday) {
  constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  const std::chrono::year_month_day date{monday};
  return fmt::format("{} {}", kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<unsigned>(date.day()));
}

// What was finished in the weeks of the signal, the slowest first.
std::vector<Index> finished_in(const CycleTrend& trend, const std::vector<Day>& mondays) {
  std::vector<const FinishedItem*> items;
  for (const FinishedItem& item : trend.items) {
    if (std::ranges::binary_search(mondays, monday_of(item.day))) items.push_back(&item);
  }
  std::ranges::stable_sort(items, std::ranges::greater{}, &FinishedItem::cycle_days);
  std::vector<Index> issues;
  for (const FinishedItem* item : items) issues.push_back(item->issue);
  return issues;
}

void detect_signal(const Analysis& analysis, const CycleTrend& trend, std::vector<Finding>& findings) {
  const auto weeks = static_cast<std::size_t>(analysis.context.options.flow_signal_weeks);
  std::vector<WeeklySignal> signals = recent_signals(trend, weeks);
  if (signals.empty()) return;
  // What got worse before what got better, then the latest, then the strongest rule.
  std::ranges::stable_sort(signals, [](const WeeklySignal& a, const WeeklySignal& b) {
    return std::tuple{is_worse(b), b.mondays.back(), a.signal.rule} <
           std::tuple{is_worse(a), a.mondays.back(), b.signal.rule};
  });
  const WeeklySignal& told = signals.front();
  const bool items = told.figure == "weekly_items";
  const ChartedSeries& series = items ? trend.weekly_items : trend.weekly_median_cycle;
  const ProcessBehaviour& chart = *series.chart;
  const FactUnit unit = items ? FactUnit::issues : FactUnit::days;

  Finding finding = about_board(analysis, "flow", "flow.trend", trend.board);
  finding.severity = is_worse(told) ? Severity::warning : Severity::info;
  finding.text("figure", std::string{told.figure});
  finding.text("rule", std::string{signal_rule_name(told.signal.rule)});
  finding.text("direction", told.signal.high ? "above" : "below");
  finding.text("change", is_worse(told) ? "worse" : "better");
  finding.text("week", week_name(told.mondays.back()));
  finding.facts.push_back({"week_start", format_day(told.mondays.back()), FactUnit::date, {}});
  finding.fact("value", series.values[told.signal.last()], unit, finished_in(trend, {told.mondays.back()}));
  finding.fact("usual", chart.centre, unit);
  finding.fact("upper_limit", chart.upper, unit);
  finding.fact("lower_limit", chart.lower, unit);
  finding.fact("signal_weeks", static_cast<double>(told.mondays.size()), FactUnit::weeks);
  finding.fact("weeks", static_cast<double>(series.values.size()), FactUnit::weeks);
  finding.evidence = finished_in(trend, told.mondays);
  findings.push_back(std::move(finding));
}

void tell_flow(const Analysis& analysis, const CycleTrend& trend, std::vector<Finding>& findings) {
  if (trend.weeks.empty()) return;
  Finding finding = about_board(analysis, "flow", "flow", trend.board);
  std::vector<double> days;
  std::vector<Index> issues;
  for (const FinishedItem& item : trend.items) {
    days.push_back(item.cycle_days);
    issues.push_back(item.issue);
  }
  double finished = 0;
  for (const Week& week : trend.weeks) finished += week.finished.items;
  finding.fact("finished_items", static_cast<double>(trend.items.size()), FactUnit::issues,
               std::move(issues));
  finding.fact("median_cycle", median(days), FactUnit::days);
  finding.fact("cycle_p85", percentile(std::move(days), 85), FactUnit::days);
  finding.fact("items_per_week", finished / static_cast<double>(trend.weeks.size()), FactUnit::issues);
  finding.fact("weeks", static_cast<double>(trend.weeks.size()), FactUnit::weeks);
  // Less than a twentieth of a day a week reads as none.
  if (trend.slope && trend.slope->significant() && std::abs(trend.slope->slope) * 7 >= 0.05) {
    finding.text("cycle_direction", trend.slope->slope > 0 ? "longer" : "shorter");
    finding.fact("cycle_change_per_week", std::abs(trend.slope->slope) * 7, FactUnit::days);
  }
  std::vector<const FinishedItem*> slowest;
  for (const FinishedItem& item : trend.items) slowest.push_back(&item);
  constexpr std::size_t kShown = 5;
  std::ranges::stable_sort(slowest, std::ranges::greater{}, &FinishedItem::cycle_days);
  for (std::size_t i = 0; i < std::min(kShown, slowest.size()); ++i) {
    finding.evidence.push_back(slowest[i]->issue);
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void detect_flow(const Analysis& analysis, Index board, std::vector<Finding>& findings) {
  detect_ageing(analysis, board, findings);
  const CycleTrend& trend = analysis.trends[board];
  // A handful of items in half a year is no flow.
  if (static_cast<double>(trend.items.size()) < analysis.context.options.trend_minimum) return;
  detect_signal(analysis, trend, findings);
  tell_flow(analysis, trend, findings);
}

}  // namespace stint::metrics
