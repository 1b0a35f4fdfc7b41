// Published sprints as comma-separated lines: what was known of each at a share of its planned time.
//
// The data set of Choetkiertikul et al. (IEEE TSE 2018), files PROJECT_iteration_PERCENT.csv: board, sprint,
// name, then 16 numbers. Names hold commas that are not quoted, so the numbers are counted from the right.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "metrics/sprint_risk.h"

namespace stint::bench {

struct SprintRecord {
  int board = 0;
  metrics::SprintOutcome outcome;  // without the board's past
};

// In the order of the file. Fails where it cannot be read or a line does not hold what it should.
[[nodiscard]] Result<std::vector<SprintRecord>> read_sprint_records(const std::filesystem::path& file,
                                                                    double elapsed);

}  // namespace stint::bench
