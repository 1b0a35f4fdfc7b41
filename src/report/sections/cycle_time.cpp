#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/cycle_times.h"
#include "metrics/flow_efficiency.h"
#include "metrics/statistics.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::CycleTrend;

constexpr double kDaysPerWeek = 7;

std::string lede_of(const Material& material, const CycleTrend& trend, const chart::CycleTimes& data) {
  std::string text = fmt::format("Half of the {} finished since {} took {} or less",
                                 amount(static_cast<double>(data.items.size()), "items"),
                                 date_text(material, trend.weeks_window.first),
                                 amount(data.percentiles.front().days, "days"));
  if (!trend.slope) return text + ".";
  // The interval says whether it moved at all.
  if (!trend.slope->significant()) return text + ", with no trend either way.";
  const double weekly = trend.slope->slope * kDaysPerWeek;
  return text + fmt::format(", and the time it takes {} by {} a week.", weekly > 0 ? "grows" : "shrinks",
                            amount(std::abs(weekly), "days"));
}

void add_figures(const Material& material, const CycleTrend& trend, const chart::CycleTimes& data,
                 Section& section) {
  const history::Dataset& dataset = material.data();
  const double most = data.percentiles[1].days;
  std::vector<metrics::Index> slow;
  for (const metrics::FinishedItem& item : trend.items) {
    if (item.cycle_days > most) slow.push_back(item.issue);
  }
  std::ranges::sort(slow);
  const std::size_t note = add_note(
      section,
      {"85 of 100 within",
       "Days from the last start to done, the first and the last one counted; percentiles by nearest "
       "rank. The issues named took longer.",
       trend.items.size(), "finished items", exclusions(dataset, trend.excluded),
       keys_of(dataset, slow, listing("trend"))});
  section.figures.push_back(
      {"85 of 100 within", number(most), unit_beside(most, "days"),
       fmt::format("half in {}, 95 of 100 in {}", chart::figure(data.percentiles[0].days),
                   chart::figure(data.percentiles[2].days)),
       note});
  const metrics::FlowEfficiency efficiency =
      metrics::flow_efficiency(material.context(), material.board,
                               material.analysis.completions[material.board], material.analysis.dates);
  std::vector<metrics::Index> items;
  for (const metrics::ItemEfficiency& item : efficiency.items) items.push_back(item.issue);
  const std::size_t active = add_note(
      section,
      {"Flow efficiency",
       "The part of the time from start to done, nights and weekends included, in which items were in "
       "progress, not blocked and in no status that means waiting.",
       items.size(), "finished items", exclusions(dataset, efficiency.excluded),
       keys_of(dataset, items, listing("flow_efficiency"))});
  section.figures.push_back(
      {"Flow efficiency", share(efficiency.total, "no item was finished lately"), "",
       efficiency.median ? "item by item, a median of " + chart::percent(*efficiency.median) : "", active});
}

}  // namespace

std::optional<Section> cycle_time_section(const Material& material) {
  const history::Dataset& dataset = material.data();
  const CycleTrend& trend = material.analysis.trends[material.board];
  Section section = begin_section(material, "cycle-time", "Cycle time");
  if (trend.items.empty()) {
    section.title = "Nothing was finished lately";
    section.lede = "Cycle time runs from the start of work on an item to its end.";
    section.missing = fmt::format("No item with a start and an end was finished within {} weeks.",
                                  chart::figure(material.context().options.trend_weeks));
    add_note(section, {"Cycle time",
                       "Days from the last start to done, the first and the last one counted.",
                       0,
                       "finished items",
                       exclusions(dataset, trend.excluded),
                       {}});
    return section;
  }
  chart::CycleTimes data;
  data.name = {material.id("cycle-time-chart"), "Cycle time of finished items"};
  data.items.reserve(trend.items.size());
  Table table{"Finished items", {{"Item"}, {"Done"}, {"Cycle time", "days"}}};
  table.rows.reserve(trend.items.size());
  for (const metrics::FinishedItem& item : trend.items) {
    const std::string_view name = dataset.key(item.issue);
    data.items.push_back({item.day, static_cast<double>(item.cycle_days), name});
    table.rows.push_back({key(std::string{name}), text(format_day(item.day)), number(item.cycle_days)});
  }
  for (const int percent : {50, 85, 95}) {
    data.percentiles.push_back({percent, metrics::percentile(trend.cycle_times.values, percent).value_or(0)});
  }
  section.title = fmt::format("85 of 100 items are done within {}", amount(data.percentiles[1].days, "days"));
  section.lede = lede_of(material, trend, data);
  add_figures(material, trend, data, section);
  section.chart = chart::draw(data);
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
