// Insights as JSON (stint.insights/1) and as rows.
#pragma once

#include <string>
#include <vector>

#include "history/dataset.h"
#include "insight/standing.h"
#include "lib/nlohmann/json_document.h"
#include "views/table.h"

namespace stint::views {

[[nodiscard]] JsonDocument insight_json(const history::Dataset& data, const insight::Told& told);
[[nodiscard]] JsonDocument gone_json(const std::vector<metrics::Gone>& gone);

// The keys of the projects that a finding is about, in the order of its issues.
[[nodiscard]] std::vector<std::string> projects_of(const history::Dataset& data,
                                                   const metrics::Finding& finding);

[[nodiscard]] Table insight_table(const history::Dataset& data, const insight::Standing& standing);

}  // namespace stint::views
