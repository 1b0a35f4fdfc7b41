#include <ranges>

#include "metrics/cycle_trend.h"
#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::ChartedSeries;
using metrics::CycleTrend;

constexpr double kDaysPerWeek = 7;

void write_slope(JsonWriter& json, const CycleTrend& trend) {
  const auto item = json.object("slope");
  json.member("value", trend.slope ? std::optional{trend.slope->slope * kDaysPerWeek} : std::nullopt);
  json.member("unit", "days per week");
  json.member("n", trend.items.size());
  if (!trend.slope) return json.member("reason", trend.slope_reason);
  json.member("low", trend.slope->low * kDaysPerWeek);
  json.member("high", trend.slope->high * kDaysPerWeek);
  json.member("significant", trend.slope->significant());
  json.member("points_used", trend.slope->used);
}

// `write_point(i)` writes the i-th value of the series as an item.
template <class WritePoint>
void write_chart(JsonWriter& json, std::string_view name, const ChartedSeries& series, std::string_view unit,
                 bool with_points, const WritePoint& write_point) {
  const auto item = json.object(name);
  json.member("unit", unit);
  json.member("n", series.values.size());
  if (!series.chart) return json.member("reason", series.reason);
  json.member("centre", series.chart->centre);
  json.member("lower_limit", series.chart->lower);
  json.member("upper_limit", series.chart->upper);
  json.member("mean_moving_range", series.chart->mean_moving_range);
  const auto signals = json.array("signals");
  for (const metrics::Signal& signal : series.chart->signals) {
    const auto one = json.object();
    json.member("rule", metrics::signal_rule_name(signal.rule));
    json.member("direction", signal.high ? "above" : "below");
    json.member("n", signal.points.size());
    if (!with_points) {
      json.member("points", nullptr);
      continue;
    }
    const auto points = json.array("points");
    for (const std::size_t i : signal.points) write_point(i);
  }
}

void write_item(JsonWriter& json, const history::Dataset& data, const metrics::FinishedItem& item) {
  const auto one = json.object();
  json.member("key", data.key(item.issue));
  json.member("done", format_day(item.day));
  json.member("cycle_days", item.cycle_days);
}

void write_charts(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                  const CycleTrend& trend) {
  const auto write_week = [&](std::size_t week, double value) {
    const auto one = json.object();
    json.member("week", metrics::iso_week(trend.weeks[week].monday));
    json.member("value", value);
  };
  write_chart(json, "cycle_days", trend.cycle_times, "days", evidence.asked(),
              [&](std::size_t i) { write_item(json, data, trend.items[i]); });
  write_chart(json, "weekly_items", trend.weekly_items, "issues", true,
              [&](std::size_t i) { write_week(i, trend.weekly_items.values[i]); });
  write_chart(json, "weekly_median_cycle", trend.weekly_median_cycle, "days", true, [&](std::size_t i) {
    write_week(trend.weeks_with_median[i], trend.weekly_median_cycle.values[i]);
  });
}

void write_recent_signals(JsonWriter& json, const CycleTrend& trend) {
  const auto signals = json.array("recent_signals");
  for (const metrics::WeeklySignal& weekly : metrics::recent_signals(trend)) {
    const auto one = json.object();
    json.member("figure", weekly.figure);
    json.member("rule", metrics::signal_rule_name(weekly.signal.rule));
    json.member("direction", weekly.signal.high ? "above" : "below");
    json.line("weeks", weekly.mondays | std::views::transform(metrics::iso_week));
  }
}

void write_weeks(JsonWriter& json, const CycleTrend& trend) {
  const auto weeks = json.array("weeks");
  std::size_t next_median = 0;
  for (std::size_t w = 0; w < trend.weeks.size(); ++w) {
    const bool known =
        next_median < trend.weeks_with_median.size() && trend.weeks_with_median[next_median] == w;
    const auto one = json.object();
    json.member("week", metrics::iso_week(trend.weeks[w].monday));
    json.member("items", trend.weeks[w].finished.items);
    json.member("median_cycle_days",
                known ? std::optional{trend.weekly_median_cycle.values[next_median++]} : std::nullopt);
  }
}

void write_trend_of(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                    const CycleTrend& trend) {
  const auto board = json.object();
  write_board(json, data.boards[trend.board]);
  json.member("from", format_day(trend.weeks_window.first));
  json.member("whole_weeks", trend.weeks.size());
  write_slope(json, trend);
  write_charts(json, data, evidence, trend);
  write_recent_signals(json, trend);
  write_weeks(json, trend);
  if (evidence.asked()) {
    const auto items = json.array("items");
    for (const metrics::FinishedItem& item : trend.items) write_item(json, data, item);
  } else {
    json.member("items", nullptr);
  }
  write_excluded(json, evidence, trend.excluded);
}

void add_rows(const std::string& board, const CycleTrend& trend, Table& table) {
  const auto slope = [&](double metrics::TheilSen::* part) {
    return trend.slope ? number_text((*trend.slope).*part * kDaysPerWeek) : std::string{};
  };
  const auto add = [&](std::string_view figure, const ChartedSeries& series, bool with_slope) {
    std::vector<std::string> row{board, std::string{figure}, std::to_string(series.values.size())};
    if (series.chart) {
      row.insert(row.end(), {number_text(series.chart->centre), optional_text(series.chart->lower),
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

void write_trend(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const auto boards = json.array("boards");
  for (std::size_t board = 0; board < analysis.trends.size(); ++board) {
    if (!analysis.completions[board].first_day) continue;
    write_trend_of(json, analysis.context.data, evidence, analysis.trends[board]);
  }
}

Table trend_table(const metrics::Analysis& analysis) {
  Table table{{{"board"},
               {"figure"},
               {"n", true},
               {"centre", true},
               {"lower_limit", true},
               {"upper_limit", true},
               {"signals", true},
               {"days_per_week", true},
               {"low", true},
               {"high", true}},
              {}};
  for (std::size_t board = 0; board < analysis.trends.size(); ++board) {
    if (!analysis.completions[board].first_day) continue;
    add_rows(analysis.context.data.boards[board].name, analysis.trends[board], table);
  }
  return table;
}

}  // namespace stint::views
