#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "chart/ageing_work.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::AgeingItem;
using metrics::BoardAgeing;
using metrics::Index;

std::string title_of(std::size_t old, std::size_t all) {
  if (old == 0)
    return all == 1 ? "The one item in progress is no older than usual" : "No work is older than usual";
  if (all == 1) return "The one item in progress is older than usual";
  if (old == all) return "All work in progress is older than usual";
  return fmt::format("{} of {} items in progress {} older than usual", capitalised(count_word(old)),
                     chart::figure(static_cast<double>(all)), old == 1 ? "is" : "are");
}

Table table_of(const Material& material, const BoardAgeing& ages, const std::vector<Index>& blocked) {
  const history::Dataset& data = material.data();
  Table table{
      "Work in progress, the oldest first",
      {{"Item"}, {"Summary"}, {"Column"}, {"Age", "days"}, {"P85 of the column", "days"}, {"Blocked"}}};
  table.rows.reserve(ages.items.size());
  for (const AgeingItem& item : ages.items) {
    const metrics::ColumnAges& column = ages.columns[item.column];
    table.rows.push_back({key(std::string{data.key(item.issue)}), text(std::string{data.summary(item.issue)}),
                          text(column.name), number(item.age_days),
                          number(column.p85, "too few earlier items"),
                          text(std::ranges::binary_search(blocked, item.issue) ? "yes" : "no")});
  }
  return table;
}

}  // namespace

std::optional<Section> ageing_section(const Material& material) {
  const history::Dataset& dataset = material.data();
  const BoardAgeing& ages = material.analysis.ages[material.board];
  Section section = begin_section(material, "ageing", "Ageing work");
  std::vector<Index> blocked;
  for (const metrics::BlockedItem& item : material.analysis.hygiene[material.board].blocked) {
    blocked.push_back(item.issue);
  }
  std::ranges::sort(blocked);
  if (ages.items.empty()) {
    section.title = "Nothing is in progress";
    section.lede =
        "Work in progress is measured against the age at which earlier items left the same column.";
    section.missing = "The board has no item in progress whose history tells since when.";
    return section;
  }
  std::vector<Index> old;
  std::vector<Index> stuck;
  chart::AgeingWork data;
  data.name = {material.id("ageing-chart"), "Age of work in progress, by column"};
  for (const metrics::ColumnAges& column : ages.columns) {
    auto& drawn = data.columns.emplace_back();
    drawn.name = column.name;
    if (column.p50 && column.p85 && column.p95) drawn.percentiles = {*column.p50, *column.p85, *column.p95};
  }
  for (const AgeingItem& item : ages.items) {
    const bool is_blocked = std::ranges::binary_search(blocked, item.issue);
    data.columns[item.column].items.push_back(
        {std::string{dataset.key(item.issue)}, static_cast<double>(item.age_days), is_blocked});
    if (ages.over_p85(item)) old.push_back(item.issue);
    if (is_blocked) stuck.push_back(item.issue);
  }
  const bool judged =
      std::ranges::any_of(ages.columns, [](const auto& column) { return column.p85.has_value(); });
  section.title = judged ? title_of(old.size(), ages.items.size())
                         : amount(static_cast<double>(ages.items.size()), "items") + " in progress";
  section.lede =
      judged ? "Shading marks the age at which 50, 85 and 95 of 100 earlier items had left the column."
             : "Too few earlier items have left these columns to say what age is usual.";
  const std::size_t note = add_note(
      section,
      {"Older than usual",
       "Age is the days from start to now, both counted; usual is the age by which 85 of 100 earlier "
       "items had left the same column, where at least " +
           chart::figure(material.context().options.ageing_minimum) + " did.",
       ages.items.size(),
       "items in progress",
       {},
       keys_of(dataset, old, listing("flow"))});
  const std::size_t blocked_note =
      add_note(section, {"Blocked",
                         "Flagged, in a status that means blocked, or held up by the open item of a link.",
                         ages.items.size(),
                         "items in progress",
                         {},
                         keys_of(dataset, stuck, listing("hygiene"))});
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  const std::string of_all = "of " + amount(count(ages.items.size()), "items") + " in progress";
  section.figures = {
      {"Older than usual", judged ? number(count(old.size())) : undefined("too few earlier items"), "",
       of_all, note},
      {"Oldest", number(ages.items.front().age_days), unit_beside(ages.items.front().age_days, "days"),
       std::string{dataset.key(ages.items.front().issue)}, note},
      {"Blocked", number(count(stuck.size())), "", of_all, blocked_note}};
  section.chart = chart::draw(data);
  section.table = table_of(material, ages, blocked);
  return section;
}

}  // namespace stint::report
