// The instant that figures look from.
#pragma once

#include <optional>
#include <string>

#include "history/dataset.h"

namespace stint::workspace {

struct AsOf {
  Instant at{};
  std::string source;  // "option", "last sync", "newest change", "end of the export", "no data"
};

// The latest instant at which the data are known to be complete, unless one was chosen.
[[nodiscard]] AsOf as_of(const history::Dataset& data, const std::optional<Instant>& chosen,
                         const std::optional<Instant>& synced);

}  // namespace stint::workspace
