#include <fmt/format.h>

#include "metrics/statistics.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

struct Times {
  std::vector<double> cycle, lead;
  int without_start = 0;
  int without_history = 0;
};

// By board.
std::vector<Times> times_of(const metrics::Analysis& analysis) {
  const metrics::Context& context = analysis.context;
  std::vector<Times> times(context.data.boards.size());
  for (std::size_t i = 0; i < context.data.issues.size(); ++i) {
    const history::Issue& issue = context.data.issues[i];
    const metrics::FlowDates& dates = analysis.dates[i];
    if (!context.counts(issue) || !dates.exists) continue;
    Times& of_board = times[issue.board];
    if (!issue.has_history) ++of_board.without_history;
    if (!dates.done) continue;
    if (auto days = metrics::cycle_days(context, dates)) {
      of_board.cycle.push_back(*days);
    } else {
      ++of_board.without_start;
    }
    if (auto days = metrics::lead_days(context, issue, dates)) of_board.lead.push_back(*days);
  }
  return times;
}

void write_distribution(JsonWriter& json, std::string_view name, const std::vector<double>& values) {
  const auto item = json.object(name);
  json.member("n", values.size());
  for (const int percent : {50, 85, 95}) {
    json.member(fmt::format("p{}", percent), metrics::percentile(values, percent));
  }
}

void write_columns(JsonWriter& json, const metrics::BoardAgeing& ages) {
  const auto columns = json.array("columns");
  for (const metrics::ColumnAges& column : ages.columns) {
    const auto one = json.object();
    json.member("name", column.name);
    json.member("n", column.n);
    json.member("p50", column.p50);
    json.member("p85", column.p85);
    json.member("p95", column.p95);
  }
}

void write_in_progress(JsonWriter& json, const history::Dataset& data, const metrics::BoardAgeing& ages) {
  const auto items = json.array("in_progress");
  for (const metrics::AgeingItem& item : ages.items) {
    const metrics::ColumnAges& column = ages.columns[item.column];
    const auto one = json.object();
    json.member("key", data.key(item.issue));
    json.member("column", column.name);
    json.member("age_days", item.age_days);
    json.member("over_p85", column.p85 ? std::optional{ages.over_p85(item)} : std::nullopt);
  }
}

}  // namespace

void write_flow(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const history::Dataset& data = analysis.context.data;
  const std::vector<Times> times = times_of(analysis);
  const auto boards = json.array("boards");
  for (std::size_t b = 0; b < data.boards.size(); ++b) {
    const auto one = json.object();
    write_board(json, data.boards[b]);
    write_distribution(json, "cycle_days", times[b].cycle);
    write_distribution(json, "lead_days", times[b].lead);
    json.member("done_without_start", times[b].without_start);
    json.member("no_history", times[b].without_history);
    write_columns(json, analysis.ages[b]);
    write_in_progress(json, data, analysis.ages[b]);
  }
}

Table flow_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Table table{{{"board"},
               {"column"},
               {"issue"},
               {"age_days", true},
               {"p50", true},
               {"p85", true},
               {"p95", true},
               {"over_p85"}},
              {}};
  for (std::size_t b = 0; b < data.boards.size(); ++b) {
    const metrics::BoardAgeing& ages = analysis.ages[b];
    for (const metrics::AgeingItem& item : ages.items) {
      const metrics::ColumnAges& column = ages.columns[item.column];
      table.rows.push_back({data.boards[b].name, column.name, std::string{data.key(item.issue)},
                            std::to_string(item.age_days), optional_text(column.p50),
                            optional_text(column.p85), optional_text(column.p95),
                            column.p85 ? (ages.over_p85(item) ? "yes" : "no") : ""});
    }
  }
  return table;
}

}  // namespace stint::views
