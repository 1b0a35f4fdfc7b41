// What figures leave out, and why.
#pragma once

#include <string>
#include <vector>

#include "metrics/sprint_ledger.h"
#include "views/evidence.h"

namespace stint::views {

// As member "excluded": [{"reason", "n", "issues": [keys]}], a reason for which most are left out first.
void write_excluded(JsonWriter& json, const Evidence& evidence,
                    const std::vector<metrics::Excluded>& excluded);

// "3 closed as won't do, 12 sub-tasks"; empty where nothing is.
[[nodiscard]] std::string excluded_text(const std::vector<metrics::Excluded>& excluded);

}  // namespace stint::views
