#include "views/sprints.h"

#include <array>
#include <fmt/format.h>

#include "views/excluded.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::Figure;
using metrics::SprintLedger;

struct LedgerFigure {
  std::string_view name;
  std::string_view count;  // the member that says how many issues made it
  Figure SprintLedger::* figure;
  bool once_closed;  // undefined while the sprint runs
};

constexpr std::array kFigures{
    LedgerFigure{"committed", "committed_issues", &SprintLedger::committed, false},
    LedgerFigure{"added", "added_issues", &SprintLedger::added, false},
    LedgerFigure{"removed", "removed_issues", &SprintLedger::removed, false},
    LedgerFigure{"re_estimated", "re_estimated_issues", &SprintLedger::re_estimated, false},
    LedgerFigure{"completed", "completed_issues", &SprintLedger::completed, false},
    LedgerFigure{"completed_outside", "completed_outside_issues", &SprintLedger::completed_outside, false},
    LedgerFigure{"remaining", "remaining_issues", &SprintLedger::remaining, false},
    LedgerFigure{"spillover", "spillover_issues", &SprintLedger::spillover, true},
};

bool defined(const SprintLedger& ledger, const LedgerFigure& row) {
  return !ledger.no_history && (!row.once_closed || ledger.window.closed);
}

void write_issues(JsonWriter& json, const Evidence& evidence, const SprintLedger& ledger) {
  if (!evidence.asked()) return json.member("issues", nullptr);
  const auto issues = json.object("issues");
  for (const LedgerFigure& row : kFigures) {
    if (defined(ledger, row)) evidence.write(json, row.name, (ledger.*row.figure).issues);
  }
  evidence.write(json, "missed", ledger.missed.issues);
  evidence.write(json, "grown", ledger.grown.issues);
  evidence.write(json, "unestimated", ledger.unestimated.issues);
}

}  // namespace

void write_sprint(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                  const SprintLedger& ledger) {
  const history::Sprint& sprint = data.sprints[ledger.sprint];
  const auto item = json.object();
  json.member("id", sprint.id);
  json.member("name", sprint.name);
  write_board(json, data.boards[sprint.board]);
  json.member("unit", history::unit_name(ledger.unit));
  json.member("state", ledger.window.closed ? "closed" : "active");
  json.member("start", format_iso(ledger.window.start));
  json.member("end", format_iso(ledger.window.end));
  const auto& planned_end = ledger.window.planned_end;
  json.member("planned_end", planned_end ? std::optional{format_iso(*planned_end)} : std::nullopt);
  for (const LedgerFigure& row : kFigures) {
    const Figure& figure = ledger.*row.figure;
    const bool shown = defined(ledger, row);
    json.member(row.name, shown ? std::optional{figure.value} : std::nullopt);
    json.member(row.count, shown ? std::optional{figure.issues.size()} : std::nullopt);
  }
  json.member("missed_target", ledger.missed_target());
  json.member("scope_creep", ledger.scope_creep());
  json.member("churn", ledger.churn());
  json.member("stories_grown_share", ledger.stories_grown_share());
  if (ledger.no_history) json.member("reason", "no_history");
  write_issues(json, evidence, ledger);
  write_excluded(json, evidence, ledger.excluded);
  evidence.write(json, "incomplete_history", ledger.incomplete);
}

void write_sprints(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  const auto list = json.array("sprints");
  for (const SprintLedger& ledger : analysis.ledgers)
    write_sprint(json, analysis.context.data, evidence, ledger);
}

Table sprints_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  Table table{{{"board"}, {"sprint"}, {"state"}, {"start"}, {"end"}, {"unit"}}, {}};
  for (const LedgerFigure& row : kFigures) table.columns.push_back({std::string{row.name}, true});
  for (const char* name : {"missed_target", "scope_creep", "churn"}) table.columns.push_back({name, true});
  for (const SprintLedger& ledger : analysis.ledgers) {
    const history::Sprint& sprint = data.sprints[ledger.sprint];
    const auto day = [&](Instant at) { return format_day(analysis.context.zone.day_of(at)); };
    std::vector<std::string> row{data.boards[sprint.board].name,
                                 sprint.name,
                                 ledger.window.closed ? "closed" : "active",
                                 day(ledger.window.start),
                                 day(ledger.window.end),
                                 std::string{history::unit_name(ledger.unit)}};
    for (const LedgerFigure& figure : kFigures) {
      row.push_back(defined(ledger, figure) ? number_text((ledger.*figure.figure).value) : "");
    }
    for (const auto& share : {ledger.missed_target(), ledger.scope_creep(), ledger.churn()}) {
      row.push_back(optional_text(share));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace stint::views
