#include "metrics/velocity.h"

#include <cmath>
#include <fmt/format.h>

#include "chart/sparkline.h"
#include "chart/velocity.h"
#include "metrics/statistics.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::SprintLedger;

// A difference below this is none.
constexpr double kUsual = 0.05;

// The last closed sprint against the median of those before it.
std::string title_of(const Material& material, std::span<const SprintLedger> ledgers,
                     const SprintLedger& last) {
  const std::string_view unit = history::unit_name(last.unit);
  std::string title = fmt::format("{} completed {}", material.data().sprints[last.sprint].name,
                                  amount(last.completed.value, unit));
  const auto position = static_cast<std::size_t>(&last - ledgers.data());
  std::vector<double> before;
  for (const SprintLedger* earlier : metrics::earlier_sprints(material.context(), ledgers, position)) {
    before.push_back(earlier->completed.value);
  }
  const auto usual = metrics::median(before);
  if (!usual || *usual <= 0) return title;
  const double change = last.completed.value / *usual - 1;
  if (std::abs(change) < kUsual) return title + ", as usual";
  return title + fmt::format(", {} {} the usual {}", chart::percent(std::abs(change)),
                             change < 0 ? "under" : "over", chart::figure(*usual));
}

std::string lede_of(const metrics::Velocity& velocity, std::string_view unit) {
  if (velocity.sprints.size() == 1)
    return "So far a single sprint has closed, too few to speak of a usual range.";
  const bool same = chart::figure(*velocity.least) == chart::figure(*velocity.most);
  std::string text =
      fmt::format("The last {} closed sprints completed {}{} {}", count_word(velocity.sprints.size()),
                  same ? "" : "from ", range_text(*velocity.least, *velocity.most), unit);
  if (velocity.p15 && velocity.p85) {
    text += fmt::format("; expect {} of the next in seven cases of ten",
                        range_text(*velocity.p15, *velocity.p85));
  }
  return text + ".";
}

void add_figures(const Material& material, const metrics::Velocity& velocity, std::string_view unit,
                 Section& section) {
  const history::Dataset& data = material.data();
  std::vector<metrics::Index> completed;
  std::vector<std::optional<double>> line;
  for (const SprintLedger* ledger : velocity.sprints) {
    completed.insert(completed.end(), ledger->completed.issues.begin(), ledger->completed.issues.end());
    line.emplace_back(ledger->completed.value);
  }
  const std::size_t median = add_note(
      section,
      {"Median",
       "The middle of what the last closed sprints completed: estimates of items done as members, at "
       "that moment.",
       velocity.sprints.size(),
       "closed sprints",
       {},
       keys_of(data, completed, listing("sprints"))});
  Figure middle{"Usual velocity", number(velocity.median, "no sprint has closed"), std::string{unit},
                range_text(*velocity.least, *velocity.most), median};
  middle.sparkline = chart::sparkline({material.id("spark-velocity"), "Velocity"}, line);
  section.notes[median].figure = middle.name;
  std::string definition =
      "Of the same sprints: 85 of 100 completed at least the lower figure, 15 of 100 at least the higher. ";
  definition +=
      velocity.backtest_error
          ? "The error is the median of the relative misses when each earlier sprint is foretold from "
            "those before it."
          : "Too few sprints have closed to say how far such figures were off before.";
  const std::size_t next = add_note(
      section, {"Next sprint", std::move(definition), velocity.sprints.size(), "closed sprints", {}, {}});
  Figure range{"Next sprint", undefined("too few sprints have closed"), "", "", next};
  if (velocity.p15 && velocity.p85) {
    range.value = text(range_text(*velocity.p15, *velocity.p85));
    range.unit = unit;
    range.comparison = "7 cases of 10";
    if (velocity.backtest_error) {
      range.comparison += fmt::format("; error {} in {} backtests", chart::percent(*velocity.backtest_error),
                                      velocity.backtests);
    }
  }
  section.figures = {std::move(middle), std::move(range)};
}

}  // namespace

std::optional<Section> velocity_section(const Material& material) {
  const history::Dataset& data = material.data();
  if (data.boards[material.board].sprints.empty()) return std::nullopt;
  Section section = begin_section(material, "velocity", "Velocity");
  const auto ledgers = material.analysis.ledgers_of(material.board);
  const metrics::Velocity velocity = metrics::velocity(material.context(), ledgers);
  if (velocity.sprints.empty()) {
    section.title = "No velocity yet";
    section.lede = "Velocity is what closed sprints completed.";
    section.missing = "No sprint of the board has closed with a history of its issues.";
    return section;
  }
  const std::string unit{history::unit_name(ledgers.front().unit)};
  chart::Velocity chart;
  chart.name = {material.id("velocity-chart"), "Velocity by sprint"};
  chart.unit = unit;
  chart.least = velocity.least;
  chart.median = velocity.median;
  chart.most = velocity.most;
  if (velocity.p15 && velocity.p50 && velocity.p85) {
    chart.next = chart::Velocity::Next{*velocity.p15, *velocity.p50, *velocity.p85};
  }
  Table table{"By closed sprint", {{"Sprint"}, {"Completed", unit}, {"Committed", unit}, {"Missed target"}}};
  for (const SprintLedger& ledger : ledgers) {
    if (!ledger.window.closed || ledger.no_history) continue;
    const std::string& name = data.sprints[ledger.sprint].name;
    chart.bars.push_back({name, ledger.completed.value, ledger.committed.value});
    table.rows.push_back({text(name), number(ledger.completed.value), number(ledger.committed.value),
                          share(ledger.missed_target(), "nothing was committed")});
  }
  section.title = title_of(material, ledgers, *velocity.sprints.back());
  section.lede = lede_of(velocity, unit);
  add_figures(material, velocity, unit, section);
  section.chart = chart::draw(chart);
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
