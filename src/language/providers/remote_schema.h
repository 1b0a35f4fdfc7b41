// A schema as each service takes it. What is left out is looked at when the answer is validated.
#pragma once

#include "language/schema/schema.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language {

// As it was given.
[[nodiscard]] JsonDocument plain_schema(const Schema& schema);

struct StrictSchema {
  JsonDocument schema;
  bool strict = false;  // the service promises to keep to it
};
// OpenAI's "strict" knows no lengths of strings, no defaults and no oneOf, wants additionalProperties false,
// and every property required. With an optional one it is not strict, and goes as it is.
[[nodiscard]] StrictSchema openai_schema(const Schema& schema);

// The part of JSON Schema that Gemini names for responseJsonSchema: const becomes an enum of one, oneOf
// anyOf, and "definitions" "$defs".
[[nodiscard]] JsonDocument gemini_schema(const Schema& schema);

// Tool inputs are objects.
[[nodiscard]] bool is_object_schema(const Schema& schema);

}  // namespace stint::language
