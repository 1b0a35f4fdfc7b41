// The environment variables, however they are looked up.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/text.h"

namespace stint::exchange {

// The value of an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// Without blanks around it; empty when it is not set.
[[nodiscard]] inline std::string value_of(const Environment& environment, const char* name) {
  return std::string{trimmed(environment(name).value_or(""))};
}

}  // namespace stint::exchange
