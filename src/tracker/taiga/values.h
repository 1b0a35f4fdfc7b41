// Values that many of Taiga's answers hold.
#pragma once

#include <string>
#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::taiga {

// A user: of a list of members, of an item's extra info, or of a history entry.
[[nodiscard]] Person read_person(json::Value user);

// Tags are pairs of a name and a colour, or names alone.
[[nodiscard]] std::vector<std::string> read_tags(json::Value tags);

}  // namespace stint::tracker::taiga
