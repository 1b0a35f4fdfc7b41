// Dates as people write them in queries.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"

namespace stint::test {

// "2026-11-20 09:15" and its shorter and slashed forms.
[[nodiscard]] std::optional<std::chrono::local_time<Milliseconds>> local_date(std::string_view text);

// "-90m", "-3d": how long ago.
[[nodiscard]] std::optional<Milliseconds> relative_time(std::string_view text);

}  // namespace stint::test
