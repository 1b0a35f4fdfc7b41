#include "metrics/throughput.h"

#include "app/views/excluded.h"
#include "app/views/metric_view.h"

namespace stint::app {
namespace {

using metrics::Throughput;

JsonDocument weeks_json(const Throughput& throughput) {
  JsonDocument weeks = JsonDocument::array();
  for (const metrics::Week& week : throughput.weeks) {
    weeks.push_back(
        {{"week", metrics::iso_week(week.monday)},
         {"monday", format_day(week.monday)},
         {"whole", week.whole},
         {"items", week.finished.items},
         {"points", throughput.points ? JsonDocument(week.finished.points) : JsonDocument(nullptr)}});
  }
  return weeks;
}

JsonDocument days_json(const Throughput& throughput) {
  JsonDocument items = JsonDocument::array();
  for (const metrics::Finished& day : throughput.days) items.push_back(day.items);
  return items;
}

JsonDocument board_of(const history::Dataset& data, const Evidence& evidence, const Throughput& throughput) {
  const auto whole = std::ranges::count(throughput.weeks, true, &metrics::Week::whole);
  JsonDocument item{{"board", board_json(data.boards[throughput.board])},
                    {"window",
                     {{"first", format_day(throughput.window.first)},
                      {"last", format_day(throughput.window.end - std::chrono::days{1})},
                      {"days", throughput.window.days()},
                      {"whole_weeks", whole}}},
                    {"n", throughput.items.issues.size()}};
  if (throughput.window.days() == 0) item["reason"] = "no_whole_day";
  item["items"] = {{"value", throughput.items.value},
                   {"unit", "issues"},
                   {"per_week_mean", or_null(throughput.mean_items)},
                   {"per_week_median", or_null(throughput.median_items)}};
  item["points"] = {{"value", or_null(throughput.points)},
                    {"unit", history::unit_name(throughput.unit)},
                    {"estimated", throughput.estimated},
                    {"per_week_mean", or_null(throughput.mean_points)},
                    {"per_week_median", or_null(throughput.median_points)}};
  if (!throughput.points) item["points"]["reason"] = "not_estimated";
  item["weeks"] = weeks_json(throughput);
  item["items_by_day"] = days_json(throughput);
  item["issues"] = evidence(throughput.items.issues);
  item["excluded"] = excluded_json(evidence, throughput.excluded);
  return item;
}

}  // namespace

MetricView view_throughput(const metrics::Analysis& analysis, const Evidence& evidence) {
  const metrics::Context& context = analysis.context;
  const history::Dataset& data = context.data;
  const std::vector<metrics::BoardCompletions>& completions = analysis.completions;
  MetricView view;
  view.json["boards"] = JsonDocument::array();
  view.table.columns = {{"board"}, {"week"}, {"monday"}, {"whole"}, {"items", true}, {"points", true}};
  for (metrics::Index board = 0; board < data.boards.size(); ++board) {
    if (!completions[board].first_day) continue;
    const Throughput throughput = metrics::throughput(context, board, completions[board]);
    view.json["boards"].push_back(board_of(data, evidence, throughput));
    for (const metrics::Week& week : throughput.weeks) {
      view.table.rows.push_back({data.boards[board].name, metrics::iso_week(week.monday),
                                 format_day(week.monday), week.whole ? "yes" : "no",
                                 std::to_string(week.finished.items),
                                 throughput.points ? number_text(week.finished.points) : ""});
    }
  }
  return view;
}

}  // namespace stint::app
