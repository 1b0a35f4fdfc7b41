// Findings that say something of persons: left out where figures about persons are not wanted.
#pragma once

#include "metrics/finding.h"

namespace stint::metrics {

[[nodiscard]] inline bool is_about_people(const Finding& finding) {
  return finding.kind == "burnout_risk" || finding.kind == "knowledge_silo";
}

}  // namespace stint::metrics
