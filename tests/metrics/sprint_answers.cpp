#include <array>
#include <fmt/format.h>

#include "metrics/answers.h"
#include "metrics/miss_reasons.h"
#include "metrics/velocity.h"

namespace stint::test {
namespace {

using metrics::Figure;
using metrics::SprintLedger;

struct FigureName {
  std::string_view name;
  Figure SprintLedger::* figure;
  bool always;  // also when there is nothing in it
};

constexpr std::array kFigures{
    FigureName{"committed", &SprintLedger::committed, true},
    FigureName{"added", &SprintLedger::added, true},
    FigureName{"re_estimated", &SprintLedger::re_estimated, true},
    FigureName{"re_estimated_up", &SprintLedger::re_estimated_up, false},
    FigureName{"removed", &SprintLedger::removed, true},
    FigureName{"completed", &SprintLedger::completed, true},
    FigureName{"completed_outside", &SprintLedger::completed_outside, false},
    FigureName{"remaining", &SprintLedger::remaining, true},
    FigureName{"missed", &SprintLedger::missed, false},
    FigureName{"grown", &SprintLedger::grown, false},
    FigureName{"small_to_large", &SprintLedger::small_to_large, false},
    FigureName{"unestimated", &SprintLedger::unestimated, false},
};

}  // namespace

std::string answer_sprint(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const SprintLedger* const ledger = find_ledger(analysis, words.at(1));
  if (ledger == nullptr) return "not started\n";
  const history::Dataset& data = analysis.context.data;
  std::string out = fmt::format("{} to {}, {}, in {}{}\n", show(ledger->window.start),
                                show(ledger->window.end), ledger->window.closed ? "closed" : "running",
                                history::unit_name(ledger->unit), ledger->no_history ? ", no history" : "");
  for (const FigureName& name : kFigures) {
    const Figure& figure = ledger->*name.figure;
    if (!name.always && figure.issues.empty() && figure.value == 0) continue;
    out += fmt::format("{} {}", name.name, show_number(figure.value));
    if (!figure.issues.empty()) out += ":" + show_keys(data, figure.issues);
    out += '\n';
  }
  out += fmt::format("missed_target {}, scope_creep {}, churn {}\n", show_number(ledger->missed_target()),
                     show_number(ledger->scope_creep()), show_number(ledger->churn()));
  for (const metrics::Excluded& excluded : ledger->excluded) {
    out += fmt::format("excluded {}: {}\n", data.key(excluded.issue), excluded.reason);
  }
  if (!ledger->incomplete.empty()) out += "incomplete:" + show_keys(data, ledger->incomplete) + "\n";
  return out;
}

std::string answer_miss(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  std::string out;
  for (const metrics::ReasonCount& count :
       metrics::miss_reasons(analysis.context, *find_ledger(analysis, words.at(1)))) {
    out += fmt::format("{}:{}\n", metrics::reason_name(count.reason),
                       show_keys(analysis.context.data, count.issues));
  }
  return out;
}

std::string answer_carried(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const auto carried = metrics::carried_over(analysis.context, *find_ledger(analysis, words.at(1)),
                                             *find_ledger(analysis, words.at(2)));
  return "carried over:" + show_keys(analysis.context.data, carried) + "\n";
}

std::string answer_velocity(const metrics::Analysis& analysis, const std::vector<std::string>& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (std::size_t board = 0; board < data.boards.size(); ++board) {
    if (data.boards[board].id != words.at(1)) continue;
    const auto ledgers = analysis.ledgers_of(static_cast<history::Index>(board));
    const metrics::Velocity velocity = metrics::velocity(analysis.context, ledgers);
    for (const SprintLedger* ledger : velocity.sprints) {
      const auto position = static_cast<std::size_t>(ledger - ledgers.data());
      const auto predictability =
          metrics::predictability(*ledger, metrics::earlier_sprints(analysis.context, ledgers, position));
      out += fmt::format("sprint {}: completed {}, predictability {}\n", data.sprints[ledger->sprint].id,
                         show_number(ledger->completed.value), show_number(predictability));
    }
    out += fmt::format("median {}, from {} to {}\n", show_number(velocity.median),
                       show_number(velocity.least), show_number(velocity.most));
    out +=
        fmt::format("next {} {} {}, off by {} in {}\n", show_number(velocity.p15), show_number(velocity.p50),
                    show_number(velocity.p85), show_number(velocity.backtest_error), velocity.backtests);
  }
  return out;
}

}  // namespace stint::test
