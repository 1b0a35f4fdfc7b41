// What `stint metrics NAME` shows: one row of the table in metric_family.cpp per family.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/rapidjson/json_writer.h"
#include "metrics/analysis.h"
#include "views/evidence.h"
#include "views/table.h"

namespace stint::views {

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

// Writes the members of the open object that stand behind "schema" and "as_of". The issues behind figures,
// and lists with a row for each issue, only as far as `evidence` was asked for.
using WriteFamily = void(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence);
using MakeTable = Table(const metrics::Analysis& analysis);

// `stint metrics --list` and the table in docs/metrics.md are made from these members, in this order.
struct MetricFamily {
  std::string_view name;
  std::string_view summary;
  NameList units;           // of its figures: "points", "days", "share", …; the output says which is meant
  NameList inputs;          // without which data its figures are undefined or empty: "status history", …
  NameList options;         // names in metrics::option_table() that change its figures
  std::string_view source;  // where the definition comes from
  WriteFamily* write;
  MakeTable* table;
  bool about_people = false;  // names persons
};

[[nodiscard]] std::span<const MetricFamily> metric_families();

WriteFamily write_sprints;
MakeTable sprints_table;
WriteFamily write_sprint_risk;
MakeTable sprint_risk_table;
WriteFamily write_velocity;
MakeTable velocity_table;
WriteFamily write_cumulative_flow;
MakeTable cumulative_flow_table;
WriteFamily write_flow_efficiency;
MakeTable flow_efficiency_table;
WriteFamily write_stage_dates;
MakeTable stage_dates_table;
WriteFamily write_flow;
MakeTable flow_table;
WriteFamily write_defects;
MakeTable defects_table;
WriteFamily write_hygiene;
MakeTable hygiene_table;
WriteFamily write_hygiene_history;
MakeTable hygiene_history_table;
WriteFamily write_silo;
MakeTable silo_table;
WriteFamily write_workload;
MakeTable workload_table;
WriteFamily write_throughput;
MakeTable throughput_table;
WriteFamily write_trend;
MakeTable trend_table;
WriteFamily write_forecast;
MakeTable forecast_table;

// "38 %", or "–" when undefined.
[[nodiscard]] std::string share_text(const std::optional<double>& share);
// "2.5"; empty when undefined.
[[nodiscard]] std::string optional_text(const std::optional<double>& value);
// As member "board": its id is the tracker's, null for one made up for a project.
void write_board(JsonWriter& json, const history::Board& board);

}  // namespace stint::views
