// Names of models: what a person types, and the stem of a file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::language {

// Lower-case letters, digits, '.', '_' and '-', beginning with a letter or a digit, at most 80 of them, and
// no ending that the store keeps for itself. Such a name is no path.
[[nodiscard]] bool is_model_name(std::string_view text);

// ErrorCode::usage when it is none; the text is shown as far as it is printable.
[[nodiscard]] Outcome check_model_name(std::string_view text);

// A name made of a file's: "Llama-3.2 1B (Q4_K_M).gguf" gives "llama-3.2-1b-q4_k_m". Empty when nothing is
// left of it.
[[nodiscard]] std::string model_name_of(std::string_view file_name);

}  // namespace stint::language
