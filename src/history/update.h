// Keeping a dataset up to date without building it anew.
#pragma once

#include <optional>

#include "history/dataset.h"
#include "history/run.h"
#include "history/touched.h"
#include "store/definitions.h"

namespace stint::history {

// Puts new and changed issues into a dataset: afterwards it is what join_runs() would have made of all of
// them, but for the order of its events, texts and small tables. Costs little more than the issues
// themselves, plus one look at every issue. Nothing, and the dataset as it was: an issue has moved to another
// key, or belongs to a project that is not there yet; build it anew. Definitions must be structurally those
// it was built with.
[[nodiscard]] std::optional<Touched> update(Dataset& all, Run changed, const store::Definitions& definitions);

// Takes over what the definitions say now: names, states and dates of sprints, categories of statuses. Any
// figure may be another one afterwards.
void refresh_definitions(Dataset& all, const store::Definitions& definitions);

}  // namespace stint::history
