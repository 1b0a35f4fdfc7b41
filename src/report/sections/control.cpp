#include "chart/control.h"

#include <algorithm>
#include <fmt/format.h>

#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::ChartedSeries;
using metrics::CycleTrend;
using metrics::Signal;

// A weekly series and what it is about.
struct Weekly {
  const ChartedSeries& series;
  std::vector<std::size_t> weeks;  // in CycleTrend::weeks, by point
  std::string_view name;           // "Items finished"
  std::string_view unit;
  std::string_view definition;
};

Weekly items_of(const CycleTrend& trend) {
  Weekly weekly{trend.weekly_items, {}, "Items finished", "items", "Items finished in each whole week. "};
  for (std::size_t i = 0; i < trend.weeks.size(); ++i) weekly.weeks.push_back(i);
  return weekly;
}

Weekly cycle_of(const CycleTrend& trend) {
  return {
      trend.weekly_median_cycle, trend.weeks_with_median, "Median cycle time", "days",
      "The median cycle time of what was finished in each whole week; weeks without a finish have none. "};
}

bool has_recent(const Material& material, const CycleTrend& trend, std::string_view figure) {
  const auto weeks = static_cast<std::size_t>(material.context().options.flow_signal_weeks);
  return std::ranges::any_of(metrics::recent_signals(trend, weeks),
                             [&](const metrics::WeeklySignal& signal) { return signal.figure == figure; });
}

// Throughput, or cycle times where only these have something to say.
Weekly chosen(const Material& material, const CycleTrend& trend) {
  const bool only_cycle =
      !has_recent(material, trend, "weekly_items") && has_recent(material, trend, "weekly_median_cycle");
  return only_cycle ? cycle_of(trend) : items_of(trend);
}

// By point: the strongest rule that it is part of, in words.
std::vector<std::string> signals_of(const metrics::ProcessBehaviour& chart, std::size_t points) {
  std::vector<std::string> words(points);
  for (const Signal& signal : chart.signals) {
    for (const std::size_t point : signal.points) {
      if (words[point].empty()) words[point] = metrics::signal_rule_meaning(signal.rule);
    }
  }
  return words;
}

std::string title_of(std::size_t signals, std::string_view unit) {
  if (signals == 0) return "Weeks differ by no more than chance";
  const std::string of = unit == "days" ? " in cycle times" : " in throughput";
  return capitalised(count_word(signals)) + (signals == 1 ? " week stands out" : " weeks stand out") + of;
}

}  // namespace

std::optional<Section> control_section(const Material& material) {
  const CycleTrend& trend = material.analysis.trends[material.board];
  Section section = begin_section(material, "control", "Process behaviour");
  const Weekly weekly = chosen(material, trend);
  section.lede = "Within the limits weeks differ by chance; what lies outside them has a cause of its own.";
  if (!weekly.series.chart) {
    section.title = "Too few weeks to tell chance from change";
    section.missing =
        fmt::format("Limits need {} whole weeks, and the board has {}.",
                    chart::figure(material.context().options.trend_minimum), weekly.series.values.size());
    return section;
  }
  const metrics::ProcessBehaviour& limits = *weekly.series.chart;
  const std::vector<std::string> signals = signals_of(limits, weekly.series.values.size());
  chart::Control data;
  data.name = {material.id("control-chart"), std::string{weekly.name} + " by week"};
  data.unit = fmt::format("{} by week", weekly.unit);
  data.mean = limits.centre;
  data.lower = limits.lower.value_or(0);
  data.upper = limits.upper;
  Table table{"By week", {{"Week of"}, {std::string{weekly.name}, std::string{weekly.unit}}, {"Signal"}}};
  std::size_t out = 0;
  for (std::size_t i = 0; i < weekly.series.values.size(); ++i) {
    const Day monday = trend.weeks[weekly.weeks[i]].monday;
    data.readings.push_back({monday, weekly.series.values[i], signals[i]});
    table.rows.push_back({text(format_day(monday)), number(weekly.series.values[i]), text(signals[i])});
    if (!signals[i].empty()) ++out;
  }
  section.title = title_of(out, weekly.unit);
  std::vector<metrics::Index> items;
  for (const metrics::FinishedItem& item : trend.items) items.push_back(item.issue);
  std::ranges::sort(items);
  const std::size_t note = add_note(
      section,
      {std::string{weekly.name},
       std::string{weekly.definition} +
           "Limits are the mean ± 2.66 times the mean moving range (XmR); weeks are marked by the four "
           "usual rules, of which a point outside the limits is the first.",
       weekly.series.values.size(), "whole weeks", exclusions(material.data(), trend.excluded),
       keys_of(material.data(), items, listing("trend"))});
  section.figures = {{std::string{weekly.name}, number(limits.centre),
                      std::string{weekly.unit} + " a week, mean",
                      fmt::format("limits {}", range_text(data.lower, data.upper)), note}};
  section.chart = chart::draw(data);
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
