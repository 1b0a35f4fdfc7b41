// Files that are part of the program.
#pragma once

#include <span>
#include <string_view>

namespace stint::server {

struct Embedded {
  std::string_view name;  // "insights.json", "assets/index-1a2b.js"
  std::string_view bytes;
};

[[nodiscard]] std::span<const Embedded> embedded_schemas();
// The page, as web/ builds it; without "index.html" where it was not built.
[[nodiscard]] std::span<const Embedded> embedded_page();

}  // namespace stint::server
