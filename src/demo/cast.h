// Who works on a board, where, and what it is called.
#pragma once

#include "demo/model.h"
#include "demo/random.h"

namespace stint::demo {

// Sets the board's domain, zone, names and people. `organisation` seeds what all boards share.
void cast_team(Board& board, std::uint64_t organisation, Random& random);

// The address under which the synthetic site would answer.
inline constexpr std::string_view kSite = "https://orrery.example";

}  // namespace stint::demo
