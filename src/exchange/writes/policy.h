// What may be written at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/writing.h"

namespace stint::writes {

struct Policy {
  bool read_only = false;
  // Keys, names or slugs, as the tracker calls its projects; case does not count. Empty: all.
  std::vector<std::string> projects;
};

// Whether a value of READ_ONLY_MODE switches it on: 1, true, yes or on, in any case.
[[nodiscard]] bool is_read_only(std::optional<std::string_view> value);

// Errors: ErrorCode::declined.
[[nodiscard]] Outcome allows_writing(const Policy& policy);
[[nodiscard]] Outcome allows_project(const Policy& policy, std::string_view project);
// What can be said before anything is asked: of a create's project, and of the project in a key like
// "PAY-12".
[[nodiscard]] Outcome allows_unread(const Policy& policy, const tracker::Write& write,
                                    std::string_view target);

}  // namespace stint::writes
