#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::SprintOutlook;

// An expectation is not known to more digits than this, and less than this reads as nothing.
constexpr double kDigit = 0.1;

double rounded(double value) {
  return std::round(value / kDigit) * kDigit;
}

std::vector<const SprintOutlook*> outlooks_of(const Material& material) {
  std::vector<const SprintOutlook*> outlooks;
  for (const SprintOutlook& outlook : material.gathered.outlooks) {
    if (material.data().sprints[outlook.sprint].board == material.board) outlooks.push_back(&outlook);
  }
  return outlooks;
}

// What is not expected to be delivered; nothing is short of a sprint that is expected to deliver more.
double shortfall(const SprintOutlook& outlook) {
  return std::max(0.0, -outlook.risk->expected);
}

double chance(const SprintOutlook& outlook) {
  return outlook.risk->range ? outlook.risk->range->chance_of_shortfall : 0;
}

// The sprint that is shown: the likeliest to fall short, of equals the one that will by most.
const SprintOutlook* worst_of(const std::vector<const SprintOutlook*>& outlooks) {
  const SprintOutlook* worst = nullptr;
  for (const SprintOutlook* outlook : outlooks) {
    if (!outlook->risk) continue;
    if (worst == nullptr ||
        std::pair{chance(*outlook), shortfall(*outlook)} > std::pair{chance(*worst), shortfall(*worst)})
      worst = outlook;
  }
  return worst;
}

std::string undefined_text(std::string_view reason) {
  if (reason == "no_planned_end") return "the sprint has no planned end";
  if (reason == "no_history") return "its issues came without a history";
  if (reason == "nothing_to_compare") return "it has only begun, and no earlier sprint has ended";
  return std::string{reason};
}

std::string title_of(const Material& material, const SprintOutlook& outlook) {
  const std::string& name = material.data().sprints[outlook.sprint].name;
  const double expected = outlook.risk->expected;
  if (rounded(expected) > -kDigit / 2) return name + " is expected to deliver what it took on";
  const double about = expected < -1 ? std::round(-expected) : rounded(-expected);
  return fmt::format("{} is expected to fall {} short", name,
                     amount(about, history::unit_name(outlook.unit)));
}

// "3 short", "2 over", "nothing short"
std::string difference_text(double difference) {
  if (std::abs(rounded(difference)) < kDigit / 2) return "nothing short";
  return fmt::format("{} {}", chart::figure(rounded(std::abs(difference))),
                     difference < 0 ? "short" : "over");
}

void add_figures(const SprintOutlook& outlook, Section& section) {
  const std::string_view unit = history::unit_name(outlook.unit);
  const bool learned = outlook.risk->method == metrics::RiskMethod::learned;
  const std::size_t expected = add_note(
      section,
      {"Expected shortfall",
       fmt::format("What the sprint will have completed at its end, less what it has taken on so far "
                   "(committed, added and re-estimated, less removed), {}.",
                   learned ? "as learned from earlier sprints at the same share of their time"
                           : "if the pace so far holds"),
       outlook.outcomes,
       outlook.outcomes == 1 ? "earlier sprint" : "earlier sprints",
       {},
       {}});
  const std::size_t range = add_note(
      section,
      {"Chance of a shortfall",
       "How often the expectation, moved by how far it was off in each earlier sprint, ends below what "
       "was taken on.",
       outlook.outcomes,
       outlook.outcomes == 1 ? "earlier sprint" : "earlier sprints",
       {},
       {}});
  const double missing = rounded(shortfall(outlook));
  Figure short_by{"Expected shortfall", number(missing), unit_beside(missing, unit), "", expected};
  Figure likely{"Chance of a shortfall", undefined("too few earlier sprints"), "", "", range};
  if (const auto& spread = outlook.risk->range) {
    short_by.comparison = fmt::format("between {} and {} in 70 of 100 cases", difference_text(spread->p15),
                                      difference_text(spread->p85));
    likely.value = share(spread->chance_of_shortfall);
  }
  section.figures = {std::move(short_by), std::move(likely)};
  if (!outlook.error) return;
  const double usual = rounded(outlook.error->mean_absolute);
  const std::size_t error = add_note(
      section,
      {"Usual error",
       "How far such expectations were off, on average, on earlier sprints, each foretold from other sprints "
       "only; beside it that of the pace so far alone.",
       outlook.error->sprints,
       "earlier sprints",
       {},
       {}});
  section.figures.push_back(
      {"Usual error", number(usual), unit_beside(usual, unit),
       "by the pace alone " + chart::figure(rounded(outlook.error->mean_absolute_extrapolated)), error});
}

std::vector<Value> row_of(const Material& material, const SprintOutlook& outlook) {
  const metrics::SprintSnapshot& snapshot = outlook.snapshot;
  const std::string reason = undefined_text(outlook.undefined);
  const bool begun = snapshot.planned_days > 0;
  const auto known = [&](double value) { return begun ? number(value) : undefined(reason); };
  std::vector<Value> row{text(material.data().sprints[outlook.sprint].name),
                         begun ? share(snapshot.elapsed) : undefined(reason), known(snapshot.taken_on()),
                         known(snapshot.completed)};
  row.push_back(outlook.risk ? number(rounded(outlook.risk->expected)) : undefined(reason));
  const bool ranged = outlook.risk && outlook.risk->range;
  row.push_back(ranged ? share(chance(outlook))
                       : undefined(outlook.risk ? "too few earlier sprints" : reason));
  return row;
}

}  // namespace

std::optional<Section> sprint_risk_section(const Material& material) {
  const std::vector<const SprintOutlook*> outlooks = outlooks_of(material);
  if (outlooks.empty()) return std::nullopt;
  Section section = begin_section(material, "sprint-risk", "Sprint at risk");
  section.lede =
      "Where the running sprint is likely to end: what it will deliver, less what it has taken on so far.";
  const SprintOutlook* const worst = worst_of(outlooks);
  if (worst == nullptr) {
    section.title = "Nobody can tell how the running sprint will end";
    section.missing =
        capitalised(undefined_text(outlooks.front()->undefined)) + ", so there is nothing to tell it from.";
    return section;
  }
  section.title = title_of(material, *worst);
  add_figures(*worst, section);
  const std::string unit{history::unit_name(worst->unit)};
  Table table{"Running sprints; an expected difference below 0 is a shortfall",
              {{"Sprint"},
               {"Time gone"},
               {"Taken on", unit},
               {"Completed", unit},
               {"Expected", unit},
               {"Chance of a shortfall", "", true}}};
  table.folded = false;
  for (const SprintOutlook* outlook : outlooks) table.rows.push_back(row_of(material, *outlook));
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
