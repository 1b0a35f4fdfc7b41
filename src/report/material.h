// What sections are made from: figures that were worked out once, and what to look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metrics/analysis.h"
#include "metrics/cumulative_flow.h"
#include "metrics/hygiene_history.h"
#include "metrics/sprint_outlook.h"

namespace stint::report {

// Figures of all boards that Analysis does not hold.
struct Gathered {
  std::vector<metrics::CumulativeFlow> flows;                  // by board
  std::vector<std::vector<metrics::HygieneDay>> hygiene_days;  // by board
  std::vector<metrics::SprintOutlook> outlooks;                // of the running sprints
};

struct Material {
  const metrics::Analysis& analysis;
  const Gathered& gathered;
  metrics::Index board = metrics::kNone;    // that is shown
  metrics::Index project = metrics::kNone;  // the board's; kNone where it has been shown already
  metrics::Index sprint = metrics::kNone;   // whose burndown is wanted; kNone: the running one, else the last
  std::string suffix{};                     // that makes ids unique among boards: "", "-2"

  [[nodiscard]] const metrics::Context& context() const { return analysis.context; }
  [[nodiscard]] const history::Dataset& data() const { return analysis.context.data; }
  [[nodiscard]] std::string id(std::string_view name) const { return std::string{name} + suffix; }
};

// The started sprint that the board is in the middle of, or else closed last; the wanted one, if there is
// one. Nothing where no sprint has started or none has a history.
[[nodiscard]] const metrics::SprintLedger* sprint_to_show(const Material& material);

}  // namespace stint::report
