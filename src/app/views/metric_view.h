// What `stint metrics NAME` shows: one row of the table in metric_view.cpp per family.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/views/table.h"
#include "lib/nlohmann/json_document.h"
#include "metrics/analysis.h"

namespace stint::app {

struct MetricView {
  JsonDocument json;  // members of the document, behind "schema" and "as_of"
  Table table;
};

struct MetricFamily {
  std::string_view name;
  std::string_view summary;
  MetricView (*make)(const metrics::Analysis& analysis);
};

[[nodiscard]] std::span<const MetricFamily> metric_families();

MetricView view_sprints(const metrics::Analysis& analysis);
MetricView view_velocity(const metrics::Analysis& analysis);
MetricView view_flow(const metrics::Analysis& analysis);
MetricView view_defects(const metrics::Analysis& analysis);
MetricView view_hygiene(const metrics::Analysis& analysis);

[[nodiscard]] JsonDocument key_list(const history::Dataset& data, const std::vector<metrics::Index>& issues);
// "38 %", or "–" when undefined.
[[nodiscard]] std::string share_text(const std::optional<double>& share);
// The tracker's id of a board; null for one made up for a project.
[[nodiscard]] JsonDocument board_json(const history::Board& board);

}  // namespace stint::app
