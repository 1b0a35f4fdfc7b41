#include "metrics/velocity.h"

#include "app/views/metric_view.h"

namespace stint::app {

MetricView view_velocity(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {
      {"board"},      {"unit"},           {"sprints", true},  {"median", true},   {"least", true},
      {"most", true}, {"next_p15", true}, {"next_p50", true}, {"next_p85", true}, {"backtest_error", true}};
  for (metrics::Index board = 0; board < data.boards.size(); ++board) {
    const auto ledgers = analysis.ledgers_of(board);
    if (ledgers.empty()) continue;
    const metrics::Velocity velocity = metrics::velocity(analysis.context, ledgers);
    JsonDocument sprints = JsonDocument::array();
    for (const metrics::SprintLedger* ledger : velocity.sprints) {
      const history::Sprint& sprint = data.sprints[ledger->sprint];
      sprints.push_back({{"id", sprint.id}, {"name", sprint.name}, {"completed", ledger->completed.value}});
    }
    JsonDocument item = {
        {"board", board_json(data.boards[board])},
        {"unit", history::unit_name(ledgers.front().unit)},
        {"median", or_null(velocity.median)},
        {"least", or_null(velocity.least)},
        {"most", or_null(velocity.most)},
        {"next",
         {{"p15", or_null(velocity.p15)}, {"p50", or_null(velocity.p50)}, {"p85", or_null(velocity.p85)}}},
        {"backtest_error", or_null(velocity.backtest_error)},
        {"backtests", velocity.backtests}};
    if (velocity.sprints.empty()) item["reason"] = "no closed sprint with a history";
    item["sprints"] = std::move(sprints);
    view.json["boards"].push_back(std::move(item));
    const auto text = [](const std::optional<double>& value) {
      return value ? number_text(*value) : std::string{};
    };
    view.table.rows.push_back({data.boards[board].name, std::string{history::unit_name(ledgers.front().unit)},
                               std::to_string(velocity.sprints.size()), text(velocity.median),
                               text(velocity.least), text(velocity.most), text(velocity.p15),
                               text(velocity.p50), text(velocity.p85), text(velocity.backtest_error)});
  }
  return view;
}

}  // namespace stint::app
