// The detectors, one per file of this folder; finding.cpp lists them in its table. Each is asked about one
// board or one project at a time.
#pragma once

#include <vector>

#include "metrics/finding.h"

namespace stint::metrics {

void detect_scope_creep(const Analysis& analysis, Index board, std::vector<Finding>& findings);
void detect_missed_target(const Analysis& analysis, Index board, std::vector<Finding>& findings);
void detect_velocity(const Analysis& analysis, Index board, std::vector<Finding>& findings);
void detect_defect_leakage(const Analysis& analysis, Index project, std::vector<Finding>& findings);
void detect_flow(const Analysis& analysis, Index board, std::vector<Finding>& findings);
void detect_knowledge_silo(const Analysis& analysis, Index project, std::vector<Finding>& findings);
void detect_burnout_risk(const Analysis& analysis, Index project, std::vector<Finding>& findings);
void detect_hygiene(const Analysis& analysis, Index board, std::vector<Finding>& findings);

}  // namespace stint::metrics
