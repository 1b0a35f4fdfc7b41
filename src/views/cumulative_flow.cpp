#include "metrics/cumulative_flow.h"

#include <ranges>

#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::CumulativeFlow;

auto days_of(const CumulativeFlow& flow) {
  return std::views::iota(std::size_t{0}, static_cast<std::size_t>(flow.window.days()));
}

void write_columns(JsonWriter& json, const CumulativeFlow& flow) {
  const auto columns = json.array("columns");
  for (std::size_t column = 0; column < flow.columns.size(); ++column) {
    const auto one = json.object();
    json.member("name", flow.columns[column]);
    json.line("items", days_of(flow) |
                           std::views::transform([&](std::size_t day) { return flow.count(day, column); }));
  }
}

void write_corrections(JsonWriter& json, const history::Dataset& data, const CumulativeFlow& flow) {
  const auto corrections = json.array("corrections");
  for (const metrics::CorrectionWindow& correction : flow.corrections) {
    const auto one = json.object();
    json.member("key", data.key(correction.issue));
    json.member("column", flow.columns[correction.stage]);
    json.member("from", format_iso(correction.from));
    json.member("to", correction.to ? std::optional{format_iso(*correction.to)} : std::nullopt);
  }
}

}  // namespace

void write_cumulative_flow(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  const auto boards = json.array("boards");
  for (const CumulativeFlow& flow : metrics::cumulative_flow(analysis.context)) {
    const auto item = json.object();
    write_board(json, data.boards[flow.board]);
    json.member("first", format_day(flow.window.first));
    json.member("days", flow.window.days());
    write_columns(json, flow);
    if (evidence.asked()) {
      write_corrections(json, data, flow);
    } else {
      json.member("corrections", nullptr);
    }
    json.member("corrected", flow.corrections.size());
    write_excluded(json, evidence, flow.excluded);
  }
}

Table cumulative_flow_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Table table{{{"board"}, {"day"}, {"column"}, {"items", true}, {"entered", true}}, {}};
  for (const CumulativeFlow& flow : metrics::cumulative_flow(analysis.context)) {
    for (const std::size_t day : days_of(flow)) {
      const std::string date = format_day(flow.window.first + std::chrono::days{day});
      for (std::size_t column = 0; column < flow.columns.size(); ++column) {
        table.rows.push_back({data.boards[flow.board].name, date, flow.columns[column],
                              std::to_string(flow.count(day, column)),
                              std::to_string(flow.entered_by(day, column))});
      }
    }
  }
  return table;
}

}  // namespace stint::views
