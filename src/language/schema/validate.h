// Whether an answer is what the schema asked for.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/result.h"
#include "language/schema/schema.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language::schema {

enum class MisfitKind : std::uint8_t {
  not_json,
  ambiguous,  // a name twice in one object, or U+0000 in a string: readers would not agree
  too_deep,
  does_not_fit,
};

struct Misfit {
  MisfitKind kind = MisfitKind::not_json;
  std::string pointer;  // JSON pointer of the value; empty: the whole, or nowhere
  std::string reason;

  [[nodiscard]] Error to_error() const;  // ErrorCode::failure
};

// The value, if `text` is exactly one JSON document (white space around it is fine) of the schema's shape.
// Members are in the text's order. Any number of threads.
[[nodiscard]] std::expected<JsonDocument, Misfit> validate(const Schema& schema, std::string_view text);

}  // namespace stint::language::schema

namespace stint::language {

// The same, with the misfit as an error.
[[nodiscard]] Result<JsonDocument> validate(const Schema& schema, std::string_view text);

}  // namespace stint::language
