// One sprint's figures, as an item of stint.metrics.sprints/1.
#pragma once

#include "metrics/sprint_ledger.h"
#include "views/evidence.h"

namespace stint::views {

// As an object.
void write_sprint(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                  const metrics::SprintLedger& ledger);

}  // namespace stint::views
