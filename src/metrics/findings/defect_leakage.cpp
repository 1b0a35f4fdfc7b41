#include <algorithm>

#include "metrics/findings/detectors.h"
#include "metrics/findings/scope.h"

namespace stint::metrics {
namespace {

double count(const std::vector<Index>& issues) {
  return static_cast<double>(issues.size());
}

Finding describe(const Analysis& analysis, const Defects& defects) {
  const Options& options = analysis.context.options;
  Finding finding;
  finding.kind = "defect_leakage";
  finding.topic = "defect_leakage";
  const std::string& project = analysis.context.data.projects[defects.project];
  finding.id = "defect_leakage:" + project;
  finding.project = defects.project;
  finding.text("project", project);
  // With bugs that say nothing, only what is certain may alert.
  const double certain = defects.unknown.empty() ? defects.escape_rate.value_or(0) : defects.low.value_or(0);
  if (static_cast<double>(defects.classified()) >= options.defect_minimum) {
    finding.severity = severity_of(certain, options.defect_leakage_warning, options.defect_leakage_error);
  } else {
    finding.text("too_few_bugs", "yes");
  }
  finding.fact("escape_rate", defects.escape_rate, FactUnit::share);
  finding.fact("production", count(defects.production), FactUnit::bugs, defects.production);
  finding.fact("pre_release", count(defects.pre_release), FactUnit::bugs, defects.pre_release);
  finding.fact("classified", static_cast<double>(defects.classified()), FactUnit::bugs);
  if (!defects.unknown.empty()) {
    finding.fact("unclassified", count(defects.unknown), FactUnit::bugs, defects.unknown);
    finding.fact("escape_rate_low", defects.low, FactUnit::share);
    finding.fact("escape_rate_high", defects.high, FactUnit::share);
  }
  finding.fact("window", options.defect_window_days, FactUnit::days);
  finding.fact("done_items", count(defects.done), FactUnit::issues);
  finding.fact("leaked_items", count(defects.leaked), FactUnit::issues, defects.leaked);
  finding.fact("leakage", defects.leakage, FactUnit::share);
  if (defects.reopen_rate)
    finding.fact("reopen_rate", *defects.reopen_rate, FactUnit::share, defects.reopened);
  finding.fact("defects_per_item", defects.defects_per_item, FactUnit::bugs);
  const auto worst = std::ranges::max_element(
      defects.releases, {}, [](const ReleaseDefects& release) { return release.production.size(); });
  if (worst != defects.releases.end() && worst->production.size() > 1) {
    finding.text("release", worst->name);
    finding.fact("release_bugs", count(worst->production), FactUnit::bugs, worst->production);
  }
  finding.evidence = defects.production;
  for (const Index issue : defects.leaked) finding.evidence.push_back(issue);
  return finding;
}

}  // namespace

void detect_defect_leakage(const Analysis& analysis, Index project, std::vector<Finding>& findings) {
  const Defects& defects = analysis.defects[project];
  if (defects.classified() + defects.unknown.size() + defects.done.size() == 0) return;
  findings.push_back(describe(analysis, defects));
}

}  // namespace stint::metrics
