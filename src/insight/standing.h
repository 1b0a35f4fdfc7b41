// Insights as they are shown: worded, and with how they stand against an earlier instant.
#pragma once

#include <optional>
#include <vector>

#include "insight/insight.h"
#include "insight/spoken.h"
#include "metrics/finding_changes.h"
#include "metrics/reanalysis.h"

namespace stint::insight {

struct Told {
  Insight insight;
  metrics::FindingChange change;
};

struct Standing {
  std::vector<Told> told;           // in the order of the findings: what costs most first
  std::vector<metrics::Gone> gone;  // what stood at `compared_with` and does not any more
  Instant compared_with{};
};

struct StandingOptions {
  Instant compared_with{};    // before the context's as-of
  bool only_changes = false;  // leave out what is as it was, and mere reports
  bool since = true;          // work out FindingChange::since
  language::Controls controls;
};

// In the narrator's words. `now` is assess(context), and is used up.
[[nodiscard]] Standing stand(const metrics::Context& context, metrics::Assessment now,
                             const StandingOptions& options);
// The same where the comparison with that instant is known.
[[nodiscard]] Standing stand(const history::Dataset& data, std::vector<metrics::Finding> findings,
                             metrics::Comparison comparison, const StandingOptions& options);

// Shown at once, and worded by a model: what nobody looks at is not worth its time.
inline constexpr std::size_t kShownAtOnce = 12;

// The first current ones in the words of the engine's models, as speak() does it.
[[nodiscard]] Result<Speech> speak(const history::Dataset& data, Standing& standing, language::Engine& engine,
                                   const SpeechOptions& options, const std::stop_token& stop = {});

}  // namespace stint::insight
