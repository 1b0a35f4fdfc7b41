// What names mean where a tracker gives nothing better.
#pragma once

#include <string_view>

namespace stint::history {

[[nodiscard]] bool means_blocked(std::string_view status_name);
[[nodiscard]] bool means_review(std::string_view status_name);
// A status in which an issue waits for somebody or something: "Waiting for customer", "On hold", "Ready for
// QA".
[[nodiscard]] bool means_waiting(std::string_view status_name);
[[nodiscard]] bool means_bug(std::string_view type_name);
// "Story", "User Story"
[[nodiscard]] bool means_story(std::string_view type_name);

// Closed without having been done: won't do, duplicate, cannot reproduce and the like.
[[nodiscard]] bool means_not_done(std::string_view resolution_name);

// Case-insensitive for ASCII.
[[nodiscard]] bool equal_names(std::string_view a, std::string_view b);

}  // namespace stint::history
