#include "metrics/knowledge_silo.h"

#include <algorithm>

#include "metrics/burnout.h"
#include "metrics/findings/detectors.h"

namespace stint::metrics {
namespace {

bool is_overloaded(const Analysis& analysis, Index person) {
  return std::ranges::any_of(analysis.workload, [&](const WorkloadGroup& group) {
    return std::ranges::any_of(
        group.people, [&](const PersonWorkload& one) { return one.overloaded && one.person == person; });
  });
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

void detect_knowledge_silo(const Analysis& analysis, Index project, std::vector<Finding>& findings) {
  // The component that comes closest, where none is a silo.
  const KnowledgeSilo* closest = nullptr;
  bool alerted = false;
  for (const KnowledgeSilo& silo : analysis.silos.of(project)) {
    if (!silo.absence_factor) continue;
    if (*silo.absence_factor == 1) {
      // A whole project of one person is a fact of its staffing, not a part that the others do not know.
      if (silo.component == kNone) continue;
      findings.push_back(describe(analysis, silo, is_overloaded(analysis, silo.people.front().person)));
      alerted = true;
    }
    if (closest == nullptr || *silo.absence_factor < *closest->absence_factor ||
        (*silo.absence_factor == *closest->absence_factor && *silo.top_share > *closest->top_share))
      closest = &silo;
  }
  if (closest != nullptr && !alerted) findings.push_back(describe(analysis, *closest, false));
}

}  // namespace stint::metrics
