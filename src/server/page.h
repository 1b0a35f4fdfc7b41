// The page: its files, and index.html for every address that the page itself understands.
#pragma once

#include "server/answer.h"
#include "server/target.h"

namespace stint::server {

[[nodiscard]] Answer page_answer(const Target& target);

// What the page may do: load from here, and nothing else.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'";

}  // namespace stint::server
