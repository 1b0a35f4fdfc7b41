// Why something was flagged, as its people wrote it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace stint::history {

// A comment this close after a flag (or before it, trackers differ) gives its reason.
inline constexpr Milliseconds kReasonWindow{30'000};

// The reason inside a comment: its first line without the tracker's own preamble ("(flag) Flag added").
// Nothing when the preamble is all there is.
[[nodiscard]] std::optional<std::string> reason_in_comment(std::string_view body);

}  // namespace stint::history
