// What happened to an issue, in order.
#pragma once

#include "lib/nlohmann/json_document.h"
#include "workspace/snapshot.h"

namespace stint::server {

// [{"at", "kind", "from", "to"}]: from its creation to as-of. Persons only with `people`.
[[nodiscard]] JsonDocument timeline_of(const workspace::Figures& figures, history::Index issue, bool people);

}  // namespace stint::server
