#include <fmt/format.h>

#include "app/views/metric_view.h"
#include "metrics/sprint_outlook.h"

namespace stint::app {

MetricView view_sprint_risk(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["sprints"] = JsonDocument::array();
  view.table.columns = {
      {"board"},           {"sprint"},         {"unit"},      {"elapsed", true}, {"taken_on", true},
      {"completed", true}, {"expected", true}, {"p15", true}, {"p85", true},     {"shortfall_chance", true},
      {"method"},          {"undefined"}};
  for (const metrics::SprintOutlook& outlook : metrics::sprint_outlooks(analysis.context, analysis.ledgers)) {
    const history::Sprint& sprint = data.sprints[outlook.sprint];
    const history::Board& board = data.boards[sprint.board];
    const metrics::SprintSnapshot& snapshot = outlook.snapshot;
    JsonDocument item{{"id", sprint.id},
                      {"name", sprint.name},
                      {"board", board_json(board)},
                      {"unit", history::unit_name(outlook.unit)},
                      {"elapsed", nullptr},
                      {"taken_on", nullptr},
                      {"completed", nullptr},
                      {"expected_difference", nullptr},
                      {"p15", nullptr},
                      {"p50", nullptr},
                      {"p85", nullptr},
                      {"chance_of_shortfall", nullptr},
                      {"method", nullptr},
                      {"undefined", nullptr},
                      {"n", outlook.outcomes},
                      {"mean_absolute_error", nullptr},
                      {"mean_absolute_error_of_pace", nullptr}};
    std::vector<std::string> row{board.name, sprint.name, std::string{history::unit_name(outlook.unit)},
                                 "",         "",          "",
                                 "",         "",          "",
                                 "",         "",          std::string{outlook.undefined}};
    if (!outlook.undefined.empty()) item["undefined"] = outlook.undefined;
    if (snapshot.planned_days > 0) {
      item["elapsed"] = snapshot.elapsed;
      item["taken_on"] = snapshot.taken_on();
      item["completed"] = snapshot.completed;
      row[3] = share_text(snapshot.elapsed);
      row[4] = number_text(snapshot.taken_on());
      row[5] = number_text(snapshot.completed);
    }
    if (outlook.risk) {
      const bool learned = outlook.risk->method == metrics::RiskMethod::learned;
      item["expected_difference"] = outlook.risk->expected;
      item["method"] = learned ? "learned" : "pace";
      row[6] = fmt::format("{:+.1f}", outlook.risk->expected);
      row[10] = learned ? "learned" : "pace";
      if (const auto& range = outlook.risk->range) {
        item["p15"] = range->p15;
        item["p50"] = range->p50;
        item["p85"] = range->p85;
        item["chance_of_shortfall"] = range->chance_of_shortfall;
        row[7] = fmt::format("{:+.1f}", range->p15);
        row[8] = fmt::format("{:+.1f}", range->p85);
        row[9] = share_text(range->chance_of_shortfall);
      }
    }
    if (outlook.error) {
      item["mean_absolute_error"] = outlook.error->mean_absolute;
      item["mean_absolute_error_of_pace"] = outlook.error->mean_absolute_extrapolated;
    }
    view.json["sprints"].push_back(std::move(item));
    view.table.rows.push_back(std::move(row));
  }
  return view;
}

}  // namespace stint::app
