// Labels that say nothing about where a bug was found, and the few that do.
#pragma once

#include <array>
#include <string_view>

namespace stint::demo {

inline constexpr std::array<std::string_view, 8> kLabels{
    "tech-debt",     "ux",         "security",  "performance",
    "accessibility", "compliance", "quick-win", "documentation"};

}  // namespace stint::demo
