#include "metrics/hygiene_history.h"

#include "app/views/metric_view.h"

namespace stint::app {

MetricView view_hygiene_history(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const history::Dataset& data = analysis.context.data;
  const auto boards = metrics::hygiene_history(analysis.context, analysis.dates);
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {{"board"}, {"day"}, {"score", true}, {"checked", true}};
  for (std::size_t c = 0; c < metrics::kHygieneChecks; ++c)
    view.table.columns.push_back(
        {std::string{metrics::check_name(static_cast<metrics::HygieneCheck>(c))}, true});
  for (std::size_t b = 0; b < boards.size(); ++b) {
    const history::Board& board = data.boards[b];
    JsonDocument days = JsonDocument::array();
    for (const metrics::HygieneDay& day : boards[b]) {
      std::vector<std::string> row{board.name, format_day(day.day), day.score ? number_text(*day.score) : "",
                                   std::to_string(day.checked())};
      JsonDocument checks = JsonDocument::object();
      for (std::size_t c = 0; c < metrics::kHygieneChecks; ++c) {
        const std::string name{metrics::check_name(static_cast<metrics::HygieneCheck>(c))};
        checks[name] = {{"applicable", day.applicable[c]}, {"violations", day.violations[c]}};
        row.push_back(std::to_string(day.violations[c]));
      }
      JsonDocument item{
          {"day", format_day(day.day)}, {"score", or_null(day.score)}, {"checked", day.checked()}};
      if (!day.score) item["reason"] = "no_check_applied";
      item["checks"] = std::move(checks);
      days.push_back(std::move(item));
      view.table.rows.push_back(std::move(row));
    }
    view.json["boards"].push_back({{"board", board_json(board)}, {"days", std::move(days)}});
  }
  return view;
}

}  // namespace stint::app
