#include "metrics/cumulative_flow.h"

#include "app/views/excluded.h"
#include "app/views/metric_view.h"

namespace stint::app {
namespace {

using metrics::CumulativeFlow;

JsonDocument days_json(const CumulativeFlow& flow) {
  JsonDocument days = JsonDocument::array();
  for (std::size_t day = 0; day < static_cast<std::size_t>(flow.window.days()); ++day) {
    JsonDocument items = JsonDocument::array();
    for (std::size_t column = 0; column < flow.columns.size(); ++column) {
      items.push_back(flow.count(day, column));
    }
    days.push_back({{"day", format_day(flow.window.first + std::chrono::days{day})}, {"items", items}});
  }
  return days;
}

JsonDocument corrections_json(const history::Dataset& data, const CumulativeFlow& flow) {
  JsonDocument corrections = JsonDocument::array();
  for (const metrics::CorrectionWindow& correction : flow.corrections) {
    corrections.push_back(
        {{"key", data.key(correction.issue)},
         {"column", flow.columns[correction.stage]},
         {"from", format_iso(correction.from)},
         {"to", correction.to ? JsonDocument(format_iso(*correction.to)) : JsonDocument(nullptr)}});
  }
  return corrections;
}

}  // namespace

MetricView view_cumulative_flow(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {{"board"}, {"day"}, {"column"}, {"items", true}, {"entered", true}};
  for (const CumulativeFlow& flow : metrics::cumulative_flow(analysis.context)) {
    const history::Board& board = data.boards[flow.board];
    view.json["boards"].push_back({{"board", board_json(board)},
                                   {"columns", flow.columns},
                                   {"days", days_json(flow)},
                                   {"corrections", corrections_json(data, flow)},
                                   {"excluded", excluded_json(evidence, flow.excluded)}});
    for (std::size_t day = 0; day < static_cast<std::size_t>(flow.window.days()); ++day) {
      const std::string date = format_day(flow.window.first + std::chrono::days{day});
      for (std::size_t column = 0; column < flow.columns.size(); ++column) {
        view.table.rows.push_back({board.name, date, flow.columns[column],
                                   std::to_string(flow.count(day, column)),
                                   std::to_string(flow.entered_by(day, column))});
      }
    }
  }
  return view;
}

}  // namespace stint::app
