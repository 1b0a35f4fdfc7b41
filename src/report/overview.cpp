#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "metrics/statistics.h"
#include "metrics/velocity.h"
#include "report/build.h"
#include "report/headlines.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::Index;
using metrics::SprintLedger;

const SprintLedger* last_closed(std::span<const SprintLedger> ledgers) {
  const SprintLedger* last = nullptr;
  for (const SprintLedger& ledger : ledgers) {
    if (ledger.window.closed && !ledger.no_history) last = &ledger;
  }
  return last;
}

// In one line, however narrow the column.
std::string velocity_text(double value, history::Unit unit) {
  const std::string_view units = history::unit_name(unit);
  return chart::figure(value) + "\u00a0" + unit_beside(value, units);
}

std::vector<Value> row_of(const Material& material, const std::vector<insight::Insight>& insights) {
  const history::Dataset& data = material.data();
  const auto ledgers = material.analysis.ledgers_of(material.board);
  const SprintLedger* const sprint = sprint_to_show(material);
  const SprintLedger* const closed = last_closed(ledgers);
  const metrics::Velocity velocity = metrics::velocity(material.context(), ledgers);
  const auto worst = std::ranges::find_if(
      insights, [&](const insight::Insight& insight) { return concerns(data, insight, material.board); });
  const auto& score = material.analysis.hygiene[material.board].score;
  std::vector<Value> row{text(data.boards[material.board].name)};
  row.push_back(sprint != nullptr ? text(data.sprints[sprint->sprint].name) : undefined("no started sprint"));
  row.push_back(sprint != nullptr ? share(sprint->scope_creep(), "nothing was committed")
                                  : undefined("no started sprint"));
  row.push_back(closed != nullptr ? share(closed->missed_target(), "nothing was committed")
                                  : undefined("no closed sprint"));
  row.push_back(velocity.median && !ledgers.empty()
                    ? text(velocity_text(*velocity.median, ledgers.front().unit))
                    : undefined("no closed sprint"));
  row.push_back(score ? number(std::round(*score)) : undefined("no check applies"));
  const bool alarming = worst != insights.end() && severity_of(*worst) != Severity::info;
  row.push_back(alarming ? text(std::string{severity_name(severity_of(*worst))}) : text(""));
  row.push_back(text(alarming ? worst->title : ""));
  return row;
}

}  // namespace

Section overview_section(const metrics::Analysis& analysis, const Gathered& gathered,
                         const std::vector<Index>& boards, const std::vector<insight::Insight>& insights,
                         std::size_t shown) {
  const history::Dataset& data = analysis.context.data;
  Section section;
  section.id = "boards";
  section.kicker = "Boards";
  Table table{"All boards, those with the worst insights first",
              {{"Board"},
               {"Sprint"},
               {"Scope creep"},
               {"Missed target"},
               {"Velocity"},
               {"Hygiene"},
               {"Severity"},
               {"Worst insight"}}};
  table.folded = false;
  std::size_t with_error = 0;
  std::size_t running = 0;
  std::vector<double> scores;
  for (const Index board : boards) {
    Material material{analysis, gathered, board};
    table.rows.push_back(row_of(material, insights));
    const bool error = std::ranges::any_of(insights, [&](const insight::Insight& insight) {
      return severity_of(insight) == Severity::error && concerns(data, insight, board);
    });
    if (error) ++with_error;
    const SprintLedger* const sprint = sprint_to_show(material);
    if (sprint != nullptr && !sprint->window.closed) ++running;
    if (const auto& score = analysis.hygiene[board].score) scores.push_back(*score);
  }
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  section.title = with_error == 0
                      ? "No board has an error"
                      : fmt::format("{} of {} boards {} an error", capitalised(count_word(with_error)),
                                    count_word(boards.size()), with_error == 1 ? "has" : "have");
  section.lede = boards.size() > shown
                     ? fmt::format("The first {} follow one by one; stint report --board shows any other.",
                                   count_word(shown))
                     : "All of them follow one by one.";
  const std::size_t errors = add_note(
      section,
      {"Boards with an error",
       "A board counts when one of its insights, or one of its project’s, is an error. Scope creep is that "
       "of the sprint named, missed target that of the last closed one, velocity the median of the last.",
       boards.size(),
       "boards",
       {},
       {}});
  const std::size_t hygiene = add_note(section, {"Median hygiene",
                                                 "The middle one of the boards’ hygiene scores.",
                                                 scores.size(),
                                                 "boards with a score",
                                                 {},
                                                 {}});
  auto median = metrics::median(scores);
  if (median) median = std::round(*median);
  section.figures = {{"Boards with an error", number(count(with_error)), "",
                      "of " + chart::figure(count(boards.size())), errors},
                     {"Running sprints", number(count(running)), "", "", errors},
                     {"Median hygiene", number(median, "no check applies"), "of 100", "", hygiene}};
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
