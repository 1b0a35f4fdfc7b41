#include "metrics/throughput.h"

#include <ranges>

#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::Throughput;

// Calls `show(throughput)` for each board that has items.
template <class Show>
void for_each_board(const metrics::Analysis& analysis, Show show) {
  for (metrics::Index board = 0; board < analysis.completions.size(); ++board) {
    if (!analysis.completions[board].first_day) continue;
    show(metrics::throughput(analysis.context, board, analysis.completions[board]));
  }
}

void write_weeks(JsonWriter& json, const Throughput& throughput) {
  const auto weeks = json.array("weeks");
  for (const metrics::Week& week : throughput.weeks) {
    const auto one = json.object();
    json.member("week", metrics::iso_week(week.monday));
    json.member("monday", format_day(week.monday));
    json.member("whole", week.whole);
    json.member("items", week.finished.items);
    json.member("points", throughput.points ? std::optional{week.finished.points} : std::nullopt);
  }
}

void write_amounts(JsonWriter& json, const Throughput& throughput) {
  {
    const auto items = json.object("items");
    json.member("value", throughput.items.value);
    json.member("unit", "issues");
    json.member("per_week_mean", throughput.mean_items);
    json.member("per_week_median", throughput.median_items);
  }
  const auto points = json.object("points");
  json.member("value", throughput.points);
  json.member("unit", history::unit_name(throughput.unit));
  json.member("estimated", throughput.estimated);
  json.member("per_week_mean", throughput.mean_points);
  json.member("per_week_median", throughput.median_points);
  if (!throughput.points) json.member("reason", "not_estimated");
}

}  // namespace

void write_throughput(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const auto boards = json.array("boards");
  for_each_board(analysis, [&](const Throughput& throughput) {
    const auto one = json.object();
    write_board(json, analysis.context.data.boards[throughput.board]);
    {
      const auto window = json.object("window");
      json.member("first", format_day(throughput.window.first));
      json.member("last", format_day(throughput.window.end - std::chrono::days{1}));
      json.member("days", throughput.window.days());
      json.member("whole_weeks", std::ranges::count(throughput.weeks, true, &metrics::Week::whole));
    }
    json.member("n", throughput.items.issues.size());
    if (throughput.window.days() == 0) json.member("reason", "no_whole_day");
    write_amounts(json, throughput);
    write_weeks(json, throughput);
    json.line("items_by_day", throughput.days | std::views::transform(&metrics::Finished::items));
    evidence.write(json, "issues", throughput.items.issues);
    write_excluded(json, evidence, throughput.excluded);
  });
}

Table throughput_table(const metrics::Analysis& analysis) {
  Table table{{{"board"}, {"week"}, {"monday"}, {"whole"}, {"items", true}, {"points", true}}, {}};
  for_each_board(analysis, [&](const Throughput& throughput) {
    for (const metrics::Week& week : throughput.weeks) {
      table.rows.push_back({analysis.context.data.boards[throughput.board].name,
                            metrics::iso_week(week.monday), format_day(week.monday),
                            week.whole ? "yes" : "no", std::to_string(week.finished.items),
                            throughput.points ? number_text(week.finished.points) : ""});
    }
  });
  return table;
}

}  // namespace stint::views
