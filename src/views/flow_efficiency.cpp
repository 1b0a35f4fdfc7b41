#include "metrics/flow_efficiency.h"

#include "base/parallel.h"
#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::FlowEfficiency;
using metrics::Index;

// Of the boards that have items, in their order.
std::vector<FlowEfficiency> efficiencies(const metrics::Analysis& analysis) {
  std::vector<Index> boards;
  for (Index board = 0; board < analysis.completions.size(); ++board) {
    if (analysis.completions[board].first_day) boards.push_back(board);
  }
  std::vector<FlowEfficiency> all(boards.size());
  for_each_part(boards.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      all[i] = metrics::flow_efficiency(analysis.context, boards[i], analysis.completions[boards[i]],
                                        analysis.dates);
    }
  });
  return all;
}

void write_items(JsonWriter& json, const history::Dataset& data, const FlowEfficiency& efficiency) {
  const auto items = json.array("items");
  for (const metrics::ItemEfficiency& item : efficiency.items) {
    const auto one = json.object();
    json.member("key", data.key(item.issue));
    json.member("active_days", metrics::to_days(item.active));
    json.member("elapsed_days", metrics::to_days(item.elapsed));
    json.member("efficiency", item.ratio());
  }
}

}  // namespace

void write_flow_efficiency(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  const auto boards = json.array("boards");
  for (const FlowEfficiency& efficiency : efficiencies(analysis)) {
    Milliseconds active{0};
    Milliseconds elapsed{0};
    for (const metrics::ItemEfficiency& item : efficiency.items) {
      active += item.active;
      elapsed += item.elapsed;
    }
    const auto one = json.object();
    write_board(json, data.boards[efficiency.board]);
    {
      const auto window = json.object("window");
      json.member("first", format_day(efficiency.window.first));
      json.member("last", format_day(efficiency.window.end - std::chrono::days{1}));
      json.member("days", efficiency.window.days());
    }
    json.member("n", efficiency.items.size());
    json.member("efficiency", efficiency.total);
    json.member("median", efficiency.median);
    if (efficiency.items.empty()) json.member("reason", "nothing_finished");
    json.member("active_days", metrics::to_days(active));
    json.member("elapsed_days", metrics::to_days(elapsed));
    if (evidence.asked()) {
      write_items(json, data, efficiency);
    } else {
      json.member("items", nullptr);
    }
    write_excluded(json, evidence, efficiency.excluded);
  }
}

Table flow_efficiency_table(const metrics::Analysis& analysis) {
  Table table{{{"board"}, {"items", true}, {"efficiency", true}, {"median", true}, {"excluded", true}}, {}};
  for (const FlowEfficiency& efficiency : efficiencies(analysis)) {
    table.rows.push_back({analysis.context.data.boards[efficiency.board].name,
                          std::to_string(efficiency.items.size()), optional_text(efficiency.total),
                          optional_text(efficiency.median), std::to_string(efficiency.excluded.size())});
  }
  return table;
}

}  // namespace stint::views
