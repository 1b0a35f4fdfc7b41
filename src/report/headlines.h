// Insights as a report names them.
#pragma once

#include <span>

#include "insight/insight.h"
#include "report/report.h"

namespace stint::report {

// In the order given; each leads to the section that shows it, where the report has one.
[[nodiscard]] std::vector<Insight> headlines(const history::Dataset& data,
                                             std::span<const insight::Insight> insights,
                                             const std::vector<metrics::Index>& boards,
                                             const std::vector<Section>& sections);

[[nodiscard]] Severity severity_of(const insight::Insight& insight);

}  // namespace stint::report
