// What there is for `stint metrics NAME`, as `stint metrics --list` and docs/metrics.md show it.
#pragma once

#include <cstddef>
#include <string>

#include "lib/nlohmann/json_document.h"
#include "views/table.h"

namespace stint::views {

// One row per family; lists are joined by "|".
[[nodiscard]] Table family_table();

// A list of objects, with the members of MetricFamily.
[[nodiscard]] JsonDocument family_json();

// A paragraph per family, in lines of at most `columns`.
[[nodiscard]] std::string family_text(std::size_t columns);

// A table in Markdown.
[[nodiscard]] std::string family_markdown();

}  // namespace stint::views
