#include <algorithm>
#include <fmt/format.h>

#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::KnowledgeSilo;

std::string name_of(const Material& material, const KnowledgeSilo& silo) {
  const history::Dataset& data = material.data();
  return silo.component == metrics::kNone ? "All of " + data.projects[silo.project]
                                          : data.components[silo.component].name;
}

// Those that rest on the fewest first, then on whom they rest most.
std::vector<const KnowledgeSilo*> silos_of(const Material& material) {
  std::vector<const KnowledgeSilo*> silos;
  for (const KnowledgeSilo& silo : material.analysis.silos.components) {
    if (silo.project == material.project) silos.push_back(&silo);
  }
  std::ranges::stable_sort(silos, [](const KnowledgeSilo* a, const KnowledgeSilo* b) {
    if (a->absence_factor.has_value() != b->absence_factor.has_value()) return a->absence_factor.has_value();
    if (a->absence_factor != b->absence_factor) return a->absence_factor < b->absence_factor;
    return a->top_share.value_or(0) > b->top_share.value_or(0);
  });
  return silos;
}

std::string title_of(const std::vector<std::string>& alone) {
  if (alone.empty()) return "No component rests on one person";
  if (alone.size() == 1) return alone.front() + " rests on one person";
  if (alone.size() == 2) return alone[0] + " and " + alone[1] + " rest on one person each";
  return capitalised(count_word(alone.size())) + " components rest on one person each";
}

}  // namespace

std::optional<Section> silo_section(const Material& material) {
  if (material.project == metrics::kNone) return std::nullopt;
  const history::Dataset& data = material.data();
  const metrics::Options& options = material.context().options;
  Section section = begin_section(material, "silos", "Knowledge");
  const std::vector<const KnowledgeSilo*> silos = silos_of(material);
  section.lede = "The fewer people it takes to give half of the contributions, the more rests on them.";
  if (silos.empty()) {
    section.title = "Nobody contributed lately";
    section.missing =
        fmt::format("People changed nothing in the last {} days.", chart::figure(options.silo_window_days));
    return section;
  }
  Table table{"By component, those that rest on the fewest first",
              {{"Component"},
               {"Contributions"},
               {"People"},
               {"For half of it", "people"},
               {"Most active"},
               {"Share", "", true}}};
  table.folded = false;
  std::vector<std::string> alone;
  std::vector<metrics::Index> issues;
  std::size_t judged = 0;
  for (const KnowledgeSilo* silo : silos) {
    const std::string reason = fmt::format("under {} contributions", chart::figure(options.silo_minimum));
    std::string name = name_of(material, *silo);
    if (silo->absence_factor) ++judged;
    if (silo->absence_factor == 1) {
      alone.push_back(name);
      issues.insert(issues.end(), silo->top_issues.begin(), silo->top_issues.end());
    }
    table.rows.push_back(
        {text(std::move(name)), number(static_cast<double>(silo->contributions)),
         number(static_cast<double>(silo->people.size())),
         silo->absence_factor ? number(*silo->absence_factor) : undefined(reason),
         silo->people.empty() ? undefined("nobody") : text(data.people[silo->people.front().person].name),
         share(silo->top_share, reason)});
  }
  section.title = judged == 0 ? "Too few contributions to judge" : title_of(alone);
  std::vector<Exclusion> excluded;
  if (material.project < material.analysis.silos.no_component.size()) {
    const auto& none = material.analysis.silos.no_component[material.project];
    if (!none.empty()) excluded.push_back({"without a component", keys_of(data, none)});
  }
  std::ranges::sort(issues);
  const auto repeated = std::ranges::unique(issues);
  issues.erase(repeated.begin(), repeated.end());
  const std::size_t note = add_note(
      section,
      {"Rest on one person",
       fmt::format("The fewest people who together give half of a component’s contributions (contributor "
                   "absence factor) in {} days; a contribution is what a person changed in an issue at one "
                   "moment, bots left out. Components with under {} contributions are not judged. The issues "
                   "are those that the person worked on.",
                   chart::figure(options.silo_window_days), chart::figure(options.silo_minimum)),
       judged, judged == 1 ? "component judged" : "components judged", std::move(excluded),
       keys_of(data, issues, listing("knowledge_silo"))});
  section.figures = {
      {"Rest on one person",
       judged == 0 ? undefined("too few contributions") : number(static_cast<double>(alone.size())), "",
       fmt::format("of {} judged", amount(static_cast<double>(judged), "components")), note}};
  section.table = std::move(table);
  return section;
}

}  // namespace stint::report
