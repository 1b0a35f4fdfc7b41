#include "insight/standing.h"

#include <utility>

namespace stint::insight {

Standing stand(const metrics::Context& context, metrics::Assessment now, const StandingOptions& options) {
  std::vector<metrics::Finding> findings = now.findings;
  metrics::Context before = context;
  before.as_of = options.compared_with;
  metrics::Assessment old = metrics::reassess(std::move(now), before, {});
  std::vector<metrics::FindingChange> changes = metrics::changes(findings, old.findings);

  Standing standing;
  standing.gone = metrics::gone(findings, old.findings);
  standing.compared_with = options.compared_with;
  if (options.since) metrics::find_since(context, findings, changes, std::move(old));
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const bool told = !options.only_changes || (changes[i].kind != metrics::ChangeKind::same &&
                                                findings[i].severity > metrics::Severity::info);
    if (told)
      standing.told.push_back({narrate(context.data, std::move(findings[i]), options.controls), changes[i]});
  }
  return standing;
}

Result<Speech> speak(const history::Dataset& data, Standing& standing, language::Engine& engine,
                     const SpeechOptions& options, const std::stop_token& stop) {
  std::vector<std::size_t> which;
  std::vector<Insight> insights;
  for (std::size_t i = 0; i < standing.told.size() && which.size() < kShownAtOnce; ++i) {
    if (!standing.told[i].insight.finding.current) continue;
    which.push_back(i);
    insights.push_back(standing.told[i].insight);
  }
  auto speech = speak(data, insights, engine, options, stop);
  if (speech) {
    for (std::size_t i = 0; i < which.size(); ++i) standing.told[which[i]].insight = std::move(insights[i]);
  }
  return speech;
}

}  // namespace stint::insight
