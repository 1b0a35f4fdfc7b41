#include <array>

#include "app/views/metric_view.h"

namespace stint::app {
namespace {

using metrics::Figure;
using metrics::SprintLedger;

struct LedgerFigure {
  const char* name;
  Figure SprintLedger::* figure;
  bool once_closed;  // undefined while the sprint runs
};

constexpr std::array kFigures{
    LedgerFigure{"committed", &SprintLedger::committed, false},
    LedgerFigure{"added", &SprintLedger::added, false},
    LedgerFigure{"removed", &SprintLedger::removed, false},
    LedgerFigure{"re_estimated", &SprintLedger::re_estimated, false},
    LedgerFigure{"completed", &SprintLedger::completed, false},
    LedgerFigure{"completed_outside", &SprintLedger::completed_outside, false},
    LedgerFigure{"remaining", &SprintLedger::remaining, false},
    LedgerFigure{"spillover", &SprintLedger::spillover, true},
};

JsonDocument instant(const std::optional<Instant>& at) {
  return at ? JsonDocument(format_iso(*at)) : JsonDocument(nullptr);
}

JsonDocument to_json(const history::Dataset& data, const Evidence& evidence, const SprintLedger& ledger) {
  const history::Sprint& sprint = data.sprints[ledger.sprint];
  JsonDocument item{{"id", sprint.id},
                    {"name", sprint.name},
                    {"board", data.boards[sprint.board].name},
                    {"board_id", board_json(data.boards[sprint.board])["id"]},
                    {"unit", history::unit_name(ledger.unit)},
                    {"state", ledger.window.closed ? "closed" : "active"},
                    {"start", format_iso(ledger.window.start)},
                    {"end", format_iso(ledger.window.end)},
                    {"planned_end", instant(ledger.window.planned_end)}};
  JsonDocument issues = JsonDocument::object();
  for (const LedgerFigure& row : kFigures) {
    const Figure& figure = ledger.*row.figure;
    const bool defined = !ledger.no_history && (!row.once_closed || ledger.window.closed);
    item[row.name] = defined ? JsonDocument(figure.value) : JsonDocument(nullptr);
    item[std::string{row.name} + "_issues"] =
        defined ? JsonDocument(figure.issues.size()) : JsonDocument(nullptr);
    if (defined) issues[row.name] = evidence(figure.issues);
  }
  item["missed_target"] = or_null(ledger.missed_target());
  item["scope_creep"] = or_null(ledger.scope_creep());
  item["churn"] = or_null(ledger.churn());
  item["stories_grown_share"] = or_null(ledger.stories_grown_share());
  if (ledger.no_history) item["reason"] = "no_history";
  issues["missed"] = evidence(ledger.missed.issues);
  issues["grown"] = evidence(ledger.grown.issues);
  issues["unestimated"] = evidence(ledger.unestimated.issues);
  item["issues"] = std::move(issues);
  JsonDocument excluded = JsonDocument::array();
  for (const metrics::Excluded& out : ledger.excluded) {
    excluded.push_back({{"key", data.key(out.issue)}, {"reason", out.reason}});
  }
  item["excluded"] = std::move(excluded);
  item["incomplete_history"] = evidence(ledger.incomplete);
  return item;
}

}  // namespace

MetricView view_sprints(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["sprints"] = JsonDocument::array();
  view.table.columns = {{"board"}, {"sprint"}, {"state"}, {"start"}, {"end"}, {"unit"}};
  for (const LedgerFigure& row : kFigures) view.table.columns.push_back({row.name, true});
  for (const char* name : {"missed_target", "scope_creep", "churn"})
    view.table.columns.push_back({name, true});
  for (const SprintLedger& ledger : analysis.ledgers) {
    view.json["sprints"].push_back(to_json(data, evidence, ledger));
    const history::Sprint& sprint = data.sprints[ledger.sprint];
    const auto day = [&](Instant at) { return format_day(analysis.context.zone.day_of(at)); };
    std::vector<std::string> row{data.boards[sprint.board].name,
                                 sprint.name,
                                 ledger.window.closed ? "closed" : "active",
                                 day(ledger.window.start),
                                 day(ledger.window.end),
                                 std::string{history::unit_name(ledger.unit)}};
    for (const LedgerFigure& figure : kFigures) {
      const bool defined = !ledger.no_history && (!figure.once_closed || ledger.window.closed);
      row.push_back(defined ? number_text((ledger.*figure.figure).value) : "");
    }
    for (const auto& share : {ledger.missed_target(), ledger.scope_creep(), ledger.churn()}) {
      row.push_back(share ? number_text(*share) : "");
    }
    view.table.rows.push_back(std::move(row));
  }
  return view;
}

}  // namespace stint::app
