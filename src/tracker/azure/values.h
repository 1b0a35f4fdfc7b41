// Values that many of Azure DevOps' answers hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::azure {

// An identity: an object, or on old servers "Name <unique name>". The id is the identity's GUID, else its
// unique name. An absent value gives a person without id.
[[nodiscard]] Person read_person(json::Value value);

// Paths of areas and iterations, "Project\Release 1\Sprint 2": their last step, and whether they are the
// project's root, which says nothing.
[[nodiscard]] std::string_view last_step(std::string_view path);
[[nodiscard]] bool is_root(std::string_view path);

// Markdown of a long text: HTML, but where the work item or comment says that it is Markdown.
[[nodiscard]] std::string read_long_text(std::string_view text, bool is_markdown);

}  // namespace stint::tracker::azure
