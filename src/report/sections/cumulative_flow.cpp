#include "chart/cumulative_flow.h"

#include <algorithm>
#include <fmt/format.h>

#include "metrics/stages.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

namespace chr = std::chrono;
using history::StatusCategory;
using metrics::CumulativeFlow;
using metrics::Index;

// Columns to do that hold more than so many times what is in progress are not drawn: they would press the
// rest against the axis.
constexpr double kDwarfs = 4;

enum class Kind : std::uint8_t { to_do, in_progress, done };

// By column: what the board's statuses in it mean.
std::vector<Kind> kinds_of(const Material& material, std::size_t columns) {
  const history::Dataset& data = material.data();
  const metrics::BoardStages stages = metrics::board_stages(data, data.boards[material.board]);
  std::vector<Kind> kinds(columns, Kind::to_do);
  for (Index status = 0; status < data.statuses.size(); ++status) {
    const Index stage = stages.of_status[status];
    if (stage == metrics::kNone || stage >= columns) continue;
    if (data.category(status) == StatusCategory::in_progress && kinds[stage] == Kind::to_do)
      kinds[stage] = Kind::in_progress;
    if (data.category(status) == StatusCategory::done) kinds[stage] = Kind::done;
  }
  return kinds;
}

struct Days {
  std::size_t first = 0;  // on which there is something to see
  std::size_t count = 0;

  [[nodiscard]] std::size_t last() const { return count - 1; }
};

Days days_of(const CumulativeFlow& flow) {
  Days days{0, static_cast<std::size_t>(std::max(0, flow.window.days()))};
  while (days.first + 1 < days.count && flow.entered_by(days.first, 0) == 0) ++days.first;
  return days;
}

double in_progress(const CumulativeFlow& flow, const std::vector<Kind>& kinds, std::size_t day) {
  double items = 0;
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    if (kinds[c] == Kind::in_progress) items += flow.count(day, c);
  }
  return items;
}

// The column in progress that grew most.
std::string title_of(const CumulativeFlow& flow, const std::vector<Kind>& kinds, const Days& days) {
  const auto grown = [&](std::size_t c) {
    return static_cast<std::int64_t>(flow.count(days.last(), c)) -
           static_cast<std::int64_t>(flow.count(days.first, c));
  };
  std::optional<std::size_t> most;
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    if (kinds[c] == Kind::in_progress && (!most || grown(c) > grown(*most))) most = c;
  }
  if (!most) return "No column of the board is in progress";
  if (grown(*most) <= 0) return "No queue has grown";
  return fmt::format("{} grew from {} to {}", flow.columns[*most], flow.count(days.first, *most),
                     amount(flow.count(days.last(), *most), "items"));
}

// Columns that are drawn: all, or all but those to do.
std::vector<std::size_t> drawn_columns(const CumulativeFlow& flow, const std::vector<Kind>& kinds,
                                       const Days& days) {
  double to_do = 0;
  double rest = 0;
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    if (kinds[c] == Kind::to_do) to_do += flow.count(days.last(), c);
    if (kinds[c] == Kind::in_progress) rest += flow.count(days.last(), c);
  }
  const bool all = rest <= 0 || to_do <= kDwarfs * rest;
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    if (all || kinds[c] != Kind::to_do) columns.push_back(c);
  }
  return columns;
}

chart::CumulativeFlow chart_data(const Material& material, const CumulativeFlow& flow, const Days& days,
                                 const std::vector<std::size_t>& columns) {
  chart::CumulativeFlow data;
  data.name = {material.id("cumulative-flow-chart"), "Cumulative flow"};
  for (std::size_t day = days.first; day < days.count; ++day) {
    data.days.push_back(flow.window.first + chr::days{static_cast<int>(day)});
  }
  for (const std::size_t column : columns) {
    data.columns.push_back(flow.columns[column]);
    std::vector<double>& items = data.items.emplace_back();
    const bool last = column + 1 == flow.columns.size();
    const double before = last ? flow.count(days.first, column) : 0;
    for (std::size_t day = days.first; day < days.count; ++day)
      items.push_back(flow.count(day, column) - before);
  }
  return data;
}

Table table_of(const CumulativeFlow& flow, const Days& days) {
  Table table{"At the end of each day", {{"Day"}}};
  for (const std::string& column : flow.columns) table.columns.push_back({column, "items"});
  for (std::size_t day = days.first; day < days.count; ++day) {
    std::vector<Value> row{text(format_day(flow.window.first + chr::days{static_cast<int>(day)}))};
    for (std::size_t c = 0; c < flow.columns.size(); ++c) row.push_back(number(flow.count(day, c)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::optional<Section> cumulative_flow_section(const Material& material) {
  Section section = begin_section(material, "cumulative-flow", "Cumulative flow");
  const auto& flows = material.gathered.flows;
  const auto found = std::ranges::find(flows, material.board, &CumulativeFlow::board);
  const bool empty = found == flows.end() || found->columns.empty() || found->window.days() == 0 ||
                     found->entered_by(days_of(*found).last(), 0) == 0;
  if (empty) {
    section.title = "Nothing has moved on this board yet";
    section.lede = "A cumulative flow shows how many items stand in each column, day by day.";
    section.missing = "No item with a history has come into one of the board’s columns.";
    if (found != flows.end()) {
      add_note(section, {"Cumulative flow",
                         "Items by the furthest column they have reached.",
                         0,
                         "items",
                         exclusions(material.data(), found->excluded),
                         {}});
    }
    return section;
  }
  const CumulativeFlow& flow = *found;
  const Days days = days_of(flow);
  const std::vector<Kind> kinds = kinds_of(material, flow.columns.size());
  const std::vector<std::size_t> columns = drawn_columns(flow, kinds, days);
  section.title = title_of(flow, kinds, days);
  section.lede =
      "Each band is what stood in a column at the end of a day; a band that widens is a queue that grows.";
  const double now = in_progress(flow, kinds, days.last());
  std::vector<Index> corrected;
  for (const metrics::CorrectionWindow& window : flow.corrections) corrected.push_back(window.issue);
  std::ranges::sort(corrected);
  const auto repeated = std::ranges::unique(corrected);
  corrected.erase(repeated.begin(), repeated.end());
  const std::size_t note = add_note(
      section,
      {"In progress",
       "Items by the furthest column they have reached: columns they skipped count as passed, and a move "
       "backwards leaves them where they were. The drawing counts as done what came there since its first "
       "day.",
       flow.entered_by(days.last(), 0),
       "items",
       exclusions(material.data(), flow.excluded),
       {}});
  const std::size_t backwards =
      add_note(section, {"Moved back",
                         "Items that were behind their furthest column at some time in these days.",
                         {},
                         "",
                         {},
                         keys_of(material.data(), corrected, listing("cumulative_flow"))});
  section.figures = {
      {"In progress", number(now), unit_beside(now, "items"),
       fmt::format("{} on {}", chart::figure(in_progress(flow, kinds, days.first)),
                   date_text(material, flow.window.first + chr::days{static_cast<int>(days.first)})),
       note},
      {"Moved back", number(static_cast<double>(corrected.size())),
       unit_beside(static_cast<double>(corrected.size()), "items"), "", backwards}};
  section.chart = chart::draw(chart_data(material, flow, days, columns));
  section.table = table_of(flow, days);
  if (!section.chart) {
    section.missing = "There is a single day to show; the drawing begins with the second.";
  } else if (columns.size() < flow.columns.size()) {
    (section.chart->remark += section.chart->remark.empty() ? "" : " ") +=
        "Columns to do are not drawn: they hold more than four times what is in progress.";
  }
  return section;
}

}  // namespace stint::report
