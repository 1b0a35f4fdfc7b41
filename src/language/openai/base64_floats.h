// Vectors as base64 (RFC 4648, section 4, with padding) of their 32-bit floats, the lowest byte first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stint::language::openai {

[[nodiscard]] std::string floats_to_base64(std::span<const float> values);

// Nothing: other characters, wrong padding, or a part of a float.
[[nodiscard]] std::optional<std::vector<float>> floats_from_base64(std::string_view text);

}  // namespace stint::language::openai
