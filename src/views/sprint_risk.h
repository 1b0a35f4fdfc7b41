// How running sprints are likely to end, as JSON and as sentences; shared by `stint metrics sprint_risk` and
// `stint forecast`.
#pragma once

#include <span>
#include <string>

#include "history/dataset.h"
#include "lib/rapidjson/json_writer.h"
#include "metrics/sprint_outlook.h"

namespace stint::views {

// As member "sprints" of the open object.
void write_outlooks(JsonWriter& json, const history::Dataset& data,
                    std::span<const metrics::SprintOutlook> outlooks);

// A paragraph: how far the sprint is, what it is expected to fall short by, how likely it is to fall short,
// and how far off such expectations were.
[[nodiscard]] std::string outlook_text(const history::Dataset& data, const metrics::SprintOutlook& outlook);

}  // namespace stint::views
