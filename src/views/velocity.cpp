#include "metrics/velocity.h"

#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::Index;
using metrics::Velocity;

// Calls `show(board, unit, velocity)` for each board with a started sprint.
template <class Show>
void for_each_board(const metrics::Analysis& analysis, Show show) {
  const history::Dataset& data = analysis.context.data;
  for (Index board = 0; board < data.boards.size(); ++board) {
    const auto ledgers = analysis.ledgers_of(board);
    if (ledgers.empty()) continue;
    show(data.boards[board], history::unit_name(ledgers.front().unit),
         metrics::velocity(analysis.context, ledgers));
  }
}

}  // namespace

void write_velocity(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  const auto boards = json.array("boards");
  for_each_board(analysis, [&](const history::Board& board, std::string_view unit, const Velocity& velocity) {
    const auto item = json.object();
    write_board(json, board);
    json.member("unit", unit);
    json.member("median", velocity.median);
    json.member("least", velocity.least);
    json.member("most", velocity.most);
    {
      const auto next = json.object("next");
      json.member("p15", velocity.p15);
      json.member("p50", velocity.p50);
      json.member("p85", velocity.p85);
    }
    json.member("backtest_error", velocity.backtest_error);
    json.member("backtests", velocity.backtests);
    if (velocity.sprints.empty()) json.member("reason", "no closed sprint with a history");
    const auto sprints = json.array("sprints");
    for (const metrics::SprintLedger* ledger : velocity.sprints) {
      const history::Sprint& sprint = analysis.context.data.sprints[ledger->sprint];
      const auto one = json.object();
      json.member("id", sprint.id);
      json.member("name", sprint.name);
      json.member("completed", ledger->completed.value);
    }
  });
}

Table velocity_table(const metrics::Analysis& analysis) {
  Table table{{{"board"},
               {"unit"},
               {"sprints", true},
               {"median", true},
               {"least", true},
               {"most", true},
               {"next_p15", true},
               {"next_p50", true},
               {"next_p85", true},
               {"backtest_error", true}},
              {}};
  for_each_board(analysis, [&](const history::Board& board, std::string_view unit, const Velocity& velocity) {
    table.rows.push_back({board.name, std::string{unit}, std::to_string(velocity.sprints.size()),
                          optional_text(velocity.median), optional_text(velocity.least),
                          optional_text(velocity.most), optional_text(velocity.p15),
                          optional_text(velocity.p50), optional_text(velocity.p85),
                          optional_text(velocity.backtest_error)});
  });
  return table;
}

}  // namespace stint::views
