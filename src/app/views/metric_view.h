// What `stint metrics NAME` shows: one row of the table in metric_view.cpp per family.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "app/views/evidence.h"
#include "app/views/table.h"
#include "lib/nlohmann/json_document.h"
#include "metrics/analysis.h"

namespace stint::app {

struct MetricView {
  JsonDocument json;  // members of the document, behind "schema" and "as_of"
  Table table;
};

// A short list of names, written out in a row of the table.
class NameList {
 public:
  constexpr NameList(std::initializer_list<std::string_view> names) : count_(names.size()) {
    assert(names.size() <= kMost);
    std::ranges::copy(names, names_.begin());
  }
  [[nodiscard]] constexpr const std::string_view* begin() const { return names_.data(); }
  [[nodiscard]] constexpr const std::string_view* end() const { return names_.data() + count_; }

 private:
  static constexpr std::size_t kMost = 24;
  std::array<std::string_view, kMost> names_{};
  std::size_t count_ = 0;
};

// `stint metrics --list` and the table in docs/metrics.md are made from these members, in this order.
struct MetricFamily {
  std::string_view name;
  std::string_view summary;
  NameList units;           // of its figures: "points", "days", "share", …; the output says which is meant
  NameList inputs;          // without which data its figures are undefined or empty: "status history", …
  NameList options;         // names in metrics::option_table() that change its figures
  std::string_view source;  // where the definition comes from
  MetricView (*make)(const metrics::Analysis& analysis, const Evidence& evidence);
};

[[nodiscard]] std::span<const MetricFamily> metric_families();

MetricView view_sprints(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_sprint_risk(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_velocity(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_cumulative_flow(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_flow_efficiency(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_stage_dates(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_flow(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_defects(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_hygiene(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_hygiene_history(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_silo(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_workload(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_throughput(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_trend(const metrics::Analysis& analysis, const Evidence& evidence);
MetricView view_forecast(const metrics::Analysis& analysis, const Evidence& evidence);

// "38 %", or "–" when undefined.
[[nodiscard]] std::string share_text(const std::optional<double>& share);
// The tracker's id of a board; null for one made up for a project.
[[nodiscard]] JsonDocument board_json(const history::Board& board);

}  // namespace stint::app
