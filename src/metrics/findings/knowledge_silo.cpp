#include "metrics/knowledge_silo.h"

#include <algorithm>

#include "metrics/burnout.h"
#include "metrics/findings/detectors.h"

namespace stint::metrics {
namespace {

std::vector<Index> overloaded_people(const Analysis& analysis) {
  std::vector<Index> people;
  for (const WorkloadGroup& group : workload(analysis.context, analysis.ledgers)) {
    for (const PersonWorkload& one : group.people) {
      if (one.overloaded) people.push_back(one.person);
    }
  }
  return people;
}

Finding describe(const Analysis& analysis, const KnowledgeSilo& silo, bool overloaded) {
  const history::Dataset& data = analysis.context.data;
  const bool alert = silo.absence_factor == 1;
  const std::string& project = data.projects[silo.project];
  Finding finding;
  finding.kind = finding.topic = "knowledge_silo";
  finding.id = "knowledge_silo:" + project;
  finding.project = silo.project;
  finding.text("project", project);
  finding.text("area", project);
  if (silo.component != kNone) {
    const std::string& component = data.components[silo.component].name;
    finding.id += "/" + component;
    finding.text("component", component);
    finding.facts[1].value = component;
  }
  if (alert) finding.severity = overloaded ? Severity::error : Severity::warning;
  // Whoever is said to be overloaded is not named in the same breath.
  if (alert && overloaded) {
    finding.text("overloaded", "yes");
  } else if (alert) {
    finding.text("person", data.people[silo.people.front().person].name);
  }
  finding.fact("absence_factor", silo.absence_factor.value_or(0), FactUnit::people);
  finding.fact("top_share", silo.top_share, FactUnit::share);
  finding.fact("top_contributions", static_cast<double>(silo.people.front().contributions),
               FactUnit::contributions, silo.top_issues);
  finding.fact("contributions", static_cast<double>(silo.contributions), FactUnit::contributions,
               silo.issues);
  finding.fact("people", static_cast<double>(silo.people.size()), FactUnit::people);
  finding.fact("others", static_cast<double>(silo.people.size() - 1), FactUnit::people);
  finding.fact("window", analysis.context.options.silo_window_days, FactUnit::days);
  finding.evidence = silo.top_issues;
  return finding;
}

}  // namespace

void detect_knowledge_silo(const Analysis& analysis, std::vector<Finding>& findings) {
  const KnowledgeSilos silos = knowledge_silos(analysis.context);
  const std::vector<Index> overloaded = overloaded_people(analysis);
  // By project: the component that comes closest, where none is a silo.
  std::vector<const KnowledgeSilo*> closest(analysis.context.data.projects.size());
  std::vector<bool> alerted(closest.size());
  for (const KnowledgeSilo& silo : silos.components) {
    if (!silo.absence_factor) continue;
    if (*silo.absence_factor == 1) {
      // A whole project of one person is a fact of its staffing, not a part that the others do not know.
      if (silo.component == kNone) continue;
      const bool one_of_them = std::ranges::find(overloaded, silo.people.front().person) != overloaded.end();
      findings.push_back(describe(analysis, silo, one_of_them));
      alerted[silo.project] = true;
    }
    const KnowledgeSilo*& known = closest[silo.project];
    if (known == nullptr || *silo.absence_factor < *known->absence_factor ||
        (*silo.absence_factor == *known->absence_factor && *silo.top_share > *known->top_share))
      known = &silo;
  }
  for (std::size_t p = 0; p < closest.size(); ++p) {
    if (closest[p] != nullptr && !alerted[p]) findings.push_back(describe(analysis, *closest[p], false));
  }
}

}  // namespace stint::metrics
