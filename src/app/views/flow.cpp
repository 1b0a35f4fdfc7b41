#include "app/views/metric_view.h"
#include "metrics/statistics.h"

namespace stint::app {
namespace {

struct Times {
  std::vector<double> cycle, lead;
  int without_start = 0;
  int without_history = 0;
};

JsonDocument distribution(const std::vector<double>& values) {
  JsonDocument item{{"n", values.size()}};
  for (const int percent : {50, 85, 95}) {
    item["p" + std::to_string(percent)] = or_null(metrics::percentile(values, percent));
  }
  return item;
}

}  // namespace

MetricView view_flow(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const metrics::Context& context = analysis.context;
  const history::Dataset& data = context.data;
  std::vector<Times> times(data.boards.size());
  for (std::size_t i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    if (!context.counts(issue) || !analysis.dates[i].exists) continue;
    Times& of_board = times[issue.board];
    if (!issue.has_history) ++of_board.without_history;
    if (!analysis.dates[i].done) continue;
    if (auto days = metrics::cycle_days(context, analysis.dates[i])) {
      of_board.cycle.push_back(*days);
    } else {
      ++of_board.without_start;
    }
    if (auto days = metrics::lead_days(context, issue, analysis.dates[i])) of_board.lead.push_back(*days);
  }
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {{"board"},     {"column"},    {"issue"},     {"age_days", true},
                        {"p50", true}, {"p85", true}, {"p95", true}, {"over_p85"}};
  for (std::size_t b = 0; b < data.boards.size(); ++b) {
    const metrics::BoardAgeing& ages = analysis.ages[b];
    JsonDocument columns = JsonDocument::array();
    for (const metrics::ColumnAges& column : ages.columns) {
      columns.push_back({{"name", column.name},
                         {"n", column.n},
                         {"p50", or_null(column.p50)},
                         {"p85", or_null(column.p85)},
                         {"p95", or_null(column.p95)}});
    }
    JsonDocument items = JsonDocument::array();
    for (const metrics::AgeingItem& item : ages.items) {
      const metrics::ColumnAges& column = ages.columns[item.column];
      items.push_back({{"key", data.key(item.issue)},
                       {"column", column.name},
                       {"age_days", item.age_days},
                       {"over_p85", column.p85 ? JsonDocument(ages.over_p85(item)) : JsonDocument(nullptr)}});
      const auto text = [](const std::optional<double>& value) {
        return value ? number_text(*value) : std::string{};
      };
      view.table.rows.push_back({data.boards[b].name, column.name, std::string{data.key(item.issue)},
                                 std::to_string(item.age_days), text(column.p50), text(column.p85),
                                 text(column.p95), column.p85 ? (ages.over_p85(item) ? "yes" : "no") : ""});
    }
    view.json["boards"].push_back({{"board", board_json(data.boards[b])},
                                   {"cycle_days", distribution(times[b].cycle)},
                                   {"lead_days", distribution(times[b].lead)},
                                   {"done_without_start", times[b].without_start},
                                   {"no_history", times[b].without_history},
                                   {"columns", std::move(columns)},
                                   {"in_progress", std::move(items)}});
  }
  return view;
}

}  // namespace stint::app
