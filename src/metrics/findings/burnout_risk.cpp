#include <algorithm>

#include "metrics/burnout.h"
#include "metrics/findings/detectors.h"
#include "metrics/workload_record.h"

namespace stint::metrics {
namespace {

FactUnit unit_of(WorkloadSignal signal) {
  switch (signal) {
    case WorkloadSignal::parallel_work:
    case WorkloadSignal::switches:
      return FactUnit::issues;
    case WorkloadSignal::carried:
      return FactUnit::points;
    case WorkloadSignal::off_hours:
    case WorkloadSignal::weeks_without_gap:
      break;
  }
  return FactUnit::share;
}

Finding begin(const Analysis& analysis, const WorkloadGroup& group) {
  const std::string& project = analysis.context.data.projects[group.project];
  const WorkloadWeeks weeks{analysis.context};
  Finding finding;
  finding.kind = finding.topic = "burnout_risk";
  finding.id = "burnout_risk:" + project;
  finding.project = group.project;
  finding.text("project", project);
  finding.fact("people", static_cast<double>(group.people.size()), FactUnit::people);
  finding.fact("recent", static_cast<double>(7 * weeks.recent), FactUnit::days);
  finding.fact("baseline", static_cast<double>(7 * weeks.baseline), FactUnit::days);
  return finding;
}

// No fact of these names an issue: those behind a person's signals are nobody else's business.
Finding describe(const Analysis& analysis, const WorkloadGroup& group, const PersonWorkload& person) {
  Finding finding = begin(analysis, group);
  finding.severity = Severity::warning;
  finding.id += "/" + person.pseudonym.substr(person.pseudonym.find(' ') + 1);
  finding.text("person", person.pseudonym);
  finding.fact("standing_out", person.standing_out, FactUnit::signals);
  for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
    const auto signal = static_cast<WorkloadSignal>(i);
    const SignalReading& reading = person.signals[i];
    const std::string name{signal_name(signal)};
    finding.fact(name, reading.recent, unit_of(signal));
    finding.fact("usual_" + name, reading.usual, unit_of(signal));
    finding.fact("z_" + name, reading.z, FactUnit::deviations);
    if (reading.z && *reading.z >= analysis.context.options.burnout_z)
      finding.text("stands_out_" + name, "yes");
  }
  return finding;
}

}  // namespace

void detect_burnout_risk(const Analysis& analysis, Index project, std::vector<Finding>& findings) {
  const auto group = std::ranges::find(analysis.workload, project, &WorkloadGroup::project);
  if (group == analysis.workload.end()) return;
  double judged = 0;
  bool alerted = false;
  for (const PersonWorkload& person : group->people) {
    if (person.not_judged.empty()) ++judged;
    if (!person.overloaded) continue;
    findings.push_back(describe(analysis, *group, person));
    alerted = true;
  }
  if (alerted || judged == 0) return;
  Finding& finding = findings.emplace_back(begin(analysis, *group));
  finding.fact("judged", judged, FactUnit::people);
}

}  // namespace stint::metrics
