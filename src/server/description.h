// The description of the API (OpenAPI 3.1), made from the table of routes and the schemas.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"
#include "server/route.h"

namespace stint::server {

// All that schemas/*.json define, by name, as they stand under components.schemas.
[[nodiscard]] const JsonDocument& schemas();

[[nodiscard]] JsonDocument describe(std::span<const Route> routes, std::string_view version);

}  // namespace stint::server
