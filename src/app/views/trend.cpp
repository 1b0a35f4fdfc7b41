#include "app/views/excluded.h"
#include "app/views/metric_view.h"
#include "metrics/cycle_trend.h"

namespace stint::app {
namespace {

using metrics::ChartedSeries;
using metrics::CycleTrend;

constexpr double kDaysPerWeek = 7;

JsonDocument slope_json(const CycleTrend& trend) {
  JsonDocument item{{"value", nullptr}, {"unit", "days per week"}, {"n", trend.items.size()}};
  if (!trend.slope) {
    item["reason"] = trend.slope_reason;
    return item;
  }
  item["value"] = trend.slope->slope * kDaysPerWeek;
  item["low"] = trend.slope->low * kDaysPerWeek;
  item["high"] = trend.slope->high * kDaysPerWeek;
  item["significant"] = trend.slope->significant();
  item["points_used"] = trend.slope->used;
  return item;
}

// `point(i)` describes the i-th value of the series.
template <class PointOf>
JsonDocument chart_json(const ChartedSeries& series, std::string_view unit, const PointOf& point) {
  JsonDocument item{{"unit", unit}, {"n", series.values.size()}};
  if (!series.chart) {
    item["reason"] = series.reason;
    return item;
  }
  item["centre"] = series.chart->centre;
  item["lower_limit"] = or_null(series.chart->lower);
  item["upper_limit"] = series.chart->upper;
  item["mean_moving_range"] = series.chart->mean_moving_range;
  item["signals"] = JsonDocument::array();
  for (const metrics::Signal& signal : series.chart->signals) {
    JsonDocument points = JsonDocument::array();
    for (const std::size_t i : signal.points) points.push_back(point(i));
    item["signals"].push_back({{"rule", metrics::signal_rule_name(signal.rule)},
                               {"meaning", metrics::signal_rule_meaning(signal.rule)},
                               {"direction", signal.high ? "above" : "below"},
                               {"points", std::move(points)}});
  }
  return item;
}

JsonDocument board_of(const history::Dataset& data, const Evidence& evidence, const CycleTrend& trend) {
  const auto item_point = [&](std::size_t i) {
    const metrics::FinishedItem& item = trend.items[i];
    return JsonDocument{
        {"key", data.key(item.issue)}, {"done", format_day(item.day)}, {"cycle_days", item.cycle_days}};
  };
  const auto week_point = [&](std::size_t week, double value) {
    return JsonDocument{{"week", metrics::iso_week(trend.weeks[week].monday)}, {"value", value}};
  };
  JsonDocument signals = JsonDocument::array();
  for (const metrics::WeeklySignal& weekly : metrics::recent_signals(trend)) {
    JsonDocument weeks = JsonDocument::array();
    for (const Day monday : weekly.mondays) weeks.push_back(metrics::iso_week(monday));
    signals.push_back({{"figure", weekly.figure},
                       {"rule", metrics::signal_rule_name(weekly.signal.rule)},
                       {"direction", weekly.signal.high ? "above" : "below"},
                       {"weeks", std::move(weeks)}});
  }
  JsonDocument items = JsonDocument::array();
  for (std::size_t i = 0; i < trend.items.size(); ++i) items.push_back(item_point(i));
  JsonDocument weeks = JsonDocument::array();
  std::size_t next_median = 0;
  for (std::size_t w = 0; w < trend.weeks.size(); ++w) {
    JsonDocument week{{"week", metrics::iso_week(trend.weeks[w].monday)},
                      {"items", trend.weeks[w].finished.items},
                      {"median_cycle_days", nullptr}};
    if (next_median < trend.weeks_with_median.size() && trend.weeks_with_median[next_median] == w) {
      week["median_cycle_days"] = trend.weekly_median_cycle.values[next_median++];
    }
    weeks.push_back(std::move(week));
  }
  return {{"board", board_json(data.boards[trend.board])},
          {"from", format_day(trend.weeks_window.first)},
          {"whole_weeks", trend.weeks.size()},
          {"slope", slope_json(trend)},
          {"cycle_days", chart_json(trend.cycle_times, "days", item_point)},
          {"weekly_items",
           chart_json(trend.weekly_items, "issues",
                      [&](std::size_t i) { return week_point(i, trend.weekly_items.values[i]); })},
          {"weekly_median_cycle", chart_json(trend.weekly_median_cycle, "days",
                                             [&](std::size_t i) {
                                               return week_point(trend.weeks_with_median[i],
                                                                 trend.weekly_median_cycle.values[i]);
                                             })},
          {"recent_signals", std::move(signals)},
          {"weeks", std::move(weeks)},
          {"items", std::move(items)},
          {"excluded", excluded_json(evidence, trend.excluded)}};
}

void add_rows(const std::string& board, const CycleTrend& trend, Table& table) {
  const auto slope = [&](double metrics::TheilSen::* part) {
    return trend.slope ? number_text((*trend.slope).*part * kDaysPerWeek) : std::string{};
  };
  const auto add = [&](std::string_view figure, const ChartedSeries& series, bool with_slope) {
    std::vector<std::string> row{board, std::string{figure}, std::to_string(series.values.size())};
    if (series.chart) {
      row.insert(row.end(), {number_text(series.chart->centre),
                             series.chart->lower ? number_text(*series.chart->lower) : std::string{},
                             number_text(series.chart->upper), std::to_string(series.chart->signals.size())});
    } else {
      row.resize(row.size() + 4);
    }
    using metrics::TheilSen;
    for (const auto part : {&TheilSen::slope, &TheilSen::low, &TheilSen::high}) {
      row.push_back(with_slope ? slope(part) : std::string{});
    }
    table.rows.push_back(std::move(row));
  };
  add("cycle_days", trend.cycle_times, true);
  add("weekly_items", trend.weekly_items, false);
  add("weekly_median_cycle", trend.weekly_median_cycle, false);
}

}  // namespace

MetricView view_trend(const metrics::Analysis& analysis, const Evidence& evidence) {
  const metrics::Context& context = analysis.context;
  const history::Dataset& data = context.data;
  const std::vector<metrics::BoardCompletions>& completions = analysis.completions;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {{"board"},
                        {"figure"},
                        {"n", true},
                        {"centre", true},
                        {"lower_limit", true},
                        {"upper_limit", true},
                        {"signals", true},
                        {"days_per_week", true},
                        {"low", true},
                        {"high", true}};
  for (metrics::Index board = 0; board < data.boards.size(); ++board) {
    if (!completions[board].first_day) continue;
    const CycleTrend& trend = analysis.trends[board];
    view.json["boards"].push_back(board_of(data, evidence, trend));
    add_rows(data.boards[board].name, trend, view.table);
  }
  return view;
}

}  // namespace stint::app
