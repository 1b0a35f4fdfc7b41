#include "metrics/hygiene_history.h"

#include <ranges>

#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::HygieneDay;

std::string_view name_of(std::size_t check) {
  return metrics::check_name(static_cast<metrics::HygieneCheck>(check));
}

}  // namespace

// Lists with an item for each day, rather than an object for each day: there are many days.
void write_hygiene_history(JsonWriter& json, const metrics::Analysis& analysis,
                           const Evidence& /*evidence*/) {
  const history::Dataset& data = analysis.context.data;
  const auto boards = metrics::hygiene_history(analysis.context, analysis.dates);
  const auto list = json.array("boards");
  for (std::size_t b = 0; b < boards.size(); ++b) {
    const std::vector<HygieneDay>& days = boards[b];
    const auto item = json.object();
    write_board(json, data.boards[b]);
    const auto line = [&](std::string_view name, const auto& value_of) {
      json.line(name, days | std::views::transform(value_of));
    };
    line("days", [](const HygieneDay& day) { return format_day(day.day); });
    line("score", [](const HygieneDay& day) { return day.score; });
    line("checked", [](const HygieneDay& day) { return day.checked(); });
    const auto checks = json.object("checks");
    for (std::size_t c = 0; c < metrics::kHygieneChecks; ++c) {
      const auto check = json.object(name_of(c));
      line("applicable", [c](const HygieneDay& day) { return day.applicable.at(c); });
      line("violations", [c](const HygieneDay& day) { return day.violations.at(c); });
    }
  }
}

Table hygiene_history_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  const auto boards = metrics::hygiene_history(analysis.context, analysis.dates);
  Table table{{{"board"}, {"day"}, {"score", true}, {"checked", true}}, {}};
  for (std::size_t c = 0; c < metrics::kHygieneChecks; ++c) {
    table.columns.push_back({std::string{name_of(c)}, true});
  }
  for (std::size_t b = 0; b < boards.size(); ++b) {
    for (const HygieneDay& day : boards[b]) {
      std::vector<std::string> row{data.boards[b].name, format_day(day.day), optional_text(day.score),
                                   std::to_string(day.checked())};
      for (const int violations : day.violations) row.push_back(std::to_string(violations));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace stint::views
