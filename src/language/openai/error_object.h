// How an answer in the OpenAI shape says what went wrong: {"error":{"message","type","param","code"}}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"

namespace stint::language::openai {

struct ErrorObject {
  std::string message;
  std::string type;   // "invalid_request_error", "authentication_error", …
  std::string param;  // the member of the request that is meant; may be empty
  std::string code;   // "context_length_exceeded", …; may be empty. Some servers give a number
};

// For a request that could not be done. The HTTP status is error_kind(error.code).http_status.
[[nodiscard]] ErrorObject error_object_of(const Error& error);

[[nodiscard]] JsonDocument to_json(const ErrorObject& error);

// Out of a whole answer or the data of an event; nothing when it has no member "error" other than null. Knows
// the spellings of other servers too: "error" as a text, and a message without it ("detail", "message").
[[nodiscard]] std::optional<ErrorObject> find_error(json::Value root);

}  // namespace stint::language::openai
