// The target of a request, "/path/with%20parts?name=value", taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace stint::server {

// "%41" and, where asked for, "+" as characters. Nothing for what is no UTF-8 afterwards, holds a control
// character, or has a "%" that stands for nothing.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

struct Target {
  std::string_view path;              // as it came: still encoded
  std::vector<std::string> segments;  // decoded; an encoded "/" does not part them
  std::vector<std::pair<std::string, std::string>> query;
};

// ErrorCode::usage for what is not in origin-form, has an empty segment or "." or "..", or is not well
// encoded.
[[nodiscard]] Result<Target> parse_target(std::string_view target);

}  // namespace stint::server
