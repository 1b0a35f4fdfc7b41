#include "views/sprints.h"

#include <algorithm>

#include "lib/nlohmann/json_instant.h"
#include "metrics/burndown.h"
#include "metrics/sprint_outlook.h"
#include "server/handlers/handlers.h"
#include "server/services.h"
#include "store/capacity_table.h"
#include "store/store.h"
#include "views/choices.h"
#include "views/sprint_capacity.h"
#include "views/sprint_risk.h"

namespace stint::server {
namespace {

using history::Index;
using history::kNone;

JsonDocument sprint_json(const history::Dataset& data, const history::Sprint& sprint,
                         const metrics::SprintLedger* ledger) {
  const history::Board* board = sprint.board == kNone ? nullptr : &data.boards[sprint.board];
  JsonDocument of = nullptr;
  if (board != nullptr)
    of = {{"id", board->id.empty() ? JsonDocument(nullptr) : JsonDocument(board->id)}, {"name", board->name}};
  const std::string_view state = ledger == nullptr ? "future" : ledger->window.closed ? "closed" : "active";
  return {{"id", sprint.id},
          {"name", sprint.name},
          {"goal", sprint.goal},
          {"state", state},
          {"board", std::move(of)},
          {"project", board == nullptr ? JsonDocument(nullptr) : JsonDocument(board->project_key)},
          {"start", instant_or_null(ledger != nullptr ? std::optional{ledger->window.start} : sprint.start)},
          {"end", instant_or_null(ledger != nullptr ? ledger->window.planned_end : sprint.end)},
          {"completed_at", ledger != nullptr && ledger->window.closed
                               ? JsonDocument(format_iso(ledger->window.end))
                               : JsonDocument(nullptr)}};
}

const metrics::SprintLedger* ledger_of(const metrics::Analysis& analysis, Index sprint) {
  const auto found = std::ranges::find(analysis.ledgers, sprint, &metrics::SprintLedger::sprint);
  return found == analysis.ledgers.end() ? nullptr : &*found;
}

JsonDocument burndown_json(const metrics::Context& context, const metrics::SprintLedger& ledger) {
  JsonDocument readings = JsonDocument::array();
  for (const metrics::BurndownReading& reading : metrics::burndown(context, ledger)) {
    readings.push_back(
        {{"at", format_iso(reading.at)}, {"remaining", reading.remaining}, {"scope", reading.scope}});
  }
  return {{"unit", history::unit_name(ledger.unit)},
          {"start", format_iso(ledger.window.start)},
          {"end", format_iso(metrics::planned_end(ledger))},
          {"until", format_iso(ledger.window.end)},
          {"readings", std::move(readings)}};
}

JsonDocument item_json(const history::Dataset& data, const metrics::SprintItem& item) {
  return {{"key", data.key(item.issue)},
          {"summary", data.summary(item.issue)},
          {"committed", item.committed},
          {"entered", instant_or_null(item.entered)},
          {"member_at_end", item.member_at_end},
          {"completed", item.completed},
          {"done", item.done_at_end},
          {"reopened", item.reopened},
          {"estimate_at_start", item.estimate_at_start},
          {"estimate_at_end", item.estimate_at_end}};
}

// What the families say about one sprint.
JsonDocument parsed(const std::string& text, std::string_view list) {
  const JsonDocument all = JsonDocument::parse(text, nullptr, false);
  return all.is_discarded() || all[list].empty() ? JsonDocument(nullptr) : all[list][0];
}

JsonDocument figures_json(const metrics::Analysis& analysis, const metrics::SprintLedger& ledger) {
  std::string text;
  {
    JsonWriter json{text};
    const auto document = json.object();
    const auto list = json.array("sprints");
    views::write_sprint(json, analysis.context.data, views::Evidence{analysis.context.data, true}, ledger);
  }
  return parsed(text, "sprints");
}

JsonDocument risk_json(const metrics::Analysis& analysis, const metrics::SprintLedger& ledger) {
  if (ledger.window.closed) return nullptr;
  std::vector<metrics::SprintOutlook> outlooks = metrics::sprint_outlooks(analysis.context, analysis.ledgers);
  std::erase_if(outlooks,
                [&](const metrics::SprintOutlook& outlook) { return outlook.sprint != ledger.sprint; });
  if (outlooks.empty()) return nullptr;
  std::string text;
  {
    JsonWriter json{text};
    const auto document = json.object();
    views::write_outlooks(json, analysis.context.data, outlooks);
  }
  JsonDocument risk = parsed(text, "sprints");
  risk["text"] = views::outlook_text(analysis.context.data, outlooks.front());
  return risk;
}

// What its board's team has said that it can do in the sprint. Other sites and boards may know a sprint of
// the same id.
Result<JsonDocument> capacities_json(const Call& call, const history::Dataset& data,
                                     const history::Sprint& sprint) {
  JsonDocument list = JsonDocument::array();
  const std::filesystem::path& folder = call.services.workspace.data_folder();
  if (sprint.board == kNone || !store::exists(folder)) return list;
  STINT_ASSIGN(database, store::open_for_reading(folder));
  STINT_ASSIGN(rows, store::read_capacities(database));
  std::erase_if(rows, [&](const store::CapacityRow& row) {
    return row.site != data.sites[sprint.site].id || row.capacity.sprint_id != sprint.id ||
           row.capacity.board_id != data.boards[sprint.board].id;
  });
  if (rows.empty()) return list;
  STINT_ASSIGN(definitions, store::Definitions::load(database));
  for (const views::TeamCapacity& team :
       views::team_capacities(rows, definitions, call.services.workspace.choices().calendar, {}))
    list.push_back(views::capacity_json(team, call.services.people));
  return list;
}

}  // namespace

Result<Answer> get_sprints(const Call& call) {
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  const history::Dataset& data = figures->dataset();
  Index only = kNone;
  if (const std::string wanted{call.query("board")}; !wanted.empty()) {
    STINT_ASSIGN(board, views::find_board(data, wanted));
    only = board;
  }
  JsonDocument list = JsonDocument::array();
  for (Index board = 0; board < data.boards.size(); ++board) {
    if (only != kNone && board != only) continue;
    for (const Index sprint : data.boards[board].sprints)
      list.push_back(sprint_json(data, data.sprints[sprint], ledger_of(figures->analysis(), sprint)));
  }
  return json_answer({{"sprints", std::move(list)}});
}

Result<Answer> get_sprint(const Call& call) {
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  const history::Dataset& data = figures->dataset();
  Index board = kNone;
  if (const std::string wanted{call.query("board")}; !wanted.empty()) {
    STINT_ASSIGN(found, views::find_board(data, wanted));
    board = found;
  }
  STINT_ASSIGN(sprint, views::find_sprint(data, call.parts[0], board));
  const metrics::SprintLedger* ledger = ledger_of(figures->analysis(), sprint);
  STINT_ASSIGN(capacities, capacities_json(call, data, data.sprints[sprint]));
  JsonDocument document{{"sprint", sprint_json(data, data.sprints[sprint], ledger)},
                        {"capacity", std::move(capacities)},
                        {"burndown", nullptr},
                        {"figures", nullptr},
                        {"items", JsonDocument::array()},
                        {"risk", nullptr}};
  if (ledger != nullptr && !ledger->no_history) {
    document["burndown"] = burndown_json(figures->context(), *ledger);
    document["figures"] = figures_json(figures->analysis(), *ledger);
    for (const metrics::SprintItem& item : ledger->items) document["items"].push_back(item_json(data, item));
    document["risk"] = risk_json(figures->analysis(), *ledger);
  }
  return json_answer(document);
}

}  // namespace stint::server
