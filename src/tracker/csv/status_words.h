// The kind of a status where the tracker gives only its name.
#pragma once

#include <string_view>

#include "tracker/model.h"

namespace stint::tracker {

// Of what a "Status Category" column says ("To Do", "In Progress", "Done", "new", …); unknown for other
// texts.
[[nodiscard]] StatusCategory category_of_words(std::string_view category);

// Of a status by its name, as teams usually call them; unknown for unusual names. Any case.
[[nodiscard]] StatusCategory guess_category(std::string_view status_name);

}  // namespace stint::tracker
