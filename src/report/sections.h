// The sections of a report in the order they are printed: one file in sections/ and one row of the table in
// sections.cpp each.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "report/material.h"
#include "report/report.h"

namespace stint::report {

struct SectionMaker {
  std::string_view id;
  // Nothing when the section does not apply (a board without sprints, no project). A section that applies and
  // has no figures says why in Section::missing. Its id is Material::id() of the row's.
  std::optional<Section> (*make)(const Material& material);
  bool about_people = false;  // names persons
};

[[nodiscard]] std::span<const SectionMaker> section_makers();

[[nodiscard]] std::optional<Section> burndown_section(const Material& material);
[[nodiscard]] std::optional<Section> sprint_risk_section(const Material& material);
[[nodiscard]] std::optional<Section> velocity_section(const Material& material);
[[nodiscard]] std::optional<Section> cumulative_flow_section(const Material& material);
[[nodiscard]] std::optional<Section> cycle_time_section(const Material& material);
[[nodiscard]] std::optional<Section> ageing_section(const Material& material);
[[nodiscard]] std::optional<Section> control_section(const Material& material);
[[nodiscard]] std::optional<Section> forecast_section(const Material& material);
[[nodiscard]] std::optional<Section> defects_section(const Material& material);
[[nodiscard]] std::optional<Section> hygiene_section(const Material& material);
[[nodiscard]] std::optional<Section> silo_section(const Material& material);

}  // namespace stint::report
