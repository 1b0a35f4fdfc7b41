// gzip, for answers over HTTP.
#pragma once

#include <string>
#include <string_view>

namespace stint {

// Quick rather than small.
[[nodiscard]] std::string gzip(std::string_view bytes);

}  // namespace stint
