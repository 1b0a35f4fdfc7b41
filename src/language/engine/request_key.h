// What an answer hangs on, as one key.
#pragma once

#include <string>
#include <string_view>

#include "language/generation.h"

namespace stint::language {

// SHA-256 in hexadecimal of everything that decides the answer: the model with the hashes of its file and
// adapter (ProviderInfo::model), messages with their roles, sampling, limits, schema and grammar.
[[nodiscard]] std::string request_key(std::string_view model, const GenerationRequest& request);

}  // namespace stint::language
