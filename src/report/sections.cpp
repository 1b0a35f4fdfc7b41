#include "report/sections.h"

#include <array>

namespace stint::report {
namespace {

constexpr std::array kSections{
    SectionMaker{"burndown", burndown_section},     SectionMaker{"sprint-risk", sprint_risk_section},
    SectionMaker{"velocity", velocity_section},     SectionMaker{"cumulative-flow", cumulative_flow_section},
    SectionMaker{"cycle-time", cycle_time_section}, SectionMaker{"ageing", ageing_section},
    SectionMaker{"control", control_section},       SectionMaker{"forecast", forecast_section},
    SectionMaker{"defects", defects_section},       SectionMaker{"hygiene", hygiene_section},
    SectionMaker{"silos", silo_section, true},
};

}  // namespace

std::span<const SectionMaker> section_makers() {
  return kSections;
}

}  // namespace stint::report
