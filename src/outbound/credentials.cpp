#include "outbound/credentials.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace stint::outbound {

curl::Headers for_another_origin(const curl::Headers& headers) {
  constexpr std::array<std::string_view, 8> kHarmless{"Accept",        "Accept-Language", "Content-Type",
                                                      "If-None-Match", "If-Range",        "Range",
                                                      "Cache-Control", "User-Agent"};
  curl::Headers kept;
  for (const curl::Header& header : headers) {
    const curl::Headers one{header};
    if (std::ranges::any_of(kHarmless, [&](auto name) { return curl::find_header(one, name).has_value(); })) {
      kept.push_back(header);
    }
  }
  return kept;
}

}  // namespace stint::outbound
