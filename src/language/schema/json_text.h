// Reading JSON that has to be beyond doubt: what readers could take differently is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"

namespace stint::language::schema {

enum class TextFaultKind : std::uint8_t {
  not_json,
  duplicate_key,  // readers disagree which one counts
  too_deep,
  null_character,  // U+0000 in a string or name: many readers stop there
};

struct TextFault {
  TextFaultKind kind = TextFaultKind::not_json;
  std::string pointer;  // JSON pointer of the object with the key twice; otherwise empty
  std::string reason;
};

inline constexpr std::size_t kMaxDepth = 64;  // arrays and objects inside each other

// One JSON document, members in their order.
[[nodiscard]] std::expected<JsonDocument, TextFault> read_json(std::string_view text);

// `step` as a part of a JSON pointer (RFC 6901), with its slash.
[[nodiscard]] std::string pointer_step(std::string_view step);

}  // namespace stint::language::schema
