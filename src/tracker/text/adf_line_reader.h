// Inline nodes of an Atlassian document as a line.
#pragma once

#include <string_view>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// `nodes`: an array; anything else is an empty line. Not normalised.
[[nodiscard]] Line line_of_adf(const JsonDocument& nodes);

// The member, or null.
[[nodiscard]] const JsonDocument& member(const JsonDocument& object, std::string_view name);
[[nodiscard]] std::string text_member(const JsonDocument& object, std::string_view name);
// Whether an object has no members but these, and `attrs`, where it is there, is an object.
[[nodiscard]] bool has_only(const JsonDocument& node, std::initializer_list<std::string_view> names);

}  // namespace stint::tracker::text
