#include "metrics/flow_efficiency.h"

#include "app/views/excluded.h"
#include "app/views/metric_view.h"

namespace stint::app {
namespace {

using metrics::FlowEfficiency;

JsonDocument board_of(const history::Dataset& data, const Evidence& evidence,
                      const FlowEfficiency& efficiency) {
  Milliseconds active{0};
  Milliseconds elapsed{0};
  JsonDocument items = JsonDocument::array();
  for (const metrics::ItemEfficiency& item : efficiency.items) {
    active += item.active;
    elapsed += item.elapsed;
    items.push_back({{"key", data.key(item.issue)},
                     {"active_days", metrics::to_days(item.active)},
                     {"elapsed_days", metrics::to_days(item.elapsed)},
                     {"efficiency", item.ratio()}});
  }
  JsonDocument board{{"board", board_json(data.boards[efficiency.board])},
                     {"window",
                      {{"first", format_day(efficiency.window.first)},
                       {"last", format_day(efficiency.window.end - std::chrono::days{1})},
                       {"days", efficiency.window.days()}}},
                     {"n", efficiency.items.size()},
                     {"efficiency", or_null(efficiency.total)},
                     {"median", or_null(efficiency.median)}};
  if (efficiency.items.empty()) board["reason"] = "nothing_finished";
  board["active_days"] = metrics::to_days(active);
  board["elapsed_days"] = metrics::to_days(elapsed);
  board["items"] = std::move(items);
  board["excluded"] = excluded_json(evidence, efficiency.excluded);
  return board;
}

}  // namespace

MetricView view_flow_efficiency(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {
      {"board"}, {"items", true}, {"efficiency", true}, {"median", true}, {"excluded", true}};
  const auto text = [](const std::optional<double>& value) {
    return value ? number_text(*value) : std::string{};
  };
  for (metrics::Index board = 0; board < data.boards.size(); ++board) {
    if (!analysis.completions[board].first_day) continue;
    const FlowEfficiency efficiency =
        metrics::flow_efficiency(analysis.context, board, analysis.completions[board], analysis.dates);
    view.json["boards"].push_back(board_of(data, evidence, efficiency));
    view.table.rows.push_back({data.boards[board].name, std::to_string(efficiency.items.size()),
                               text(efficiency.total), text(efficiency.median),
                               std::to_string(efficiency.excluded.size())});
  }
  return view;
}

}  // namespace stint::app
