#include "metrics/hygiene.h"

#include "app/views/metric_view.h"

namespace stint::app {

MetricView view_hygiene(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {
      {"board"},        {"score", true}, {"check"}, {"applicable", true}, {"violations", true},
      {"weight", true}, {"issues"}};
  for (const metrics::Hygiene& hygiene : analysis.hygiene) {
    const history::Board& board = data.boards[hygiene.board];
    JsonDocument checks = JsonDocument::array();
    for (const metrics::CheckResult& check : hygiene.checks) {
      checks.push_back({{"check", metrics::check_name(check.check)},
                        {"weight", check.weight},
                        {"applicable", check.applicable},
                        {"violations", check.violations},
                        {"issues", evidence(check.violating)}});
      std::string keys;
      for (const metrics::Index issue : check.violating) (keys += keys.empty() ? "" : "|") += data.key(issue);
      view.table.rows.push_back({board.name, hygiene.score ? number_text(*hygiene.score) : "",
                                 std::string{metrics::check_name(check.check)},
                                 std::to_string(check.applicable), std::to_string(check.violations),
                                 number_text(check.weight), std::move(keys)});
    }
    JsonDocument item{{"board", board_json(board)}, {"score", or_null(hygiene.score)}};
    if (!hygiene.score) item["reason"] = "no check applies";
    item["checks"] = std::move(checks);
    view.json["boards"].push_back(std::move(item));
  }
  return view;
}

}  // namespace stint::app
