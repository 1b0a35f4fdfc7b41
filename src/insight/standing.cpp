#include "insight/standing.h"

#include <cassert>
#include <utility>

namespace stint::insight {

Standing stand(const metrics::Context& context, metrics::Assessment now, const StandingOptions& options) {
  std::vector<metrics::Finding> findings = now.findings;
  metrics::Comparison comparison =
      metrics::compare_with(context, std::move(now), options.compared_with, options.since);
  return stand(context.data, std::move(findings), std::move(comparison), options);
}

Standing stand(const history::Dataset& data, std::vector<metrics::Finding> findings,
               metrics::Comparison comparison, const StandingOptions& options) {
  assert(findings.size() == comparison.changes.size());
  Standing standing;
  standing.gone = std::move(comparison.gone);
  standing.compared_with = options.compared_with;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const metrics::FindingChange& change = comparison.changes[i];
    const bool told = !options.only_changes || (change.kind != metrics::ChangeKind::same &&
                                                findings[i].severity > metrics::Severity::info);
    if (told) standing.told.push_back({narrate(data, std::move(findings[i]), options.controls), change});
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
